/**
 * A second, independent simulator of noisy circuits for tests: density matrices as 2^n x 2^n complex matrices, channels as sums over
 * embedded Kraus operators, readout as a matrix on all outcomes. Knows no Pauli vector.
 */
import { adjoint, type ComplexMatrix, multiply, zeroMatrix } from "../../src/linalg/complex-matrix.ts";
import { type MeasurementGroup, measurementPlan } from "../../src/quantum/measurement-groups.ts";
import { basisChange, type NoiseModel, type NoisyCircuit } from "../../src/quantum/noise/noise-model.ts";
import type { NoisyOperation } from "../../src/quantum/noise/operations.ts";
import type { PauliSumObservable } from "../../src/quantum/observables.ts";
import { formatPauliString } from "../../src/quantum/pauli.ts";
import { embed, operationMatrix } from "./dense-simulator.ts";

/** The final density matrix of a noisy circuit, global depolarising noise included. */
export function finalDensity(noisy: NoisyCircuit, theta: ArrayLike<number>): ComplexMatrix {
  const d = 2 ** noisy.qubits;
  const start = zeroMatrix(d);
  start.re[0] = 1;
  const rho = noisy.operations.reduce((state, operation) => applied(operation, noisy.qubits, state, theta), start);
  const { depolarizing: p } = noisy.model;
  const mixed = { ...rho, re: rho.re.map((x) => (1 - p) * x), im: rho.im.map((x) => (1 - p) * x) };
  for (let i = 0; i < d; i++) mixed.re[i * (d + 1)] += p / d;
  return mixed;
}

/** <O> as measured: group by group, with noisy basis changes and readout errors. */
export function measuredExpectation(observable: PauliSumObservable, rho: ComplexMatrix, model: NoiseModel): number {
  const { groups, constant } = measurementPlan(observable);
  return groups.reduce((sum, group) => {
    const probabilities = outcomes(group, rho, model);
    return (
      sum +
      group.terms.reduce((part, term) => {
        const letters = formatPauliString(term, observable.qubits);
        return (
          part +
          term.coefficient *
            probabilities.reduce((all, p, b) => {
              const bits = b.toString(2).padStart(observable.qubits, "0");
              const ones = [...letters].filter((letter, q) => letter !== "I" && bits[q] === "1").length;
              return all + (ones % 2 === 0 ? p : -p);
            }, 0)
        );
      }, 0)
    );
  }, constant);
}

/** Probabilities of the outcomes of one group's measurement. */
export function outcomes({ letters }: Pick<MeasurementGroup, "letters">, rho: ComplexMatrix, model: NoiseModel): number[] {
  const qubits = letters.length;
  const d = 2 ** qubits;
  const turned = basisChange(letters, model).reduce((state, operation) => applied(operation, qubits, state, []), rho);
  const bit = (b: number, q: number) => (b >> (qubits - 1 - q)) & 1;
  return Array.from({ length: d }, (_, read) =>
    Array.from({ length: d }, (__, is) => {
      let weight = turned.re[is * (d + 1)];
      for (let q = 0; q < qubits; q++) {
        const { p10, p01 } = model.readout[q] ?? { p10: 0, p01: 0 };
        const wrong = bit(is, q) === 0 ? p10 : p01;
        weight *= bit(read, q) === bit(is, q) ? 1 - wrong : wrong;
      }
      return weight;
    }).reduce((a, b) => a + b, 0),
  );
}

function applied(operation: NoisyOperation, qubits: number, rho: ComplexMatrix, theta: ArrayLike<number>): ComplexMatrix {
  const operators =
    operation.kind === "channel"
      ? operation.channel.kraus.map((matrix) => embed(matrix, operation.qubits, qubits))
      : [operationMatrix(operation, qubits, theta)];
  const sum = zeroMatrix(rho.rows);
  for (const k of operators) {
    const image = multiply(multiply(k, rho), adjoint(k));
    for (let i = 0; i < sum.re.length; i++) {
      sum.re[i] += image.re[i];
      sum.im[i] += image.im[i];
    }
  }
  return sum;
}
