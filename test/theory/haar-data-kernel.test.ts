/**
 * The Haar average of the kernel over data against circuits drawn from the ensemble, and against the average of one state.
 */
import { expect, it } from "vitest";
import { finish } from "../../src/base/stages.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { tracesOfPowers } from "../../src/quantum/traces.ts";
import { haarDataSteps } from "../../src/reports/haar-data.ts";
import { exactAverages } from "../../src/theory/haar/index.ts";

const size = { qubits: 2, layers: 6, samples: 1, seed: 3 };

it.each([
  ["orthogonal states", { ...size, data: "haar:3", observable: "pauli", pauli: "ZI + 0.4*XX", target: [0, 0, 0] }],
  [
    "an observable each, one of them not traceless",
    { ...size, data: "basis:0,3", observable: "projector", state: "00,11", target: [0.5, 0.5] },
  ],
])("%s: 1600 draws of 200 circuits, 4.5 sigmas", (_, input) => {
  const experiment = buildExperiment(parseExperiment(input));
  const { exact, monteCarlo, count } = finish(haarDataSteps(experiment, 1600));
  exact.forEach((value, k) => {
    const off = Math.abs((monteCarlo?.mean[k] as number) - value);
    expect(off).toBeLessThan(4.5 * (monteCarlo?.error[k] as number));
    expect(monteCarlo?.error[k]).toBeLessThan(0.2 * Math.abs(exact[0]));
  });
  if (count === 3) expect(exact[1]).toBeCloseTo(-exact[0] / 3, 12);
});

it("of one datum it is the paper's average of one state", () => {
  const experiment = buildExperiment(parseExperiment({ ...size, data: "basis:2", observable: "xxz", coupling: 2, target: [0] }));
  const traces = tracesOfPowers(experiment.observable, 4) as [number, number, number, number];
  const { meanK } = exactAverages({ dimension: 4, traces, parameters: experiment.parameters, target: 0 });
  expect(finish(haarDataSteps(experiment)).exact[0] / meanK).toBeCloseTo(1, 12);
});

it("a table sets angles that are not random: it is refused", () => {
  const experiment = buildExperiment(
    parseExperiment({ ...size, ansatz: "hea", data: "t.csv", encode: "ry", observable: "pauli", pauli: "ZI" }),
    { data: "x,y\n1,1\n2,-1\n" },
  );
  expect(() => finish(haarDataSteps(experiment))).toThrow("one set of states (haar:N, basis:0,3 or an .npy)");
});
