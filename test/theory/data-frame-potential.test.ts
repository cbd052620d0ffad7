/**
 * Frame potentials of circuits and data: trained circuits against what prepared states leave free.
 */
import { expect, it } from "vitest";
import { finish } from "../../src/base/stages.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { dataFramePotentialSteps } from "../../src/reports/data-frame-potential.ts";

const prepare = { qubits: 2, layers: 48, data: "haar:2", observable: "projector", state: "00,01", target: [1.8, 2] };
const orders = [1, 2];

it("two states of two qubits, prepared by 60 circuits: from 2 to 16, 4 sigmas", () => {
  const experiment = buildExperiment(parseExperiment({ ...prepare, samples: 60, eta: 0.02, steps: 300, seed: 1 }));
  const report = finish(dataFramePotentialSteps(experiment, { orders, draw: true, steps: 300 }));
  expect(report.haar).toEqual([1, 2]);
  expect(report.prepared).toEqual([3, 16]);
  const [{ targets, steps, estimates, error }] = report.training ?? [];
  expect(targets).toEqual([1.8, 2]);
  expect(steps.at(-1)).toBe(300);
  expect(estimates[0]).toEqual(report.monteCarlo?.[1]);
  expect(Math.abs(estimates[0].value - 2)).toBeLessThan(4 * estimates[0].error);
  const last = estimates[estimates.length - 1];
  expect(last.error).toBeLessThan(1.5);
  expect(Math.abs(last.value - 16)).toBeLessThan(4 * last.error);
  // Fidelities of 1 leave errors of 0.8 and 1; these are on their way there.
  expect(error.at(-1)).toBeCloseTo(0.9, 3);
});

it("nothing is drawn where nothing is asked for; states that overlap have no value of prepared ones", () => {
  const experiment = buildExperiment(parseExperiment({ ...prepare, samples: 1 }));
  expect(finish(dataFramePotentialSteps(experiment, { orders, draw: false, steps: 0 }))).toEqual({
    ...{ orders, dimension: 4, count: 2, haar: [1, 2], prepared: [3, 16] },
  });
  const same = buildExperiment(parseExperiment({ ...prepare, data: "basis:1,1", samples: 1 }));
  expect(finish(dataFramePotentialSteps(same, { orders, draw: false, steps: 0 })).prepared).toBeUndefined();
});

it("tables and too few samples are refused", () => {
  const table = buildExperiment(
    parseExperiment({ qubits: 2, layers: 8, ansatz: "hea", data: "t.csv", encode: "ry", observable: "pauli", pauli: "ZI" }),
    { data: "x,y\n1,1\n2,-1\n" },
  );
  const asked = { orders, draw: true, steps: 0 };
  expect(() => finish(dataFramePotentialSteps(table, asked))).toThrow("one set of states (haar:N, basis:0,3 or an .npy)");
  const four = buildExperiment(parseExperiment({ ...prepare, samples: 4 }));
  expect(() => finish(dataFramePotentialSteps(four, asked))).toThrow("unitaries is 4 of them; allowed: at least 5.");
});
