/**
 * Work of runs beside one another.
 */
import { describe, expect, it } from "vitest";
import { type ExperimentConfigInput, parseExperiment } from "../../src/experiment/config.ts";
import { runWork, trainingWork } from "../../src/experiment/work.ts";

const plain: ExperimentConfigInput = { qubits: 4, layers: 32, target: [-10], steps: 1000, samples: 5, measure: {} };
const work = (changes: ExperimentConfigInput) => runWork(parseExperiment({ ...plain, ...changes }));

describe("work of a run", () => {
  it.each<[string, ExperimentConfigInput, number]>([
    ["targets", { target: [-10, -14] }, 2],
    ["samples", { samples: 15 }, 3],
    ["steps", { steps: 4000 }, 4],
    ["layers", { layers: 64 }, 2],
    ["one qubit more, dense layers", { qubits: 5 }, 4],
    ["μ at every tenth step", { measure: { mu: 10 } }, 1.2],
    ["32 Hessian-vector products at every hundredth", { measure: { hessian: 100 } }, 1.64],
  ])("grows with %s", (_, changes, factor) => {
    expect(work(changes) / work({})).toBeCloseTo(factor, 12);
  });

  it("counts a preliminary run, and gates instead of matrices", () => {
    const critical = parseExperiment({ ...plain, target: ["critical"], criticalSteps: 3000 });
    expect(runWork(critical) / trainingWork(critical)).toBeCloseTo(4, 2);
    expect(work({ ansatz: "hea" })).toBeLessThan(work({}));
    expect(work({ ansatz: "hea", qubits: 5 }) / work({ ansatz: "hea" })).toBeCloseTo(2.5, 12);
  });
});
