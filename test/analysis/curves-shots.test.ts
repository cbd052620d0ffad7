/**
 * Curves of a run with shots: K without the bias of squared estimates and what it is with it, bands of a standard error, and no theory fitted to rows that
 * scatter.
 */
import { describe, expect, it } from "vitest";
import { curvesOfTarget } from "../../src/analysis/curves.ts";
import { summarizeTargets } from "../../src/analysis/summary.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { noiselessModel } from "../../src/quantum/noise/noise-model.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { spectrum } from "../../src/quantum/spectrum.ts";
import { loadShots } from "../../src/shots/shot-simulator.ts";
import { train } from "../../src/training/train.ts";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = xxz({ qubits: 2, coupling: 4 });
const extremes = spectrum(observable);
const shots = 1000;
const samples = 6;
const common = { circuit, observable, targets: [-20], samples, eta: 0.002, steps: 150, seed: 1 };

describe("curves of a run with shots", () => {
  const stream = (row: number, column: number) => new CounterStream(3, "shots", row * samples + column);
  const simulator = loadShots({ circuit, observable, model: noiselessModel, engine: "wasm", shots, stream });
  const { record } = train({ ...common, simulator, shots });
  const curves = curvesOfTarget(record, 0, summarizeTargets(record, [-20], extremes)[0], extremes, (count) =>
    Array.from({ length: count }, (_, k) => k),
  );
  const late = (points: readonly (readonly number[])[] = []) => points.slice(75).map(([, value]) => value);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it("K is the unbiased one, the raw one stands on its floor, Σ of the variances of the estimates above", () => {
    const floor = mean(late(curves.kernel.raw)) - mean(late(curves.kernel.mean));
    // 16 parameters; the difference is known to the percent here.
    expect(mean(late(curves.kernel.raw))).toBeGreaterThan(0.3);
    expect(floor / mean(late(curves.kernel.raw))).toBeGreaterThan(0.8);
  });

  it("bands are one standard error of the mean to both sides: they hold about two thirds of what scatters about a plateau", () => {
    const plateau = mean(late(curves.kernel.mean));
    const rows = curves.kernel.band?.slice(75) ?? [];
    expect(rows).toHaveLength(76);
    const held = rows.filter(([, low, high]) => low <= plateau && plateau <= high).length / rows.length;
    // 0.683 ± 0.053 for 76 rows: within 4 sigma.
    expect(Math.abs(held - 0.683)).toBeLessThan(0.22);
  });

  it("there is no theory of rows that scatter, and there is of exact ones", () => {
    expect([curves.epsilon.theory, curves.residualError.theory, curves.kernel.theory]).toEqual([undefined, undefined, undefined]);
    const exact = train(common).record;
    const { kernel } = curvesOfTarget(exact, 0, summarizeTargets(exact, [-20], extremes)[0], extremes);
    expect(kernel.theory?.length).toBeGreaterThan(10);
    expect([kernel.band, kernel.raw]).toEqual([undefined, undefined]);
  });
});
