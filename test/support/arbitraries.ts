/**
 * Random circuits and observables of every kind, for property tests.
 */
import fc from "fast-check";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { type ComplexMatrix, zeroMatrix } from "../../src/linalg/complex-matrix.ts";
import { haarState, haarUnitary } from "../../src/linalg/haar.ts";
import { type Circuit, CircuitBuilder } from "../../src/quantum/circuit.ts";
import { type FixedGateName, fixedGates } from "../../src/quantum/gates.ts";
import { denseObservable, type Observable, pauliSum, stateProjector, tfim, xxz } from "../../src/quantum/observables.ts";

/** A Haar-random unitary of the given size from a seed. */
export function haarMatrix(size: number, seed: number): ComplexMatrix {
  const stream = new CounterStream(seed, "test");
  return haarUnitary(size, () => stream.normal());
}

/** A random Hermitian matrix. */
export function hermitianMatrix(size: number, seed: number): ComplexMatrix {
  const stream = new CounterStream(seed, "test", 1);
  const matrix = zeroMatrix(size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const [re, im] = [stream.normal(), i === j ? 0 : stream.normal()];
      matrix.re[i * size + j] = re;
      matrix.re[j * size + i] = re;
      matrix.im[i * size + j] = im;
      matrix.im[j * size + i] = -im;
    }
  }
  return matrix;
}

const seed = fc.nat(1_000_000);

type Addition = (builder: CircuitBuilder) => void;

/** Some of the qubits, in any order. */
function someQubits(qubits: number, count: number): fc.Arbitrary<number[]> {
  return fc.shuffledSubarray(
    Array.from({ length: qubits }, (_, q) => q),
    { minLength: count, maxLength: count },
  );
}

function additions(qubits: number): fc.Arbitrary<Addition> {
  const letters = fc
    .array(fc.constantFrom("I", "X", "Y", "Z"), { minLength: qubits, maxLength: qubits })
    .filter((all) => all.some((letter) => letter !== "I"))
    .map((all) => all.join(""));
  const coefficient = fc.constantFrom(1, 1, 1, -0.5, 2);
  const fresh = fc.tuple(letters, coefficient).map(
    ([pauli, c]): Addition =>
      (builder) =>
        builder.rotation(pauli, { coefficient: c }),
  );
  const shared = fc.tuple(letters, coefficient, fc.nat(100)).map(
    ([pauli, c, p]): Addition =>
      (builder) => {
        builder.rotation(pauli, { coefficient: c, ...(builder.parameters > 0 && { parameter: p % builder.parameters }) });
      },
  );
  const names = (Object.keys(fixedGates) as FixedGateName[]).filter((name) => fixedGates[name].qubits <= qubits);
  const gate = fc.constantFrom(...names).chain((name) =>
    someQubits(qubits, fixedGates[name].qubits).map(
      (on): Addition =>
        (builder) =>
          builder.gate(name, ...on),
    ),
  );
  const dense = fc
    .integer({ min: 1, max: qubits })
    .chain((k) => fc.tuple(someQubits(qubits, k), seed))
    .map(
      ([on, s]): Addition =>
        (builder) =>
          builder.unitary(haarMatrix(2 ** on.length, s), on),
    );
  return fc.oneof(
    { weight: 3, arbitrary: fresh },
    { weight: 1, arbitrary: shared },
    { weight: 3, arbitrary: gate },
    { weight: 1, arbitrary: dense },
  );
}

/** A circuit of up to `maxQubits` qubits and a dozen operations, at least one of them a rotation. */
export function circuits(maxQubits = 4): fc.Arbitrary<Circuit> {
  return fc.integer({ min: 1, max: maxQubits }).chain((qubits) =>
    fc.array(additions(qubits), { minLength: 1, maxLength: 12 }).map((list) => {
      const builder = new CircuitBuilder(qubits);
      builder.rotation("Y".repeat(qubits));
      for (const add of list) add(builder);
      return builder.build();
    }),
  );
}

/** An observable of any kind on the given number of qubits. */
export function observables(qubits: number): fc.Arbitrary<Observable> {
  const letters = fc
    .array(fc.constantFrom("I", "X", "Y", "Z"), { minLength: qubits, maxLength: qubits })
    .map((all) => all.join(""));
  const term = fc
    .tuple(fc.integer({ min: -20, max: 20 }), letters)
    .map(([c, pauli]) => `${c < 0 ? "-" : "+"} ${Math.abs(c) / 8}*${pauli}`);
  return fc.oneof(
    fc.constant(xxz({ qubits, coupling: 2 })),
    fc.constant(tfim({ qubits, field: 0.7 })),
    seed.map((s) => {
      const stream = new CounterStream(s, "test", 2);
      return stateProjector(haarState(2 ** qubits, () => stream.normal()));
    }),
    fc.array(term, { minLength: 1, maxLength: 5 }).map((terms) => pauliSum(terms.join(" "), qubits)),
    seed.map((s) => denseObservable(hermitianMatrix(2 ** qubits, s))),
  );
}

/** Random angles of shape (columns, parameters). */
export function anglesFor(circuit: Circuit, columns: number, from: number): Float64Array {
  const stream = new CounterStream(from, "test", 3);
  return Float64Array.from({ length: columns * circuit.parameters }, () => 2 * Math.PI * (stream.uniform() - 0.5));
}

/** A circuit, an observable on its qubits and a seed. */
export function problems(maxQubits = 4): fc.Arbitrary<{ circuit: Circuit; observable: Observable; seed: number }> {
  return circuits(maxQubits).chain((circuit) =>
    fc.record({ circuit: fc.constant(circuit), observable: observables(circuit.qubits), seed }),
  );
}
