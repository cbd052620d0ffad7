/**
 * Configurations: defaults, what is refused and with which sentence, the JSON Schema.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pythonOptions } from "../../scripts/python-options.mjs";
import { buildExperiment, buildExperimentSteps, memoryOf, resolveTarget } from "../../src/experiment/build.ts";
import {
  configFileJsonSchema,
  type ExperimentConfigInput,
  parseConfigFile,
  parseExperiment,
  parseTarget,
} from "../../src/experiment/config.ts";

describe("parseExperiment", () => {
  it("fills in the defaults of the main job", () => {
    expect(parseExperiment({})).toEqual({
      ansatz: "rpa",
      qubits: 4,
      layers: 64,
      entangler: "haar",
      observable: "xxz",
      coupling: 2,
      boundary: "open",
      loss: "quadratic",
      target: ["min+4", "min", "min-4"],
      eta: 1e-3,
      steps: 2000,
      samples: 10,
      precision: "double",
      seed: 0,
      streams: "default",
      measure: { mu: 10 },
    });
  });

  it.each([
    [{ observable: "tfim" }, { field: 2, boundary: "open", target: ["min+4", "min", "min-4"] }],
    [{ observable: "projector" }, { state: "random", target: ["max-50%", "max", "max+400%"] }],
    [
      { observable: "pauli", pauli: "ZZII" },
      { pauli: "ZZII", target: ["min+20%", "min", "min-20%"] },
    ],
    [
      { observable: "dense", matrix: "o.npy", target: -3 },
      { matrix: "o.npy", target: [-3] },
    ],
    [{ streams: "published" }, { streams: "published", target: ["min+4", "min", "min-4"] }],
  ] as const)("%j: every field that applies, and no other", (input, expected) => {
    const config = parseExperiment(input);
    expect(config).toMatchObject(expected);
    const optional = ["coupling", "field", "boundary", "pauli", "state", "matrix", "seed"] as const;
    const present = optional.filter((field) => (config as Record<string, unknown>)[field] !== undefined);
    const own = Object.keys(expected).filter((field) => (optional as readonly string[]).includes(field));
    const common = "streams" in input ? ["coupling", "boundary"] : ["seed"];
    expect(present.sort()).toEqual([...own, ...common].sort());
    expect(parseExperiment(config)).toEqual(config);
  });

  it.each([
    [{ qubits: 0 }, "qubits is 0; allowed: an integer from 1 to 24."],
    [{ qubits: 30 }, "qubits is 30; allowed: an integer from 1 to 24."],
    [{ qubits: "4" }, 'qubits is "4"; allowed: an integer from 1 to 24.'],
    [{ layers: 1.5 }, "layers is 1.5; allowed: an integer of at least 1."],
    [{ coupling: "2" }, 'coupling is "2"; allowed: a finite number.'],
    [{ pauli: 3, observable: "pauli" }, "pauli is 3; allowed: text."],
    [{ ansatz: "uccsd" }, 'ansatz is "uccsd"; allowed: rpa, hea, circuit, qaoa, two-local, strongly-entangling.'],
    [{ eta: 0 }, "eta is 0; allowed: a finite number greater than 0."],
    [{ eta: Number.NaN }, "eta is NaN; allowed: a finite number greater than 0."],
    [{ target: [] }, "target is []; allowed: at least one target."],
    [{ target: [Number.NaN] }, "target.0 is NaN; allowed: a finite number, min, max, one"],
    [{ target: true }, "target is true; allowed: a finite number, min, max, one"],
    [
      { target: ["min", "middle"] },
      'target.1 is "middle"; allowed: a finite number, min, max, one of these with an offset such as min-4 or max+20%, or critical.',
    ],
    [{ target: "middle" }, 'target is "middle"; allowed: a finite number, min, max, one'],
    [{ measure: { mu: 0 } }, "measure.mu is 0; allowed: an integer of at least 1."],
    [{ measure: { nu: 3 } }, "measure.nu is unknown; allowed: the fields mu, theta, hessian, test, kernel, gradient."],
    [{ measure: "mu:3" }, 'measure is "mu:3"; allowed: an object such as {"mu": 40}.'],
    [{ qubit: 3 }, "qubit is unknown; allowed: the fields ansatz, qubits, layers, entangler, entanglerDepth, circuit,"],
    [[], "config is []; allowed: a JSON object."],
    [{ observable: "tfim", coupling: 3 }, "coupling is 3; allowed: no coupling with observable tfim (it belongs to xxz)."],
    [
      { observable: "pauli" },
      "pauli is missing; allowed: a Pauli sum such as -1.0*XXII + 0.5*ZIIZ, required by observable pauli.",
    ],
    [{ observable: "dense" }, "matrix is missing"],
    [
      { observable: "projector", boundary: "periodic" },
      'boundary is "periodic"; allowed: no boundary with observable projector (it belongs to xxz, tfim',
    ],
    [{ streams: "published", seed: 3 }, "seed is 3; allowed: no seed with streams published, whose seeds are fixed."],
  ])("refuses %j", (input, message) => {
    expect(() => parseExperiment(input)).toThrow(message);
  });

  it("a configuration file may also say how to run", () => {
    const how = { threads: 2, out: "x", engine: "reference", force: true, plot: false, json: true, quiet: false };
    const { config, settings } = parseConfigFile({ $schema: "https://example.org/config.json", qubits: 3, ...how });
    expect(settings).toEqual(how);
    expect(config).toEqual(parseExperiment({ qubits: 3 }));
    expect(() => parseConfigFile({ plot: "no" })).toThrow('plot is "no"; allowed: true or false.');
    expect(() => parseConfigFile({ engine: "gpu" })).toThrow('engine is "gpu"; allowed: auto, native, wasm, reference.');
    expect(() => parseExperiment({ threads: 2 })).toThrow("threads is unknown");
  });

  it("numbers as they are printed", () => {
    const read = parseExperiment({
      ...{ target: "\u221210,\u2212\u200914, min\u22124", eta: "1e\u22123", coupling: "1\u2009000" },
      ...{ freeze: "0\u22123", schedule: "cosine:2\u2009000", stopWhen: "epsilon<1e\u22126" },
    } as unknown as ExperimentConfigInput);
    const plain = { target: [-10, -14, "min-4"], eta: 1e-3, coupling: 1000, freeze: "0-3", schedule: "cosine:2000" };
    expect(read).toEqual(parseExperiment({ ...plain, stopWhen: "epsilon<1e-6" }));
    expect(parseExperiment({ target: ["max\u22123,2", "5"] }).target).toEqual(["max-3", 2, 5]);
    const graph = { observable: "maxcut", edges: "0-1:\u22121.5" } as const;
    expect(parseExperiment(graph)).toMatchObject({ edges: "0-1:-1.5" });
  });

  it.each([
    [{ eta: "0.001" }, 'eta is "0.001"; allowed: a finite number greater than 0.'],
    [{ target: "\u221210,ten" }, 'target.1 is "ten"; allowed: a finite number, min, max'],
    [{ target: "-10," }, 'target.1 is ""; allowed: a finite number, min, max'],
  ])("%j is refused", (fields, message) => {
    expect(() => parseExperiment(fields as unknown as ExperimentConfigInput)).toThrow(message);
  });

  it("the options of the Python package are those of the schema (npm run generate)", () => {
    const committed = readFileSync(new URL("../../python/src/qntk/_options.py", import.meta.url), "utf8");
    expect(committed).toBe(pythonOptions(configFileJsonSchema()));
  });

  it("the committed JSON Schema is the one the code generates (npm run generate)", () => {
    const committed = JSON.parse(readFileSync(new URL("../../schema/config.json", import.meta.url), "utf8"));
    expect(committed).toEqual(configFileJsonSchema());
    expect(Object.keys(committed.properties)).toContain("coupling");
  });
});

describe("targets", () => {
  it.each([
    ["min", { end: "min", offset: 0, percent: false }],
    ["max", { end: "max", offset: 0, percent: false }],
    ["min-4", { end: "min", offset: -4, percent: false }],
    ["max+2.5", { end: "max", offset: 2.5, percent: false }],
    ["min - .5", { end: "min", offset: -0.5, percent: false }],
    ["min+1e-3", { end: "min", offset: 1e-3, percent: false }],
    ["max-12.5%", { end: "max", offset: -12.5, percent: true }],
    ["min+1e999", undefined],
    ["50%", undefined],
    ["median", undefined],
    ["min*2", undefined],
    ["", undefined],
  ])("%j", (text, expected) => {
    expect(parseTarget(text)).toEqual(expected);
  });

  it("become numbers with the spectrum", () => {
    expect(resolveTarget("max+2", { min: -14, max: 9 })).toBe(11);
    expect(resolveTarget("max-50%", { min: -14, max: 10 })).toBe(-2);
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

  it("what the engine cannot address is refused before anything is drawn", () => {
    const config = parseExperiment({ qubits: 10, layers: 300, samples: 1, target: ["min"], steps: 1 });
    const memory = 2 ** 40;
    expect(() => buildExperimentSteps(config, {}, { memory, engine: "wasm" }).next()).toThrow(
      "qubits is 10; allowed: what fits in the 4 GiB that engine wasm can address; 10 qubits, 300 layers and 1 samples x targets need 4.70 GiB, so lower qubits, layers, samples or targets, or choose precision single, entangler brickwork, engine native or engine reference.",
    );
    const steps = buildExperimentSteps(config, {}, { memory, engine: "reference" });
    let step = steps.next();
    // The ends of the spectrum come before the first layer.
    while (step.value === 0) step = steps.next();
    expect(step.value).toBe(1);
    const nine = parseExperiment({ qubits: 9, layers: 768, samples: 10, target: ["min"], steps: 1 });
    expect(memoryOf(nine)).toBeLessThan(4e9);
  });

  it.each([
    [
      { observable: "projector", state: "011" },
      'state is "011"; allowed: random, 2 bits such as 01, or a file (.npy, .npz, .csv).',
    ],
    [{ layers: 1e9 }, "layers is 1000000000; allowed: what fits in 8.00 GiB of memory; 2 qubits, 1000000000 layers, 2 samples"],
    [{ samples: 1_000_000_000 }, "samples is 1000000000; allowed: what fits in 8.00 GiB of memory; 2 qubits, 3 layers, 10000"],
    [
      { coupling: 1e308 },
      "observable is a sum whose coefficients add up to Infinity in size; allowed: sizes that add up to at most 1e+100.",
    ],
    [{ observable: "pauli", pauli: "XXX" }, "XXX has 3 letters; there are 2 qubits, with one letter each."],
    [{ boundary: "periodic" }, 'boundary is "periodic"; allowed: open, for fewer than 3 qubits.'],
    [
      { qubits: 12, layers: 100 },
      "qubits is 12; allowed: what fits in 8.00 GiB of memory; 12 qubits, 100 layers, 2 samples x targets and 5 steps need 25.0 GiB, so lower qubits, layers, samples or targets, or choose precision single or entangler brickwork.",
    ],
    [
      { steps: 10_000_000, samples: 50, measure: { theta: 1 } },
      "steps is 10000000; allowed: what fits in 8.00 GiB of memory; 2 qubits, 3 layers, 50 samples x targets and 10000000 steps need 18.6 GiB, so lower steps, samples or targets, or measure theta and hessian at larger strides.",
    ],
    [{ streams: "published-device" }, "default, published or published-projector, for the random Pauli ansatz"],
  ])("refuses %j", (change, message) => {
    expect(() => buildExperiment(parseExperiment({ ...small, target: [0], ...change }))).toThrow(message);
  });
});
