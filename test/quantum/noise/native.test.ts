/**
 * Circuits in the gates of machines: the same unitary in every basis, along couplings only, with the noise of the gates that are made.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadNoisy } from "../../../src/engine/noisy/noisy-simulator.ts";
import { referenceEngine } from "../../../src/engine/reference/reference-engine.ts";
import { type Circuit, CircuitBuilder } from "../../../src/quantum/circuit.ts";
import { type FixedGateName, fixedGates } from "../../../src/quantum/gates.ts";
import { hardwareEfficientAnsatz } from "../../../src/quantum/hardware-efficient-ansatz.ts";
import { parseBackendProperties } from "../../../src/quantum/noise/backend-properties.ts";
import { type Device, deviceNoise, nativeBasis } from "../../../src/quantum/noise/device.ts";
import { compileNative, type NativeBasis, type NativePair } from "../../../src/quantum/noise/native.ts";
import { pauliSum, xxz } from "../../../src/quantum/observables.ts";

const QUBITS = 3;
const line = (gate: NativePair["gate"], turned = false): NativePair[] =>
  [[0, 1] as const, [1, 2] as const].map(([a, b]) => ({ gate, qubits: turned ? [b, a] : [a, b] }));

const BASES: Record<string, NativeBasis> = {
  "sx, x and cx": { oneQubit: ["SX", "X"], pairs: line("CNOT") },
  "sx and cx the other way round": { oneQubit: ["SX"], pairs: line("CNOT", true) },
  "sx, x and ecr": { oneQubit: ["SX", "X"], pairs: line("ECR") },
  "sx, x and ecr the other way round": { oneQubit: ["SX", "X"], pairs: line("ECR", true) },
  "sx, x and cz": { oneQubit: ["SX", "X"], pairs: line("CZ") },
  "sx, x, rx, cz and rzz": { oneQubit: ["SX", "X", "RX"], pairs: [...line("CZ"), ...line("RZZ", true)], rotatePairs: true },
  "rx and rzz alone": { oneQubit: ["RX"], pairs: line("RZZ"), rotatePairs: true },
  "u1, u2, u3 and cx": { oneQubit: ["U1", "U2", "U3"], pairs: line("CNOT") },
  "u3 and cz": { oneQubit: ["U3"], pairs: line("CZ") },
  "cx and ecr mixed": { oneQubit: ["SX", "X"], pairs: [line("CNOT")[0], line("ECR")[1]] },
};

/** Every gate once and rotations about all kinds of strings. */
function everything(): Circuit {
  const builder = new CircuitBuilder(QUBITS);
  for (const name of Object.keys(fixedGates) as FixedGateName[])
    builder.gate(name, ...(fixedGates[name].qubits === 2 ? [0, 2] : [1]));
  for (const letters of ["XII", "IYI", "IIZ", "ZZI", "IXY", "YIX", "XYZ", "ZIZ"])
    builder.rotation(letters, { coefficient: -0.5 });
  return builder.cnot(1, 0).cnot(2, 1).cz(2, 0).build();
}

/** <P> of enough Pauli strings, after different preparations, to tell circuits apart but for a phase. */
function fingerprint(circuit: Circuit, theta: Float64Array): number[] {
  const preparations = [[], [gate("H", 0), gate("S", 0)], [gate("H", 1), gate("H", 2)], [gate("X", 2), gate("H", 0)]];
  return preparations.flatMap((before) => {
    const whole = { ...circuit, operations: [...before, ...circuit.operations] };
    return ["XYZ", "ZZI", "IXX", "YIZ", "ZXY", "IIY"].map(
      (letters) => referenceEngine.load(whole, pauliSum(letters)).expectation(theta)[0],
    );
  });
}

function gate(name: FixedGateName, ...qubits: number[]) {
  return { kind: "gate" as const, gate: name, qubits };
}

