/**
 * Scalable entangling layers: their gates and streams, and how close they come to Haar-random ones, by k sigma with the power stated.
 */
import { describe, expect, it } from "vitest";
import { mean, standardError } from "../../src/base/arrays.ts";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { buildExperiment, memoryOf } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { qntk } from "../../src/gradients/qntk.ts";
import { type ComplexMatrix, identityMatrix, multiply, unitarityError } from "../../src/linalg/complex-matrix.ts";
import { type Circuit, rotationsOf } from "../../src/quantum/circuit.ts";
import { bondsOfRow, gatesOfBrickwork, TWO_QUBIT_CLIFFORDS, twoQubitClifford } from "../../src/quantum/entanglers.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { type RandomPauliAnsatzOptions, randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { circuitMatrix } from "../support/dense-simulator.ts";

/** What each layer does after its rotation. */
function layersOf({ operations }: Circuit): Circuit["operations"][] {
  const layers: Circuit["operations"][number][][] = [];
  for (const operation of operations) {
    if (operation.kind === "rotation") layers.push([]);
    else layers[layers.length - 1].push(operation);
  }
  return layers;
}

describe("brickworks", () => {
  it("rows alternate between even and odd bonds of the open chain", () => {
    expect(bondsOfRow(5, 0)).toEqual([0, 2]);
    expect(bondsOfRow(5, 1)).toEqual([1, 3]);
    expect(bondsOfRow(6, 1)).toEqual([1, 3]);
    expect(bondsOfRow(2, 1)).toEqual([]);
    const [layer] = layersOf(randomPauliAnsatz({ qubits: 5, layers: 1, entangler: "brickwork", entanglerDepth: 3 }));
    expect(layer.map((operation) => operation.kind === "dense" && operation.qubits)).toEqual([
      [0, 1],
      [2, 3],
      [1, 2],
      [3, 4],
      [0, 1],
      [2, 3],
    ]);
    for (const qubits of [2, 3, 4, 7])
      for (const depth of [1, 2, 5]) {
        const circuit = randomPauliAnsatz({ qubits, layers: 1, entangler: "brickwork", entanglerDepth: depth });
        expect(gatesOfBrickwork(qubits, depth)).toBe(circuit.operations.length - 1);
      }
  });

  it("gates are unitary to 1e-14, all different, and the rotations are those of the same ansatz with Haar unitaries", () => {
    const options = { qubits: 4, layers: 6, seed: 3 };
    const circuit = randomPauliAnsatz({ ...options, entangler: "brickwork", entanglerDepth: 2 });
    const gates = circuit.operations.flatMap((operation) => (operation.kind === "dense" ? [operation.matrix] : []));
    for (const gate of gates) expect(unitarityError(gate)).toBeLessThan(1e-14);
    expect(new Set(gates.map(({ re }) => re[0])).size).toBe(6 * 3);
    expect(rotationsOf(circuit)).toEqual(rotationsOf(randomPauliAnsatz(options)));
  });

  it.each(["brickwork", "clifford"] as const)(
    "%s: shorter and shallower circuits are the beginning of longer and deeper ones",
    (entangler) => {
      const options = { qubits: 3, seed: 5, entangler };
      const long = randomPauliAnsatz({ ...options, layers: 5, entanglerDepth: 4 });
      const short = randomPauliAnsatz({ ...options, layers: 2, entanglerDepth: 4 });
      expect(long.operations.slice(0, short.operations.length)).toEqual(short.operations);
      const shallow = layersOf(randomPauliAnsatz({ ...options, layers: 5, entanglerDepth: 2 }));
      for (const [l, layer] of layersOf(long).entries()) expect(layer.slice(0, shallow[l].length)).toEqual(shallow[l]);
      const other = randomPauliAnsatz({ ...options, layers: 2, entanglerDepth: 4, seed: 6 });
      expect(other.operations).not.toEqual(short.operations);
    },
  );

  it("Cliffords: every number is another gate up to a phase, as many as the group has", () => {
    const seen = new Set<string>();
    for (let number = 0; number < TWO_QUBIT_CLIFFORDS; number++) seen.add(fingerprint(cliffordMatrix(number)));
    // As many as the group has elements: 576 (1 + 9 + 9 + 1).
    expect(seen.size).toBe(11520);
  });

  it("Clifford circuits are stabilizer circuits: with angles 0 every probability is 0 or the same power of 1/2", () => {
    const circuit = randomPauliAnsatz({ qubits: 5, layers: 4, seed: 2, entangler: "clifford", entanglerDepth: 3 });
    const { re, im } = wasmEngine.load(circuit, xxz({ qubits: 5 })).finalStates(new Float64Array(4));
    const probabilities = Array.from(re, (r, k) => r * r + im[k] * im[k]).filter((p) => p > 1e-12);
    expect(Math.log2(probabilities.length) % 1).toBe(0);
    for (const p of probabilities) expect(Math.abs(p * probabilities.length - 1)).toBeLessThan(1e-12);
  });

  it("12 to 16 qubits run: engines agree to 1e-12 at n = 12, a gradient at n = 16 takes no matrices on all qubits", () => {
    for (const entangler of ["brickwork", "clifford"] as const) {
      const circuit = randomPauliAnsatz({ qubits: 12, layers: 2, entangler, entanglerDepth: 3 });
      const theta = initialAngles({ samples: 1, parameters: 2 });
      const observable = xxz({ qubits: 12 });
      const fast = wasmEngine.load(circuit, observable).gradient(theta);
      const slow = referenceEngine.load(circuit, observable).gradient(theta);
      expect(Math.abs(fast.expectation[0] - slow.expectation[0])).toBeLessThan(1e-12);
      for (const l of [0, 1]) expect(Math.abs(fast.gradient[l] - slow.gradient[l])).toBeLessThan(1e-12);
    }
    const wide = randomPauliAnsatz({ qubits: 16, layers: 2, entangler: "clifford", entanglerDepth: 2 });
    const simulator = wasmEngine.load(wide, xxz({ qubits: 16 }));
    const { gradient } = simulator.gradient(initialAngles({ samples: 2, parameters: 2 }));
    expect(gradient.some((value) => Math.abs(value) > 1e-6)).toBe(true);
    simulator.dispose();
  });

  it.each([
    [{ entangler: "cluster" as "haar" }, 'entangler is "cluster"; allowed: haar, brickwork, clifford.'],
    [
      { qubits: 13 },
      "qubits is 13; allowed: an integer from 1 to 12 with entangler haar; entangler brickwork or clifford goes further.",
    ],
    [
      { qubits: 1, entangler: "brickwork" },
      "qubits is 1; allowed: an integer from 2 to 24 with entangler brickwork, whose gates are on two qubits.",
    ],
    [{ qubits: 25, entangler: "clifford" }, "qubits is 25; allowed: an integer from 1 to 24."],
    [{ entangler: "brickwork", entanglerDepth: 0 }, "entanglerDepth is 0; allowed: an integer of at least 1."],
    [
      { entanglerDepth: 2 },
      "entanglerDepth is 2; allowed: no entanglerDepth with entangler haar (it belongs to brickwork and clifford).",
    ],
    [{ entangler: "clifford", streams: "published" }, 'entangler is "clifford"; allowed: haar, with streams published.'],
  ] satisfies [Partial<RandomPauliAnsatzOptions>, string][])("refuses %j", (change, message) => {
    expect(() => randomPauliAnsatz({ qubits: 2, layers: 1, ...change })).toThrow(message);
  });
});

