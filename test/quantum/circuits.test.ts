/**
 * Circuits, ansätze and their random streams.
 */
import { describe, expect, it } from "vitest";
import { maxDifference, unitarityError } from "../../src/linalg/complex-matrix.ts";
import { CircuitBuilder, type DenseOperation, type Rotation, rotationsOf } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { formatPauliString } from "../../src/quantum/pauli.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { haarMatrix } from "../support/arbitraries.ts";

const denseOf = (circuit: ReturnType<typeof randomPauliAnsatz>) =>
  circuit.operations.filter((operation): operation is DenseOperation => operation.kind === "dense");
const labelsOf = (circuit: ReturnType<typeof randomPauliAnsatz>) =>
  rotationsOf(circuit).map(({ pauli }) => formatPauliString(pauli, circuit.qubits));

describe("CircuitBuilder", () => {
  it("numbers parameters in order and shares those it is told to", () => {
    const circuit = new CircuitBuilder(2).rx(0).ry(1).rotation("ZZ", { parameter: 0, coefficient: -2 }).rz(1).build();
    expect(circuit.parameters).toBe(3);
    expect(rotationsOf(circuit).map(({ parameter, coefficient }) => [parameter, coefficient])).toEqual([
      [0, 1],
      [1, 1],
      [0, -2],
      [2, 1],
    ]);
  });

  it.each([
    ["0 qubits", () => new CircuitBuilder(0), "qubits is 0; allowed: an integer from 1 to 24."],
    ["a qubit out of range", () => new CircuitBuilder(2).rx(2), "qubits[0] is 2; allowed: an integer from 0 to 1."],
    ["one qubit twice", () => new CircuitBuilder(2).cnot(1, 1), "qubits is [1,1]; allowed: distinct qubits."],
    ["a gate on too few qubits", () => new CircuitBuilder(2).gate("CZ", 0), "qubits of CZ is [0]; allowed: 2 of them."],
    [
      "an unknown letter",
      () => new CircuitBuilder(2).rotation("XA"),
      'pauli is "XA"; allowed: the letters I, X, Y and Z (found "A").',
    ],
    [
      "a string of another length",
      () => new CircuitBuilder(2).rotation("XXX"),
      'pauli is "XXX"; allowed: Pauli strings of 2 letters, one for each qubit.',
    ],
    [
      "a rotation about the identity",
      () => new CircuitBuilder(2).rotation("II"),
      'pauli is "II"; allowed: a Pauli string other than the identity.',
    ],
    [
      "a parameter that does not exist",
      () => new CircuitBuilder(2).rx(0).rx(1, 5),
      "parameter is 5; allowed: an integer from 0 to 0.",
    ],
    [
      "a coefficient that is NaN",
      () => new CircuitBuilder(1).rotation("X", { coefficient: Number.NaN }),
      "coefficient is NaN; allowed: a finite number.",
    ],
    [
      "a matrix of the wrong size",
      () => new CircuitBuilder(2).unitary(haarMatrix(2, 0)),
      "matrix is 2 x 2; allowed: 4 x 4, for 2 qubits.",
    ],
  ])("refuses %s", (_, build, message) => {
    expect(build).toThrow(message);
  });

  it("copies the matrix of a dense unitary: changing it later changes no circuit", () => {
    const matrix = haarMatrix(4, 0);
    const circuit = new CircuitBuilder(2).unitary(matrix).build();
    matrix.re[0] = 7;
    expect(circuit.operations[0].kind === "dense" && circuit.operations[0].matrix.re[0]).not.toBe(7);
  });

  it("refuses a matrix that is not unitary", () => {
    const matrix = haarMatrix(4, 0);
    matrix.re[3] += 1e-6;
    expect(() => new CircuitBuilder(2).unitary(matrix)).toThrow("a unitary matrix, to 1e-10.");
  });
});

