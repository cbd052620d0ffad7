/**
 * Figure 7: linear against quadratic loss. "Shooting for the star": a target far below the spectrum speeds convergence up by the factor R.
 */
import type { Points } from "../../../analysis/curves.ts";
import { mean, range, standardError } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import type { CurveColor, Panel, PanelCurve } from "../../../reproduce/panels.ts";
import type { Agreement, NamedRun, Study, StudySize } from "../study.ts";
import { compareRuns, publishedDots, publishedHistory } from "../verification/overlay.ts";
import { curvesOf, dynamicsOf, rateAgreement, type TargetDynamics } from "./shared/dynamics.ts";
import { type PublishedSize, publishedRun } from "./shared/published-run.ts";

/** Circuit, samples, steps, and targets of the quadratic loss: O_min first, then below it; one of them in panel c alone. */
const SIZES: Record<
  StudySize,
  PublishedSize & { readonly targets: readonly number[]; readonly unprinted: number; readonly steps: number }
> = {
  paper: { qubits: 6, layers: 192, samples: 10, targets: [-22, -24, -26, -30], unprinted: -24, steps: 5000 },
  quick: { qubits: 3, layers: 48, samples: 10, targets: [-10, -12, -14, -18], unprinted: -12, steps: 4000 },
};

export const figure7: Study = {
  id: "7",
  title: "Linear and quadratic loss: shooting for the star",
  runs: figure7Runs,
  output({ size, run, published }) {
    const runs = figure7Runs(size);
    const losses = runs.flatMap((named) =>
      dynamicsOf(run(named.name), "linear").map(
        (dynamics): Loss => ({
          ...dynamics,
          named,
          color: colorOf(named, runs),
          isLinear: named.config.loss === "linear",
        }),
      ),
    );
    const panel = (quantity: "residualError" | "kernel"): Panel => ({
      name: quantity === "kernel" ? "kernel" : "residual error",
      x: { label: "\\text{step } t", domain: [0, SIZES[size].steps], integer: true },
      y: {
        label: quantity === "kernel" ? "K(t)" : "\\langle O\\rangle-O_{\\min}",
        type: "log",
        domain: decadesShown(losses, quantity),
      },
      curves: losses
        .filter(({ named }) => named.config.target[0] !== SIZES[size].unprinted)
        .flatMap(({ curves, named, color, ...dynamics }) => {
          const name = nameOf(named);
          const history = publishedHistory(published, named, quantity === "kernel" ? "kernel" : "epsilon");
          return [
            ...curvesOf(curves[quantity], name, color, { label: labelOf(named), samples: sampleColorOf(color) }),
            ...publishedDots(history, name, "linear", (value) =>
              quantity === "kernel" ? value : Math.abs(value - dynamics.summary.residual),
            ),
          ];
        }),
    });
    return {
      panels: [panel("residualError"), panel("kernel"), speedUpPanel(losses)],
      perRow: 3,
      legend: losses.map(({ named, color }) => ({ label: legendOf(named), color })),
      caption: CAPTION,
      agreement: losses.flatMap(agreementOf),
      comparisons: compareRuns(published, runs, run),
    };
  },
};

const CAPTION =
  "**a** Residual error ⟨O⟩ − O_min and **b** quantum neural tangent kernel K under the linear loss ⟨O⟩ and under the quadratic loss with targets at O_min (critical: a power law) and two below it. Thin: samples; thick: mean; dashed: Lotka–Volterra theory with constants fitted to the last half of each sample, exp(−2ηλt) for the linear loss (Eq. 25) and exp(−2ηλRt) for the quadratic one below the spectrum (Eq. 16). Beyond the printed figure: **c** rate r of K over that of the linear loss, for the same initial angles, against R = O_min − O0, with one target more: mean over samples with its standard error. Dashed: the factor R that holds if both losses end at the same λ.";

/** One loss function with everything that is shown of it. */
type Loss = TargetDynamics & { readonly named: NamedRun; readonly color: CurveColor; readonly isLinear: boolean };

