/**
 * The deep limit of training on data: one datum is imaginary time, several are the circuits that are deep enough.
 */
import { describe, expect, it } from "vitest";
import { haarStates } from "../../src/data/data-set.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import type { ComplexMatrix } from "../../src/linalg/complex-matrix.ts";
import { trainData } from "../../src/papers/data/figures/shared/train-data.ts";
import { pauliSum } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { denseMatrix } from "../../src/quantum/spectrum.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { columnDataOf, outputStates, parametersBeside } from "../../src/shots/data-load.ts";
import { deepDataLimit } from "../../src/theory/data/index.ts";
import { deepLimit } from "../../src/theory/imaginary-time/deep-limit.ts";
import { runHere } from "../support/cli.ts";

/** A diagonal observable. */
const diagonal = (energies: readonly number[]): ComplexMatrix => {
  const d = energies.length;
  const re = new Float64Array(d * d);
  energies.forEach((energy, k) => {
    re[k * d + k] = energy;
  });
  return { rows: d, columns: d, re, im: new Float64Array(d * d) };
};

describe("one datum", () => {
  it.each([-0.4, -1.5, -3])("target %d: normalised imaginary time", (target) => {
    const energies = [-1.5, 0.2, 0.7, 2];
    const amplitudes = [0.5, 0.6, 0.4, Math.sqrt(1 - 0.25 - 0.36 - 0.16)];
    const times = [0, 10, 40, 150];
    const options = { eta: 0.002, parameters: 200 };
    const one = deepDataLimit(
      { re: Float64Array.from(amplitudes), im: new Float64Array(4), observables: [diagonal(energies)] },
      times,
      { ...options, targets: [target] },
    );
    const known = deepLimit({ energies, populations: amplitudes.map((a) => a * a) }, times, { ...options, target });
    one.forEach(({ epsilon, kernel }, k) => {
      expect(Math.abs(epsilon[0] - known[k].epsilon)).toBeLessThan(1e-5);
      expect(Math.abs(kernel[0] - known[k].kernel)).toBeLessThan(1e-4 * known[0].kernel);
    });
  });
});

describe("several data", () => {
  const run = (layers: number, targets: readonly number[]) => {
    const circuit = randomPauliAnsatz({ qubits: 2, layers, seed: 3 });
    const train = haarStates(2, 2, { seed: 3 });
    const observables = [pauliSum("ZI", 2)];
    const theta = initialAngles({ samples: 1, parameters: layers, seed: 3 });
    const eta = 0.64 / layers;
    const times = [0, 20, 60];
    const engine = engineNamed("wasm");
    const training = trainData(engine, { ...{ circuit, train, observables, theta, eta, times }, targets: [targets] });
    let step = training.next();
    while (!step.done) step = training.next();
    const problem = { circuit, parameters: parametersBeside(circuit, train), train, observables };
    const simulator = engine.loadData(circuit, observables[0], columnDataOf(problem));
    const { re, im } = outputStates(simulator, problem, theta);
    simulator.dispose();
    // One row for each datum.
    const rows = (part: ArrayLike<number>) => Float64Array.from({ length: 8 }, (_, k) => part[(k % 4) * 2 + Math.floor(k / 4)]);
    const predicted = deepDataLimit({ re: rows(re), im: rows(im), observables: observables.map(denseMatrix) }, times, {
      ...{ targets, eta, parameters: layers },
    });
    return step.value.map(({ epsilon, kernel }, k) => ({
      epsilon: Math.max(...epsilon.map((value, a) => Math.abs(value - predicted[k].epsilon[a]))),
      kernel: Math.max(...kernel.map((value, a) => Math.abs(value / layers - predicted[k].kernel[a] / layers))),
    }));
  };

  it.each([[[0.3, -0.5]], [[1, -1]], [[0.4, -3]]])("targets %j: circuits come to it as they get deeper", (targets) => {
    const [shallow, deep] = [64, 4096].map((layers) => run(layers, targets));
    expect(deep[0].epsilon).toBeLessThan(1e-12);
    for (const row of [1, 2]) expect(deep[row].epsilon).toBeLessThan(0.02);
    for (const { kernel } of deep) expect(kernel).toBeLessThan(0.006);
    expect(Math.max(...deep.map(({ kernel }) => kernel))).toBeLessThan(Math.max(...shallow.map(({ kernel }) => kernel)) / 2);
  });

  it("sizes that do not fit are named", () => {
    const state = { re: new Float64Array(4), im: new Float64Array(4), observables: [diagonal([0, 1])] };
    expect(() => deepDataLimit(state, [0], { targets: [1], eta: 0.1, parameters: 3 })).toThrow(
      "re is of 4 entries; allowed: exactly 2 entries",
    );
    expect(() => deepDataLimit({ ...state, observables: [] }, [0], { targets: [1], eta: 0.1, parameters: 3 })).toThrow(
      "observables is 0; allowed: one, or 1",
    );
  });
});

describe("theory deep-limit --data", () => {
  const circuit = [
    "--qubits",
    "2",
    "--layers",
    "320",
    "--observable",
    "pauli",
    "--pauli",
    "ZI",
    "--samples",
    "2",
    "--steps",
    "50",
  ];

  it("prints every datum, as a table and as JSON", async () => {
    const asked = [
      "theory",
      "deep-limit",
      ...circuit,
      "--data",
      "haar:2",
      "--target=0.3,-0.5",
      "--target=1,-1",
      "--eta",
      "0.002",
    ];
    const { code, stdout } = await runHere([...asked, "--json"]);
    expect(code).toBe(0);
    const { steps, targets } = JSON.parse(stdout);
    expect(targets.map((each: { targets: number[] }) => each.targets)).toEqual([
      [0.3, -0.5],
      [1, -1],
    ]);
    expect(steps).toHaveLength(51);
    expect(targets[0].epsilon[50]).toHaveLength(2);
    expect(targets[0].kernel[50][1][0]).toBe(targets[0].kernel[50][0][1]);
    expect((await runHere(asked)).stdout).toContain("vector  step  datum  target");
  });

  it.each([
    [["--data", "haar:2", "--target=1,-1", "--loss", "linear"], "the square of the error, for the deep limit of data"],
    [["--batch", "2"], "no batch without data"],
  ])("%j: %s", async (options, message) => {
    const { code, stderr } = await runHere(["theory", "deep-limit", ...circuit, ...options]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
  });
});