describe("random Pauli ansatz", () => {
  it("layer by layer: a rotation about X, Y or Z on every qubit, then a unitary on all qubits", () => {
    const circuit = randomPauliAnsatz({ qubits: 3, layers: 7 });
    expect(circuit.parameters).toBe(7);
    expect(circuit.operations.map(({ kind }) => kind)).toEqual(
      Array.from({ length: 14 }, (_, k) => (k % 2 === 0 ? "rotation" : "dense")),
    );
    for (const label of labelsOf(circuit)) expect(label).toMatch(/^[XYZ]{3}$/);
    for (const { matrix } of denseOf(circuit)) expect(unitarityError(matrix)).toBeLessThan(1e-14);
  });

  it("a shorter circuit of the same seed is the beginning of a longer one", () => {
    const [short, long] = [3, 6].map((layers) => randomPauliAnsatz({ qubits: 2, layers, seed: 9 }));
    expect(labelsOf(short)).toEqual(labelsOf(long).slice(0, 3));
    for (const [l, { matrix }] of denseOf(short).entries()) expect(maxDifference(matrix, denseOf(long)[l].matrix)).toBe(0);
  });

  it("seeds differ", () => {
    const [a, b] = [1, 2].map((seed) => randomPauliAnsatz({ qubits: 3, layers: 8, seed }));
    expect(labelsOf(a)).not.toEqual(labelsOf(b));
    expect(maxDifference(denseOf(a)[0].matrix, denseOf(b)[0].matrix)).toBeGreaterThan(0.1);
  });

  it("refuses the device stream, which defines none, unknown streams, a seed where it has no effect, and 0 qubits", () => {
    expect(() => randomPauliAnsatz({ qubits: 2, layers: 2, streams: "published", seed: 5 })).toThrow(
      "seed is 5; allowed: no seed with streams published, whose seeds are fixed.",
    );
    expect(() => randomPauliAnsatz({ qubits: 2, layers: 2, streams: "jax" as "default" })).toThrow(
      'streams is "jax"; allowed: default, published, published-projector, published-device.',
    );
    expect(() => randomPauliAnsatz({ qubits: 2, layers: 2, streams: "published-device" })).toThrow(
      "default, published or published-projector, for the random Pauli ansatz",
    );
    expect(() => randomPauliAnsatz({ qubits: 0, layers: 2 })).toThrow("qubits is 0; allowed: an integer from 1 to 12.");
  });
});

describe("hardware-efficient ansatz", () => {
  it("L = 2 n D, RY then RZ on every qubit, CNOTs from even then odd qubits, also for odd n", () => {
    const circuit = hardwareEfficientAnsatz({ qubits: 3, layers: 2 });
    expect(circuit.parameters).toBe(12);
    const words = circuit.operations.slice(0, 8).map((operation) => {
      if (operation.kind === "rotation") return `${formatPauliString((operation as Rotation).pauli, 3)}:${operation.parameter}`;
      return operation.kind === "gate" ? `${operation.gate} ${operation.qubits.join()}` : operation.kind;
    });
    expect(words).toEqual(["YII:0", "IYI:1", "IIY:2", "ZII:3", "IZI:4", "IIZ:5", "CNOT 0,1", "CNOT 1,2"]);
  });

  it("works on a single qubit", () => {
    expect(hardwareEfficientAnsatz({ qubits: 1, layers: 3 }).parameters).toBe(6);
  });
});

describe("initial angles", () => {
  it("refuses streams that do not exist", () => {
    expect(() => initialAngles({ samples: 1, parameters: 1, streams: "numpy" as "default" })).toThrow('streams is "numpy"');
  });

  it("default streams: sample k is the same whatever the number of samples", () => {
    const few = initialAngles({ samples: 2, parameters: 5, seed: 4 });
    const many = initialAngles({ samples: 9, parameters: 5, seed: 4 });
    expect(few).toEqual(many.slice(0, 10));
    expect(many.every((angle) => angle >= 0 && angle < 2 * Math.PI)).toBe(true);
  });

  it("published streams: the first angle of the published (5, 192) array", () => {
    expect(initialAngles({ samples: 5, parameters: 192, streams: "published" })[0]).toBeCloseTo(0.8877559, 7);
  });

  it("device stream: every sample starts from the same angles in [0, 4π)", () => {
    const angles = initialAngles({ samples: 2, parameters: 16, streams: "published-device" });
    expect(angles.slice(0, 16)).toEqual(angles.slice(16));
    expect(angles[0]).toBeCloseTo(4 * Math.PI * 0.5881308010772742, 12);
  });
});