describe("brickworks in a configuration", () => {
  it("are stored in full, with their default depth", () => {
    expect(parseExperiment({})).toMatchObject({ entangler: "haar" });
    expect(parseExperiment({})).not.toHaveProperty("entanglerDepth");
    expect(parseExperiment({ ansatz: "hea" })).not.toHaveProperty("entangler");
    const config = parseExperiment({ entangler: "brickwork", qubits: 14 });
    expect(config).toMatchObject({ entangler: "brickwork", entanglerDepth: 8 });
    expect(parseExperiment(config)).toEqual(config);
    const { circuit } = buildExperiment(
      parseExperiment({ qubits: 3, layers: 4, samples: 1, entangler: "clifford", entanglerDepth: 2, seed: 7 }),
    );
    expect(circuit).toEqual(randomPauliAnsatz({ qubits: 3, layers: 4, entangler: "clifford", entanglerDepth: 2, seed: 7 }));
  });

  it.each([
    [{ ansatz: "hea", entangler: "haar" }, 'entangler is "haar"; allowed: no entangler with ansatz hea (it belongs to rpa).'],
    [
      { ansatz: "hea", entanglerDepth: 3 },
      "entanglerDepth is 3; allowed: no entanglerDepth with ansatz hea (it belongs to rpa).",
    ],
    [
      { entanglerDepth: 3 },
      "entanglerDepth is 3; allowed: no entanglerDepth with entangler haar (it belongs to brickwork and clifford).",
    ],
    [{ entangler: "clifford", streams: "published" }, 'entangler is "clifford"; allowed: haar, with streams published.'],
    [{ entangler: "ring" }, 'entangler is "ring"; allowed: haar, brickwork, clifford.'],
  ])("refuses %j", (input, message) => {
    expect(() => parseExperiment(input)).toThrow(message);
  });

  it("need no memory for matrices on all qubits", () => {
    const wide = { qubits: 12, layers: 100, samples: 1, target: "min" } as const;
    expect(memoryOf(parseExperiment(wide))).toBeGreaterThan(25e9);
    expect(memoryOf(parseExperiment({ ...wide, entangler: "brickwork" }))).toBeLessThan(10e6);
  });
});

