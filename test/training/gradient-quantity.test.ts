/**
 * The gradient as a recorded quantity: its squares add up to K, frozen parameters have none, and a stored run keeps it.
 */
import { describe, expect, it } from "vitest";
import { hardwareEfficientAnsatz, newRunDocument, parseExperiment, train, xxz } from "../../src/index.ts";
import { readRunZip, zipOfRun } from "../../src/runs/run-files.ts";

const common = {
  ansatz: "hea",
  qubits: 2,
  layers: 2,
  samples: 2,
  steps: 7,
  eta: 0.01,
  target: ["min+1"],
  measure: { gradient: 3 },
};
const config = parseExperiment(common);
const { record, state } = train({
  circuit: hardwareEfficientAnsatz({ qubits: 2, layers: 2 }),
  observable: xxz({ qubits: 2, coupling: 2 }),
  ...{ targets: [-3], samples: 2, steps: 7, eta: 0.01, frozen: [1], measure: { gradient: 3 } },
});

describe("the recorded gradient", () => {
  it("has squares that add up to K at its rows, and none for a frozen parameter", () => {
    const { steps, width, values } = record.measured.gradient ?? { steps: [], width: 0, values: [] };
    expect([Array.from(steps), width]).toEqual([[0, 3, 6, 7], 8]);
    for (let c = 0; c < 2; c++) {
      for (const [k, t] of Array.from(steps).entries()) {
        const own = Array.from({ length: width }, (_, l) => values[(c * steps.length + k) * width + l]);
        expect(own[1]).toBe(0);
        expect(own.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(record.kernel[c * 8 + t], 12);
      }
    }
  });

  it("is kept by a stored run and read back", async () => {
    const document = {
      ...newRunDocument({
        ...{ command: "train", config: { ...config, freeze: "1" }, engine: "wasm", targets: [-3], parameters: 8, created: "" },
        extremes: { min: -4, max: 4 },
      }),
      status: "complete" as const,
      rows: record.rows,
    };
    const opened = await readRunZip(await zipOfRun(document, record, state.theta), "run.zip");
    expect(opened.record.measured.gradient).toEqual(record.measured.gradient);
  });
});