describe("compileNative", () => {
  it.each(Object.entries(BASES))("in %s is the same circuit, gate by gate of that basis", (_, basis) => {
    const circuit = everything();
    const theta = Float64Array.from({ length: circuit.parameters }, (_, k) => 0.3 + 0.7 * k);
    const instructions = compileNative(circuit, basis);
    const written = { ...circuit, operations: instructions.flatMap(({ operations }) => operations) };
    const [ours, theirs] = [fingerprint(circuit, theta), fingerprint(written, theta)];
    for (const [k, value] of ours.entries()) expect(theirs[k]).toBeCloseTo(value, 12);
    const frames = ["RZ", "U1"];
    for (const { gate: name, qubits } of instructions) {
      if (qubits.length === 1) expect([...basis.oneQubit, ...frames]).toContain(name);
      else expect(basis.pairs).toContainEqual({ gate: name, qubits });
    }
  });

  it("random circuits in random bases", () => {
    const names = Object.keys(fixedGates) as FixedGateName[];
    const step = fc.oneof(
      fc.record({ name: fc.constantFrom(...names), a: fc.nat(2), d: fc.integer({ min: 1, max: 2 }) }),
      fc.record({ letters: fc.stringMatching(/^[IXYZ]{3}$/).filter((text) => text !== "III") }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.constantFrom(...Object.values(BASES)), (steps, basis) => {
        const builder = new CircuitBuilder(QUBITS).ry(0);
        for (const one of steps) {
          if ("letters" in one) builder.rotation(one.letters);
          else builder.gate(one.name, ...[one.a, (one.a + one.d) % QUBITS].slice(0, fixedGates[one.name].qubits));
        }
        const circuit = builder.build();
        const theta = Float64Array.from({ length: circuit.parameters }, (_, k) => 0.4 + k);
        const operations = compileNative(circuit, basis).flatMap((one) => one.operations);
        const [ours, theirs] = [fingerprint(circuit, theta), fingerprint({ ...circuit, operations }, theta)];
        for (const [k, value] of ours.entries()) expect(theirs[k]).toBeCloseTo(value, 11);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("takes as few pulses as the basis allows", () => {
    const count = (circuit: Circuit, basis: NativeBasis) =>
      compileNative(circuit, basis).filter(({ gate: name }) => name !== "RZ" && name !== "U1").length;
    const ry = new CircuitBuilder(1).ry(0).build();
    expect(count(ry, { oneQubit: ["SX", "X"] })).toBe(2);
    expect(count(ry, { oneQubit: ["SX", "X", "RX"] })).toBe(1);
    expect(count(ry, { oneQubit: ["U1", "U2", "U3"] })).toBe(1);
    const cz = new CircuitBuilder(2).cz(1, 0).build();
    expect(count(cz, BASES["sx, x and cz"])).toBe(1);
    expect(compileNative(cz, BASES["sx, x and cz"])[0].qubits).toEqual([0, 1]);
    const zz = new CircuitBuilder(2).rotation("ZZ").build();
    expect(count(zz, BASES["sx, x, rx, cz and rzz"])).toBe(1);
  });
});

describe("devices of every generation", () => {
  const entry = (name: string, value: number, unit = "") => ({ name, unit, value });
  /** Properties of a line of qubits with the given gates. */
  const properties = (one: Record<string, number>, two: Record<string, number>, size = 3) => ({
    backend_name: "line",
    qubits: Array.from({ length: size }, (_, q) => [
      entry("T1", 100 + q, "us"),
      entry("T2", 90 - q, "us"),
      entry("readout_error", 0.01 * (q + 1)),
    ]),
    gates: [
      ...Array.from({ length: size }, (_, q) => q).flatMap((q) =>
        Object.entries(one).map(([name, error]) => ({
          gate: name,
          qubits: [q],
          parameters: [entry("gate_error", error), entry("gate_length", error === 0 ? 0 : 50, "ns")],
        })),
      ),
      ...Array.from({ length: size - 1 }, (_, q) => q).flatMap((q) =>
        Object.entries(two).map(([name, error]) => ({
          gate: name,
          qubits: [q, q + 1],
          parameters: [entry("gate_error", error), entry("gate_length", 300, "ns")],
        })),
      ),
    ],
  });
  const parse = (value: unknown) => parseBackendProperties(JSON.stringify(value), "line.json");
  const sx = { rz: 0, sx: 2e-4, x: 2e-4 };
  const hea = hardwareEfficientAnsatz({ qubits: 2, layers: 2 });
  const theta = Float64Array.from({ length: hea.parameters }, (_, k) => k / 3);
  const energyOf = (device: Device, fractional = false) =>
    loadNoisy(hea, xxz({ qubits: 2, coupling: 4 }), deviceNoise(device, hea, undefined, undefined, fractional).model).expectation(
      theta,
    )[0];

  it("weaker noise leaves <O> nearer to its value without noise, in every basis", () => {
    const ideal = referenceEngine.load(hea, xxz({ qubits: 2, coupling: 4 })).expectation(theta)[0];
    const generations: Record<string, number>[] = [sx, { u1: 0, u2: 2e-4, u3: 4e-4 }, { p: 0, u2: 2e-4, u: 4e-4 }];
    for (const one of generations) {
      for (const name of ["cx", "cz", "ecr", "rzz"]) {
        const [weak, strong] = [1e-6, 0.05].map((error) => Math.abs(energyOf(parse(properties(one, { [name]: error }))) - ideal));
        expect(weak, name).toBeLessThan(strong);
      }
    }
  });

  it("gates by any angle are used where they are asked for, or there are no others", () => {
    const device = parse(properties({ ...sx, rx: 2e-4 }, { cz: 0.01, rzz: 0.02 }));
    expect(nativeBasis(device)).toMatchObject({ oneQubit: ["SX", "X"], rotatePairs: false });
    expect(nativeBasis(device, true)).toMatchObject({ oneQubit: ["SX", "X", "RX"], rotatePairs: true });
    expect(nativeBasis(parse(properties({ rz: 0, rx: 2e-4 }, { rzz: 0.02 }))).oneQubit).toEqual(["RX"]);
    expect(energyOf(device, true)).not.toBeCloseTo(energyOf(device), 6);
  });

  it("broken qubits and gates are avoided, unless the layout says otherwise, and said", () => {
    const file = properties(sx, { cz: 0.01 }, 5);
    file.qubits[0].push(entry("operational", 0));
    file.gates
      .find(({ gate: name, qubits }) => name === "cz" && qubits[0] === 1)
      ?.parameters.splice(0, 1, entry("gate_error", 1));
    const device = parse(file);
    expect(device.remarks).toEqual([
      "1 qubit marked as not working, avoided where the layout is free: 0",
      "1 gate with an error of 1 or more, taken as complete depolarising and avoided where the layout is free: CZ 1-2",
    ]);
    expect(deviceNoise(device, hea).layout).toEqual([2, 3]);
    expect(deviceNoise(device, hea).device.remarks).toBeUndefined();
    const asked = deviceNoise(device, hea, [0, 1]);
    expect([asked.layout, asked.device.remarks]).toEqual([[0, 1], ["1 qubit marked as not working: 0"]]);
    expect(deviceNoise(device, hea, [2, 1]).device.remarks).toEqual([
      "an error of 1 or more, taken as complete depolarising: CZ 1-2",
    ]);
    const four = hardwareEfficientAnsatz({ qubits: 5, layers: 1 });
    expect(deviceNoise(device, four).layout).toEqual([0, 1, 2, 3, 4]);
  });

  it("missing values are perfect, as Aer takes them, and said", () => {
    const file = properties(sx, { ecr: 0.01 });
    file.qubits[1] = [];
    file.qubits[2] = [
      entry("T1", 10, "us"),
      entry("T2", 30, "us"),
      entry("prob_meas1_prep0", 0.1),
      entry("prob_meas0_prep1", 0.2),
    ];
    file.gates[2].parameters = [];
    const device = parse(file);
    expect(device.relaxation.slice(1)).toEqual([
      { t1: Number.POSITIVE_INFINITY, t2: Number.POSITIVE_INFINITY },
      { t1: 10_000, t2: 20_000 },
    ]);
    expect(device.readout.slice(1)).toEqual([
      { p10: 0, p01: 0 },
      { p10: 0.1, p01: 0.2 },
    ]);
    expect(device.remarks).toEqual([
      "1 gate without an error, which it is then taken to be free of but for relaxation: x 0",
      "1 qubit without T1 and T2, taken to be free of relaxation: 1",
      "1 qubit with T2 above 2 T1, cut there: 2",
      "1 qubit without a readout error, taken to be read perfectly: 1",
    ]);
  });

  it.each([
    [
      { basis_gates: [], coupling_map: [], n_qubits: 5 },
      "line.json: is the configuration of a backend; its properties are another file",
    ],
    [
      { ...properties(sx, { cx: 0.1 }), gates: [{ gate: "cx", qubits: [1, 1] }] },
      "has a gate cx on qubits 1, 1, which acts on 2",
    ],
    [properties({ rz: 0 }, { cx: 0.1 }), "has no sx, rx, u3 or u gate"],
    [properties(sx, {}), "has no cx, cz, ecr or rzz gate"],
    [{ qubits: [[entry("T1", -1, "us")]], gates: [] }, "has no sx, rx, u3 or u gate"],
    [
      { qubits: [[entry("T1", 0, "us")]], gates: [{ gate: "sx", qubits: [0] }] },
      "has a T1 of 0 ns on qubit 0, which is not positive",
    ],
    [{ qubits: [[entry("readout_error", 2)]], gates: [{ gate: "sx", qubits: [0] }] }, "has a readout error of 2 on qubit 0"],
  ])("refuses %.40j", (value, message) => {
    expect(() => parse(value)).toThrow(message);
  });

  it("whatever is parsed is a device or a FormatError", () => {
    const numbers = fc.oneof(fc.double(), fc.integer({ min: -1, max: 3 }), fc.constant(null));
    const parameter = fc.record({
      name: fc.constantFrom("T1", "T2", "readout_error", "prob_meas1_prep0", "gate_error", "gate_length", "operational"),
      unit: fc.constantFrom("us", "ns", "", "µs", null),
      value: numbers,
    });
    const file = fc.record({
      qubits: fc.array(fc.array(parameter, { maxLength: 4 }), { maxLength: 4 }),
      gates: fc.array(
        fc.record({
          gate: fc.constantFrom("sx", "cx", "ecr", "rzz", "u3", "id", "constructor", "measure_2"),
          qubits: fc.array(fc.nat(4), { maxLength: 3 }),
          parameters: fc.array(parameter, { maxLength: 3 }),
        }),
        { maxLength: 6 },
      ),
    });
    const text = fc.oneof(
      file.map((value) => JSON.stringify(value)),
      fc.json(),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (content) => {
        try {
          const device = parseBackendProperties(content, "fuzz.json");
          expect(device.relaxation.length).toBeGreaterThan(0);
          for (const { qubits } of device.gates) for (const q of qubits) expect(q).toBeLessThan(device.relaxation.length);
        } catch (error) {
          expect((error as Error).message).toMatch(/^fuzz\.json: .*\.$/s);
        }
      }),
      { numRuns: Number(process.env.QNTK_FUZZ_RUNS ?? 500), seed: 3 },
    );
  });
});
