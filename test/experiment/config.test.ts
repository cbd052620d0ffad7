/**
 * Configurations: defaults, what is refused and with which sentence, the JSON Schema.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildExperiment, resolveTarget } from "../../src/experiment/build.ts";
import { configFileJsonSchema, parseConfigFile, parseExperiment, parseTarget } from "../../src/experiment/config.ts";

describe("parseExperiment", () => {
  it("fills in the defaults of the main job", () => {
    expect(parseExperiment({})).toEqual({
      ansatz: "rpa",
      qubits: 4,
      layers: 64,
      observable: "xxz",
      loss: "quadratic",
      target: ["min+4", "min", "min-4"],
      eta: 1e-3,
      steps: 2000,
      samples: 10,
      streams: "default",
      measure: { mu: 10 },
    });
  });

  it.each([
    [{ qubits: 0 }, "qubits is 0; allowed: at least 1."],
    [{ qubits: 30 }, "qubits is 30; allowed: at most 24."],
    [{ qubits: "4" }, 'qubits is "4"; allowed: a number.'],
    [{ layers: 1.5 }, "layers is 1.5; allowed: an integer."],
    [{ ansatz: "qaoa" }, 'ansatz is "qaoa"; allowed: rpa, hea.'],
    [{ eta: 0 }, "eta is 0; allowed: greater than 0."],
    [{ eta: Number.NaN }, "eta is NaN; allowed: a number."],
    [{ target: [] }, "target is []; allowed: at least 1 entries."],
    [{ target: [Number.NaN] }, "target.0 is NaN"],
    [
      { target: ["middle"] },
      'target.0 is "middle"; allowed: a finite number, min, max, or one of these with an offset such as min-4.',
    ],
    [{ measure: { mu: 0 } }, "measure.mu is 0; allowed: at least 1."],
    [{ measure: { nu: 3 } }, 'measure.nu is "unknown"; allowed: the fields of the configuration schema.'],
    [{ qubit: 3 }, 'qubit is "unknown"; allowed: the fields of the configuration schema.'],
    [{ observable: "tfim", coupling: 3 }, "coupling is 3; allowed: nothing with observable tfim; it belongs to xxz."],
    [
      { observable: "pauli" },
      "pauli is missing; allowed: a Pauli sum such as -1.0*XXII + 0.5*ZIIZ, required by observable pauli.",
    ],
    [{ observable: "dense" }, "matrix is missing"],
    [
      { observable: "projector", boundary: "periodic" },
      'boundary is "periodic"; allowed: nothing with observable projector; it belongs to xxz, tfim.',
    ],
    [{ streams: "published", seed: 3 }, "seed is 3; allowed: nothing with streams published, whose seeds are fixed."],
  ])("refuses %j", (input, message) => {
    expect(() => parseExperiment(input)).toThrow(message);
  });

  it("a configuration file may also say how to run", () => {
    expect(parseConfigFile({ threads: 2, out: "x", engine: "reference" })).toMatchObject({
      threads: 2,
      out: "x",
      engine: "reference",
    });
    expect(() => parseConfigFile({ engine: "gpu" })).toThrow('engine is "gpu"; allowed: auto, reference.');
    expect(() => parseExperiment({ threads: 2 })).toThrow('threads is "unknown"');
  });

  it("the committed JSON Schema is the one the code generates (npm run generate)", () => {
    const committed = JSON.parse(readFileSync(new URL("../../schema/config.json", import.meta.url), "utf8"));
    expect(committed).toEqual(configFileJsonSchema());
    expect(Object.keys(committed.properties)).toContain("coupling");
  });
});

describe("targets", () => {
  it.each([
    ["min", { end: "min", offset: 0 }],
    ["max", { end: "max", offset: 0 }],
    ["min-4", { end: "min", offset: -4 }],
    ["max+2.5", { end: "max", offset: 2.5 }],
    ["min - .5", { end: "min", offset: -0.5 }],
    ["median", undefined],
    ["min*2", undefined],
    ["", undefined],
  ])("%j", (text, expected) => {
    expect(parseTarget(text)).toEqual(expected);
  });

  it("become numbers with the spectrum", () => {
    expect(resolveTarget("max+2", { min: -14, max: 9 })).toBe(11);
    expect(resolveTarget(-3, { min: -14, max: 9 })).toBe(-3);
  });
});

describe("buildExperiment", () => {
  const small = { qubits: 2, layers: 3, samples: 2, steps: 5 };

  it("circuit, observable, targets and angles of all columns", () => {
    const { circuit, targets, plan, theta, spectrum } = buildExperiment(
      parseExperiment({ ...small, coupling: 4, target: ["min", 0] }),
    );
    expect(circuit.parameters).toBe(3);
    expect(spectrum.min).toBeCloseTo(-12, 10);
    expect(targets[0]).toBe(spectrum.min);
    expect([...plan.targets]).toEqual([spectrum.min, spectrum.min, 0, 0]);
    expect(theta.slice(0, 6)).toEqual(theta.slice(6));
  });

  it.each([
    [{ observable: "tfim", field: 0.5 }, "pauli-sum"],
    [{ observable: "projector" }, "projector"],
    [{ observable: "projector", state: "01" }, "projector"],
    [{ observable: "pauli", pauli: "XX - ZI" }, "pauli-sum"],
    [{ ansatz: "hea" }, "pauli-sum"],
  ])("%j", (change, kind) => {
    expect(buildExperiment(parseExperiment({ ...small, target: [0], ...change })).observable.kind).toBe(kind);
  });

  it("a basis state is the one its bits say, qubit 0 first", () => {
    const { observable } = buildExperiment(parseExperiment({ ...small, target: [1], observable: "projector", state: "10" }));
    expect(observable.kind === "projector" && [...observable.state.re]).toEqual([0, 0, 1, 0]);
  });

  it.each([
    [{ observable: "projector", state: "011" }, 'state is "011"; allowed: random, 2 bits such as 01, or an .npy file.'],
    [{ observable: "pauli", pauli: "XXX" }, 'pauli is "XXX"; allowed: Pauli strings of 2 letters, one for each qubit.'],
    [{ boundary: "periodic" }, 'boundary is "periodic"; allowed: open, for fewer than 3 qubits.'],
    [
      { qubits: 12, layers: 100 },
      'qubits is "12 (with layers 100 and 2 samples x targets: 25.0 GiB)"; allowed: what fits in 12 GiB; lower qubits, layers or samples.',
    ],
    [{ streams: "published-device" }, "default or published, for the random Pauli ansatz"],
  ])("refuses %j", (change, message) => {
    expect(() => buildExperiment(parseExperiment({ ...small, target: [0], ...change }))).toThrow(message);
  });
});