describe("how close they come to Haar", () => {
  const CIRCUITS = 700;

  /** K of every circuit, averaged over four sets of angles, of the XXZ chain on 4 qubits after few layers, where W still matters. */
  function kernels(change: Partial<RandomPauliAnsatzOptions>): number[] {
    const [qubits, layers, samples] = [4, 4, 4];
    const theta = initialAngles({ samples, parameters: layers, seed: 1 });
    return Array.from({ length: CIRCUITS }, (_, seed) => {
      const simulator = wasmEngine.load(randomPauliAnsatz({ qubits, layers, seed, ...change }), xxz({ qubits, coupling: 2 }));
      const values = qntk(simulator.gradient(theta).gradient, samples);
      simulator.dispose();
      return mean(values);
    });
  }

  const sigmas = (a: number[], b: number[]) => (mean(a) - mean(b)) / Math.hypot(standardError(a), standardError(b));
  const squares = (values: number[]) => values.map((value) => (value - mean(values)) ** 2);

  it("brickworks of 8 rows agree with Haar in the mean and variance of K within 4 sigma; a single row is off by more than 4", () => {
    const haar = kernels({});
    const deep = kernels({ entangler: "brickwork", entanglerDepth: 8 });
    const shallow = kernels({ entangler: "brickwork", entanglerDepth: 1 });
    expect(Math.abs(sigmas(deep, haar))).toBeLessThan(4);
    expect(Math.abs(sigmas(squares(deep), squares(haar)))).toBeLessThan(4);
    // The power: this many circuits see the difference that one row makes (about a third), and would see a tenth.
    expect(Math.abs(sigmas(shallow, haar))).toBeGreaterThan(4);
    expect(4 * Math.hypot(standardError(deep), standardError(haar))).toBeLessThan(0.1 * mean(haar));
  });
});

const gateMatrices = new Map<string, ComplexMatrix>();

function cliffordMatrix(number: number): ComplexMatrix {
  return twoQubitClifford(number, 0, 1).reduce((product, operation) => {
    const name = `${operation.gate} ${operation.qubits.join()}`;
    const matrix = gateMatrices.get(name) ?? circuitMatrix({ qubits: 2, parameters: 0, operations: [operation] }, []);
    gateMatrices.set(name, matrix);
    return multiply(matrix, product);
  }, identityMatrix(4));
}

/** A matrix in words, up to a phase: its entries over the first one that is not zero. */
function fingerprint({ re, im }: ComplexMatrix): string {
  const first = re.findIndex((value, k) => Math.hypot(value, im[k]) > 1e-6);
  const norm = Math.hypot(re[first], im[first]);
  const [c, s] = [re[first] / norm, im[first] / norm];
  const words = Array.from(re, (value, k) =>
    [value * c + im[k] * s, im[k] * c - value * s].map((x) => Math.round(8 * x) + 0).join(),
  );
  return words.join(" ");
}
