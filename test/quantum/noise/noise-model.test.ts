/**
 * Noise models: placing noise, the device's basis, layouts, backend properties.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjoint, type ComplexMatrix, multiply } from "../../../src/linalg/complex-matrix.ts";
import { CircuitBuilder } from "../../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../../src/quantum/hardware-efficient-ansatz.ts";
import { parseBackendProperties } from "../../../src/quantum/noise/backend-properties.ts";
import { toDeviceBasis } from "../../../src/quantum/noise/basis.ts";
import { thermalRelaxation } from "../../../src/quantum/noise/channels.ts";
import { deviceNoise } from "../../../src/quantum/noise/device.ts";
import { chooseLayout } from "../../../src/quantum/noise/layout.ts";
import { noiseFor, parseNoise } from "../../../src/quantum/noise/models/index.ts";
import { kolkata, kolkataMedians } from "../../../src/quantum/noise/models/kolkata.ts";
import { gateDepolarizing, globalDepolarizing, withNoise } from "../../../src/quantum/noise/noise-model.ts";
import {
  averageGateFidelity,
  kroneckerTransfer,
  multiplyTransfer,
  type TransferMatrix,
  transferMatrix,
} from "../../../src/quantum/noise/transfer-matrix.ts";
import { anglesFor, circuits } from "../../support/arbitraries.ts";
import { circuitMatrix } from "../../support/dense-simulator.ts";

/** | tr(A† B) | / d: one where A and B agree up to a phase. */
function overlap(a: ComplexMatrix, b: ComplexMatrix): number {
  const product = multiply(adjoint(a), b);
  let [re, im] = [0, 0];
  for (let i = 0; i < a.rows; i++) {
    re += product.re[i * (a.rows + 1)];
    im += product.im[i * (a.rows + 1)];
  }
  return Math.hypot(re, im) / a.rows;
}

const hea = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });

