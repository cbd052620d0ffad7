/**
 * Late-time rates of runs with the natural gradient: predicted by the gap of the observable alone where the theory holds, and not elsewhere, which is said.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { eigensystem } from "../../src/quantum/spectrum.ts";
import { readRunDocument } from "../../src/runs/run-folder.ts";
import { runHere } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

interface Shown {
  readonly targets: readonly {
    readonly phase: string | null;
    readonly fittedRate: number;
    readonly predictedRate: number | null;
    readonly predictedRateDiscrete: number | null;
  }[];
}

const ETA = 4e-3;
const HOW = ["--optimizer", "qng", "--eta", String(ETA), "--steps", "300", "--samples", "1", "--threads", "1", "--no-plot"];

async function trained(...options: readonly string[]) {
  const out = join(temporaryFolder(), "run");
  const { code, stderr } = await runHere(["train", "--qubits", "2", ...HOW, ...options, "--quiet", "--out", out]);
  expect([code, stderr]).toEqual([0, ""]);
  const shown = JSON.parse((await runHere(["show", out, "--json"])).stdout) as Shown;
  return { targets: shown.targets, text: (await runHere(["show", out])).stdout, document: readRunDocument(out) };
}

/** Gaps of the transverse-field Ising model on two qubits at both ends, from its matrix. */
function gapsOfModel(): { min: number; max: number } {
  const { observable } = buildExperiment(parseExperiment({ qubits: 2, layers: 2, observable: "tfim", target: [-1] }));
  const { values } = eigensystem(observable);
  const last = values.length - 1;
  return { min: values[1] - values[0], max: values[last] - values[last - 1] };
}

describe("late times of the natural gradient", () => {
  it.each([
    ["rpa", "12"],
    ["hea", "4"],
  ])("%s: beyond the spectrum the table predicts imaginary time by the gap, as simulated", async (ansatz, layers) => {
    const circuit = ["--ansatz", ansatz, "--layers", layers, "--observable", "tfim"];
    const { targets, text, document } = await trained(...circuit, "--target=-6", "--target", "6", "--target", "0.5");
    const { min, max } = gapsOfModel();
    expect(document.gaps?.min).toBeCloseTo(min, 12);
    expect(document.gaps?.max).toBeCloseTo(max, 12);
    const [below, above, inside] = targets;
    for (const [target, gap] of [
      [below, min],
      [above, max],
    ] as const) {
      const slope = 6 - document.extremes.max;
      expect(target.phase).toBe("frozen-error");
      expect(target.predictedRate).toBeCloseTo(-4 * ETA * gap * slope, 5);
      expect(target.predictedRateDiscrete).toBeCloseTo(2 * Math.log(1 - 2 * ETA * gap * slope), 5);
      expect(Math.abs(target.fittedRate / (target.predictedRateDiscrete as number) - 1)).toBeLessThan(2e-3);
    }
    expect(inside).toMatchObject({ phase: "frozen-kernel", predictedRate: null, predictedRateDiscrete: null });
    expect(text).toContain(
      "that of imaginary time, 2 ln(1 − 2ηΔ|ε|) with the gap Δ of O, in the frozen-error phase; none is in the others",
    );
  });

  it("under the linear loss the rate does not depend on the target", async () => {
    const { targets, text } = await trained("--layers", "12", "--observable", "tfim", "--loss", "linear", "--target", "1");
    const expected = 2 * Math.log(1 - 2 * ETA * gapsOfModel().min);
    expect(targets[0].predictedRateDiscrete).toBeCloseTo(expected, 10);
    expect(Math.abs(targets[0].fittedRate / expected - 1)).toBeLessThan(2e-3);
    expect(text).toContain("2 ln(1 − 2ηΔ) with the gap Δ of O");
  });

  it.each([
    ["fewer parameters than directions", ["--layers", "4"], "span all directions"],
    ["a block-diagonal metric", ["--layers", "12", "--metric", "block-diagonal"], "no rate is predicted"],
    ["a damping", ["--layers", "12", "--damping", "0.1"], "no rate is predicted"],
    ["a schedule", ["--layers", "12", "--schedule", "1/t:100"], "no rate is predicted"],
    ["frozen angles that leave fewer than there are directions", ["--layers", "8", "--freeze", "0-2"], "span all directions"],
  ])("predicts nothing, and says so, with %s", async (_, options, words) => {
    const { targets, text } = await trained("--observable", "tfim", ...options, "--target=-6");
    expect(targets[0]).toMatchObject({ phase: "frozen-error", predictedRate: null, predictedRateDiscrete: null });
    expect(text).toContain(words);
  });
});