/** The runs: the linear loss, then the quadratic one at O_min and below it. */
export function figure7Runs(size: StudySize): NamedRun[] {
  const { targets, unprinted: _, steps, ...circuit } = SIZES[size];
  const measure = { mu: size === "paper" ? 100 : 30 };
  return [
    publishedRun(circuit, { loss: "linear", target: 0, steps, measure }),
    ...targets.map((target) => publishedRun(circuit, { loss: "quadratic", target, steps, measure })),
  ];
}

function colorOf({ config, name }: NamedRun, runs: readonly NamedRun[]): CurveColor {
  if (config.loss === "linear") return "ink";
  const below = runs.slice(2);
  const index = below.findIndex((other) => other.name === name);
  return index < 0 ? "critical" : { phase: "frozen-error", index, count: below.length };
}

/** Colour of single samples, drawn light. */
function sampleColorOf(color: CurveColor): CurveColor {
  return color === "ink" ? "muted" : color;
}

function nameOf({ config }: NamedRun): string {
  return config.loss === "linear" ? "linear loss" : `O0 = ${plainNumber(Number(config.target[0]))}`;
}

/** What is written beside the curve. */
function labelOf({ config }: NamedRun): string {
  return config.loss === "linear" ? "linear" : plainNumber(Number(config.target[0]));
}

function legendOf({ config }: NamedRun): string {
  return config.loss === "linear" ? "linear loss" : `O_0 = ${plainNumber(Number(config.target[0]))}`;
}

/** Whole decades from the start down to where rounding begins. */
function decadesShown(losses: readonly Loss[], quantity: "residualError" | "kernel"): [number, number] {
  const first = Math.max(...losses.map(({ curves }) => curves[quantity].mean[0][1]));
  const top = 10 ** Math.ceil(Math.log10(first));
  return [top * 1e-12, top];
}

/** Rate of K of every sample, over that of the linear loss at the same angles. */
function speedUpPanel(losses: readonly Loss[]): Panel {
  const linear = losses.find(({ isLinear }) => isLinear);
  const below = losses.filter(({ isLinear, summary }) => !isLinear && summary.phase === "frozen-error");
  const largest = Math.max(1, ...below.map(({ summary }) => summary.residual));
  const line: Points = [
    [0, 0],
    [1.1 * largest, 1.1 * largest],
  ];
  const dots = below.map(({ summary, color, named }): PanelCurve => {
    const ratios = linear === undefined ? [] : ratiosOf(summary, linear.summary);
    return {
      name: nameOf(named),
      role: "simulation",
      color,
      mark: "dots",
      points: [[summary.residual, mean(ratios)]],
      errors: [standardError(ratios)],
    };
  });
  return {
    name: "speed-up",
    x: { label: "R", domain: [0, 1.1 * largest] },
    y: { label: "r/r_{\\mathrm{linear}}" },
    curves: [
      { name: "factor R", role: "theory", color: "ink", points: line },
      { name: "linear loss", role: "simulation", color: "ink", mark: "dots", points: [[1, 1]] },
      ...dots,
    ],
  };
}

function ratiosOf(quadratic: Loss["summary"], linear: Loss["summary"]): number[] {
  return range(quadratic.samples).flatMap((k) => {
    const [own, reference] = [quadratic.reports[k], linear.reports[k]];
    return own.phase === "frozen-error" && reference.phase === "frozen-error"
      ? [own.fittedRate.value / reference.fittedRate.value]
      : [];
  });
}

function agreementOf(loss: Loss): Agreement[] {
  if (!loss.isLinear) return rateAgreement(loss);
  const { phase, fittedRate, fittedRateError, predictedRateDiscrete } = loss.summary;
  if (phase === "undetermined") return [];
  return [
    {
      what: "rate of K per step, linear loss",
      found: fittedRate,
      error: fittedRateError,
      expected: predictedRateDiscrete,
      source: "2 ln(1 − ηλ), Eq. 25 at finite η",
    },
  ];
}