describe("the device's basis", () => {
  it("gives the same unitary up to a phase, for every gate and rotation: 1e-12", () => {
    fc.assert(
      fc.property(circuits(3), fc.nat(1000), (circuit, seed) => {
        fc.pre(circuit.operations.every(({ kind }) => kind !== "dense"));
        const theta = anglesFor(circuit, 1, seed);
        const written = toDeviceBasis(circuit);
        expect(1 - overlap(circuitMatrix(circuit, theta), circuitMatrix(written, theta))).toBeLessThan(1e-12);
        for (const operation of written.operations) {
          if (operation.kind === "gate") expect(["X", "SX", "CNOT", "Z", "S", "Sdg", "T", "Tdg"]).toContain(operation.gate);
          else expect(operation.kind === "rotation" && operation.pauli.x).toBe(0);
        }
      }),
      { seed: 41, numRuns: 60 },
    );
  });

  it("takes two SX for RY, none for RZ: 16 SX and 4 CNOT in the device experiment's circuit", () => {
    const names = toDeviceBasis(hea).operations.flatMap((operation) => (operation.kind === "gate" ? [operation.gate] : []));
    expect(names.filter((name) => name === "SX")).toHaveLength(16);
    expect(names.filter((name) => name === "CNOT")).toHaveLength(4);
  });

  it("turns a CNOT round where only the other direction exists", () => {
    const circuit = new CircuitBuilder(2).cnot(0, 1).build();
    const written = toDeviceBasis(circuit, [[1, 0]]);
    expect(1 - overlap(circuitMatrix(circuit, []), circuitMatrix(written, []))).toBeLessThan(1e-12);
    expect(written.operations).toContainEqual({ kind: "gate", gate: "CNOT", qubits: [1, 0] });
    expect(() => toDeviceBasis(new CircuitBuilder(3).cnot(0, 2).build(), [[0, 1]])).toThrow(
      "CNOTs between qubits that couplings connect: 0-1",
    );
  });

  it("routes CNOTs of distant qubits by swaps along a line, there and back: the same unitary to 1e-12", () => {
    const distant = toDeviceBasis(new CircuitBuilder(4).cnot(3, 0).build(), [
      [0, 1],
      [2, 1],
      [2, 3],
    ]);
    const names = distant.operations.flatMap((operation) => (operation.kind === "gate" && operation.gate === "CNOT" ? [1] : []));
    expect(names).toHaveLength(4 * 3 + 1);
    const line = [
      [1, 0],
      [1, 2],
    ] as const;
    fc.assert(
      fc.property(circuits(3), fc.nat(1000), (circuit, seed) => {
        fc.pre(circuit.qubits === 3 && circuit.operations.every(({ kind }) => kind !== "dense"));
        const theta = anglesFor(circuit, 1, seed);
        const written = toDeviceBasis(circuit, line);
        expect(1 - overlap(circuitMatrix(circuit, theta), circuitMatrix(written, theta))).toBeLessThan(1e-12);
        for (const operation of written.operations) {
          if (operation.kind === "gate" && operation.gate === "CNOT") expect(line).toContainEqual(operation.qubits);
        }
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("refuses fixed dense unitaries", () => {
    const circuit = new CircuitBuilder(1).unitary({
      rows: 2,
      columns: 2,
      re: Float64Array.of(1, 0, 0, 1),
      im: new Float64Array(4),
    });
    expect(() => toDeviceBasis(circuit.build())).toThrow("fixed dense unitaries have no form");
  });
});

describe("placing noise", () => {
  it("follows every gate on one or two qubits, and nothing else", () => {
    const circuit = new CircuitBuilder(3).ry(0).cnot(2, 1).rotation("XYZ").h(1).build();
    const { operations } = withNoise(circuit, gateDepolarizing(0.1, 0.2));
    expect(operations.map((operation) => (operation.kind === "channel" ? operation.qubits : operation.kind))).toEqual([
      "rotation",
      [0],
      "gate",
      [2, 1],
      "rotation",
      "gate",
      [1],
    ]);
  });

  it("a device's gates have the average infidelity it reports, relaxation included, or that of relaxation where this is more", () => {
    const { model } = deviceNoise(kolkata(2), hea);
    const noiseOf = (gate: string) => {
      const channels = model.gates.find((entry) => entry.gate === gate)?.channels ?? [];
      const idle: TransferMatrix = transferMatrix({
        qubits: 1,
        kraus: [{ rows: 2, columns: 2, re: Float64Array.of(1, 0, 0, 1), im: new Float64Array(4) }],
      });
      const size = gate === "CNOT" ? 2 : 1;
      return channels
        .map(({ channel, on }) => {
          const matrix = transferMatrix(channel);
          if (on.length === size) return matrix;
          return on[0] === 0 ? kroneckerTransfer(matrix, idle) : kroneckerTransfer(idle, matrix);
        })
        .reduce((product, matrix) => multiplyTransfer(matrix, product));
    };
    // 35.6 ns of relaxation at the medians of T1 and T2 alone cost more than the median error of SX.
    const { t1, t2, sxDuration, sxError } = kolkataMedians;
    const relaxing = averageGateFidelity(transferMatrix(thermalRelaxation({ t1, t2, time: sxDuration })));
    expect(1 - relaxing).toBeGreaterThan(sxError);
    expect(1 - averageGateFidelity(noiseOf("SX"))).toBeCloseTo(1 - relaxing, 12);
    expect(1 - averageGateFidelity(noiseOf("CNOT"))).toBeCloseTo(kolkataMedians.cnotError, 12);
  });
});

describe("layouts", () => {
  const line = {
    size: 5,
    coupled: [
      [0, 3],
      [3, 4],
      [4, 1],
    ] as [number, number][],
    device: "line",
  };
  const chain = [
    [0, 1],
    [1, 2],
  ] as [number, number][];

  it("the first set that couples what must be coupled", () => {
    expect(chooseLayout({ ...line, qubits: 3, needed: chain })).toEqual([0, 3, 4]);
    expect(chooseLayout({ ...line, qubits: 2, needed: [] })).toEqual([0, 1]);
    expect(chooseLayout({ ...line, qubits: 3, needed: chain, layout: [1, 4, 3] })).toEqual([1, 4, 3]);
  });

  it("takes connected qubits where none are coupled as needed, and refuses what is not connected", () => {
    for (const layout of [
      [0, 1, 3],
      [0, 3],
      [0, 3, 3],
      [0, 3, 9],
    ])
      expect(() => chooseLayout({ ...line, qubits: 3, needed: chain, layout })).toThrow("3 distinct qubits of line (0 to 4)");
    const triangle = [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as [number, number][];
    // No triangle is coupled: connected qubits, for swaps to bring together.
    expect(chooseLayout({ ...line, qubits: 3, needed: triangle })).toEqual([0, 3, 4]);
    expect(chooseLayout({ ...line, qubits: 3, needed: triangle, layout: [4, 0, 3] })).toEqual([4, 0, 3]);
    expect(() => chooseLayout({ ...line, qubits: 5, needed: [[0, 4]] })).not.toThrow();
    expect(() => chooseLayout({ ...line, qubits: 5, needed: [...triangle, [2, 3], [3, 4]] })).toThrow(
      "a device with 5 qubits that couplings connect",
    );
  });
});

describe("backend properties", () => {
  const value = (name: string, unit: string, number: number) => ({
    name,
    unit,
    value: number,
    date: "2021-12-09T10:52:37-05:00",
  });
  const properties = {
    backend_name: "small",
    backend_version: "1.0",
    qubits: [
      [
        value("T1", "us", 100),
        value("T2", "us", 300),
        value("readout_error", "", 0.02),
        value("prob_meas1_prep0", "", 0.01),
        value("prob_meas0_prep1", "", 0.03),
      ],
      [value("T1", "ms", 0.08), value("T2", "ns", 60_000), value("readout_error", "", 0.04)],
    ],
    gates: [
      { qubits: [0], gate: "sx", name: "sx0", parameters: [value("gate_error", "", 3e-4), value("gate_length", "ns", 35)] },
      { qubits: [1], gate: "sx", name: "sx1", parameters: [value("gate_error", "", 3e-4), value("gate_length", "ns", 35)] },
      { qubits: [0], gate: "rz", name: "rz0", parameters: [value("gate_error", "", 0), value("gate_length", "ns", 0)] },
      { qubits: [1, 0], gate: "cx", name: "cx1_0", parameters: [value("gate_error", "", 0.01), value("gate_length", "us", 0.4)] },
    ],
    general: [],
  };
  const parsed = parseBackendProperties(JSON.stringify(properties), "small.json");

  it("says what is absurd and how it is taken: errors below 0, units that are not known; refuses times below 0", () => {
    const cx = (error: number, unit: string, length: number) => ({
      ...properties,
      gates: [
        ...properties.gates.slice(0, 3),
        {
          qubits: [1, 0],
          gate: "cx",
          name: "cx",
          parameters: [value("gate_error", "", error), value("gate_length", unit, length)],
        },
      ],
    });
    const parse = (file: object) => parseBackendProperties(JSON.stringify(file), "odd.json");
    expect(parse(cx(-0.01, "fortnights", 300)).remarks).toEqual([
      "1 gate with an error below 0, taken to be free of error but for relaxation: CNOT 1-0",
      "1 unit of time that is not known, taken as ns: fortnights",
      "1 qubit with T2 above 2 T1, cut there: 0",
    ]);
    expect(parse(cx(-0.01, "fortnights", 300)).gates.at(-1)).toMatchObject({ duration: 300 });
    expect(() => parse(cx(0.01, "ns", -300))).toThrow(
      "odd.json: has a gate cx on qubits 1, 0 that takes -300 ns; allowed: 0 or more.",
    );
  });

  it("reads T1, T2 (at most 2 T1), readout and gates in ns, whatever the file's units", () => {
    expect(parsed.name).toBe("small");
    expect(parsed.relaxation).toEqual([
      { t1: 100_000, t2: 200_000 },
      { t1: 80_000, t2: 60_000 },
    ]);
    expect(parsed.readout).toEqual([
      { p10: 0.01, p01: 0.03 },
      { p10: 0.04, p01: 0.04 },
    ]);
    expect(parsed.gates).toHaveLength(3);
    expect(parsed.gates[2]).toEqual({ gate: "CNOT", qubits: [1, 0], error: 0.01, duration: 400 });
  });

  it("turns into a model on the circuit's qubits", () => {
    const { model, layout } = deviceNoise(parsed, hea, [1, 0]);
    expect(layout).toEqual([1, 0]);
    expect(model.pairs).toEqual([[0, 1]]);
    expect(model.readout).toEqual([parsed.readout[1], parsed.readout[0]]);
  });

  it.each([
    ["{", "bad.json: is not JSON"],
    ["[]", "bad.json: is no file of backend properties: its content is []; allowed: an object."],
    ["{}", "bad.json: is no file of backend properties: qubits is missing; allowed: a list."],
    [
      JSON.stringify({ ...properties, qubits: [] }),
      "bad.json: is no file of backend properties: qubits is []; allowed: one entry or more",
    ],
    [
      JSON.stringify({ ...properties, qubits: "two" }),
      'bad.json: is no file of backend properties: qubits is "two"; allowed: a list.',
    ],
    [
      JSON.stringify({ ...properties, gates: properties.gates.slice(0, 3) }),
      "bad.json: has no cx, cz, ecr or rzz gate, which couple its qubits.",
    ],
    [JSON.stringify({ ...properties, qubits: properties.qubits.slice(0, 1) }), "bad.json: has a gate on qubit 1, but 1 qubits."],
  ])("refuses %.20s...", (text, message) => {
    expect(() => parseBackendProperties(text, "bad.json")).toThrow(message);
  });
});

describe("noise by name", () => {
  it("reads what --noise accepts", () => {
    expect(parseNoise("none")).toEqual({ kind: "none" });
    expect(parseNoise(" kolkata ")).toEqual({ kind: "kolkata" });
    expect(parseNoise("depolarizing:0.03")).toEqual({ kind: "depolarizing", p: 0.03 });
    expect(parseNoise("props.json")).toEqual({ kind: "file", path: "props.json" });
  });

  it.each(["depolarizing:", "depolarizing:1.5", "depolarizing:-0.1", "depolarizing:x", ""])("refuses %j", (text) => {
    expect(() => parseNoise(text)).toThrow("allowed: ");
  });

  it("makes the models", () => {
    expect(noiseFor({ kind: "none" }, hea)).toBeUndefined();
    expect(noiseFor({ kind: "depolarizing", p: 0.1 }, hea)?.model).toEqual(globalDepolarizing(0.1));
    expect(noiseFor({ kind: "kolkata" }, hea)?.model.readout).toEqual([
      { p10: 0.0111, p01: 0.0111 },
      { p10: 0.0111, p01: 0.0111 },
    ]);
  });
});
