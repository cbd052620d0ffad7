/**
 * Phases of runs on a device, whose noise no model describes: read off the dynamics, wherever the target lies in the spectrum.
 */
import { describe, expect, it } from "vitest";
import { placeOf } from "../../src/analysis/histories.ts";
import { summarizeTargets } from "../../src/analysis/summary.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { endsOf, type RunDocument } from "../../src/runs/run-document.ts";
import { loadMeasured } from "../../src/shots/load.ts";
import { train } from "../../src/training/train.ts";

describe("a device that is noise kolkata, with 400 shots", { timeout: 60_000 }, () => {
  const targets = [-10, -12, -20];
  const config = { ansatz: "hea", qubits: 2, layers: 4, coupling: 4, eta: 0.002, samples: 4, steps: 200, target: targets };
  const { circuit, observable, measurement, theta, spectrum } = buildExperiment(
    parseExperiment({ ...config, noise: "kolkata", shots: 400 }),
  );
  const simulator = loadMeasured("wasm", circuit, observable, {
    ...{ gradient: "parameter-shift", seed: 0, ...measurement },
    ...{ columns: 12, firstColumn: 0 },
  });
  const { record } = train({
    ...{ circuit, observable, targets, samples: 4, eta: 0.002, steps: 200, simulator, shots: 400 },
    initialAngles: theta.slice(0, 4 * circuit.parameters),
  });
  const document = { extremes: spectrum, config: { device: "qiskit:FakeThing" } } as unknown as RunDocument;

  it("its ends are not known, and a target at the end of the spectrum is not taken for critical", () => {
    const ends = endsOf(document);
    expect(ends.moved).toBe(true);
    expect(placeOf(record, [4], ends)).toBe("unknown");
    const found = summarizeTargets(record, targets, ends);
    expect(found.map(({ inference }) => inference?.phase)).toEqual(["frozen-kernel", "frozen-error", "frozen-error"]);
    const { residual } = found[1].inference?.constants ?? {};
    expect(residual?.low).toBeGreaterThan(0.5);
    expect(residual?.high).toBeLessThan(1.3);
  });

  it("the ideal simulator of Qiskit has the ends of the spectrum", () => {
    const ideal = { ...document, config: { device: "qiskit:aer" } } as unknown as RunDocument;
    expect(endsOf(ideal).moved).toBeUndefined();
    expect(placeOf(record, [4], endsOf(ideal))).toBe("end");
  });
});
