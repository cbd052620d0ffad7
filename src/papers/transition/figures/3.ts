/**
 * Figure 3: the transcritical bifurcation. Right-hand side of Eq. 12 with its fixed points, trajectories in the plane (2λε, K), λ(t)
 * and ζ(t).
 */
import type { CurveSet, Points } from "../../../analysis/curves.ts";
import { range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { fixedPoints, kernelRate } from "../../../theory/lotka-volterra/dynamics.ts";
import type { Phase } from "../../../theory/lotka-volterra/phases.ts";
import type { NamedRun, Study, StudyInput, StudySize } from "../study.ts";
import { compareRuns, type PublishedRatios, publishedDots, publishedHistory, publishedRatios } from "../verification/overlay.ts";
import { curvesOf, dynamicsOf, rateAgreement, type TargetDynamics } from "./shared/dynamics.ts";
import { type PublishedSize, publishedRun } from "./shared/published-run.ts";

/** Circuit, samples, and steps by target. */
const SIZES: Record<StudySize, PublishedSize & { readonly steps: Readonly<Record<string, number>> }> = {
  paper: {
    qubits: 6,
    layers: 192,
    samples: 5,
    steps: { "-18": 3000, "-20": 4000, "-21": 6000, "-22": 20000, "-23": 12000, "-24": 8000, "-26": 2000 },
  },
  quick: {
    qubits: 4,
    layers: 64,
    samples: 5,
    steps: { "-10": 1500, "-12": 2500, "-13": 4000, "-14": 6000, "-15": 4000, "-16": 2500, "-18": 1500 },
  },
};

/** Targets that panel a shows, one of each phase. */
const SHOWN: Record<StudySize, readonly number[]> = { paper: [-18, -22, -24], quick: [-10, -14, -18] };

export const figure3: Study = {
  id: "3",
  title: "Bifurcation of the training dynamics",
  runs: runsOf,
  output({ size, run, published }) {
    const runs = runsOf(size);
    const all = runs.flatMap((named) =>
      dynamicsOf(run(named.name), "log").map((dynamics) => ({
        ...dynamics,
        plane: planeOf(dynamics),
        published: publishedRatios(published, named),
        publishedPlane: publishedPlane(dynamics, published, named),
      })),
    );
    const shown = all.filter(({ target }) => SHOWN[size].includes(target));
    return {
      panels: [bifurcationPanel(shown), portraitPanel(all), ratiosPanel(shown)],
      perRow: 3,
      legend: shown.map(({ target, summary: { phase } }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
      caption: CAPTION,
      agreement: all.flatMap(rateAgreement),
      comparisons: compareRuns(published, runs, run),
    };
  },
};

/** The dynamics of a target with the published ones, where there are some. */
type ComparedDynamics = TargetDynamics & {
  readonly plane: CurveSet;
  readonly published?: PublishedRatios;
  readonly publishedPlane: Points;
};

/** First step of a trajectory that is drawn: a logarithmic thinning begins with 0 and 1. */
const FIRST_STEP = 1;

/** (2λ(∞)ε, K) of samples and mean, step by step, λ(∞) being that of the ensemble. */
function planeOf({ summary: { lambda }, curves: { epsilon, kernel } }: TargetDynamics): CurveSet {
  const joined = (errors: Points, kernels: Points): Points =>
    errors.flatMap(([t, error], k) => (t < FIRST_STEP || k >= kernels.length ? [] : [[2 * lambda * error, kernels[k][1]]]));
  return {
    samples: epsilon.samples.map((points, k) => joined(points, kernel.samples[k])),
    mean: joined(epsilon.mean, kernel.mean),
  };
}

/** The same of the published averages. */
function publishedPlane({ summary: { lambda } }: TargetDynamics, published: StudyInput["published"], named: NamedRun): Points {
  const [errors, kernels] = (["epsilon", "kernel"] as const).map(
    (quantity) => publishedDots(publishedHistory(published, named, quantity), quantity, "log")[0]?.points ?? [],
  );
  return errors.flatMap(([, error], k) => (k < kernels.length ? [[2 * lambda * error, kernels[k][1]] as const] : []));
}

const CAPTION =
  "**a** Right-hand side of dK/dt = η(C − K)K (Eq. 12) over η, with C = K − 2λε as it comes out at late time for each target; filled dots are stable fixed points, open dots unstable ones, and at C = 0 the two meet. Grey: K < 0, which no circuit has. **b** Trajectories in the plane (2λ(∞)ε, K), both logarithmic, seven targets, one colour for each phase, with the lines K = C + 2λ(∞)ε of constant C (dashed), straight where the axes are linear. **c** Relative dQNTK λ = μ/K, which settles. Inset: dynamical index ζ = εμ/K², which goes to 0, 1/2 (dashed) or ∞. Thin: samples; thick: their mean; black dots: published data.";

function runsOf(size: StudySize): NamedRun[] {
  const { steps, ...circuit } = SIZES[size];
  return Object.entries(steps).map(([target, count]) =>
    publishedRun(circuit, {
      loss: "quadratic",
      target: Number(target),
      steps: count,
      measure: { mu: size === "paper" ? 40 : 10 },
    }),
  );
}

function bifurcationPanel(shown: readonly TargetDynamics[]): Panel {
  const widest = Math.max(...shown.map(({ curves }) => Math.abs(curves.c)));
  const [low, high] = [-0.75 * widest, 1.25 * widest];
  const kernels = range(121).map((k) => low + (k * (high - low)) / 120);
  const curves = shown.flatMap(({ target, summary: { phase }, curves: { c } }): PanelCurve[] => {
    const constant = phase === "critical" ? 0 : c;
    const points: Points = kernels.map((kernel) => [kernel, kernelRate(kernel, constant, 1)]);
    const dots = (name: string, mark: PanelCurve["mark"], stable: boolean): PanelCurve => ({
      name: `${name} fixed points, O0 = ${plainNumber(target)}`,
      role: "simulation",
      color: phase,
      mark,
      points: fixedPoints(constant, 1)
        .filter(({ stability }) => (stability !== "unstable") === stable)
        .map(({ kernel }) => [kernel, 0]),
    });
    return [
      { name: `right-hand side, O0 = ${plainNumber(target)}`, role: "simulation", color: phase, points, label: signOfC(phase) },
      dots("stable", "dots", true),
      dots("unstable", "hollow-dots", false),
    ];
  });
  const top = 1.3 * Math.max(...curves.flatMap(({ points }) => points.map(([, y]) => y)));
  return {
    name: "right-hand side of Eq. 12",
    bands: [
      {
        name: "K below zero",
        rows: [
          [low, -1.5 * top, top],
          [0, -1.5 * top, top],
        ],
      },
    ],
    x: { label: "K", domain: [low, high] },
    y: { label: "\\eta^{-1}\\,dK/dt", domain: [-1.5 * top, top] },
    curves: [
      {
        name: "zero",
        role: "guide",
        color: "muted",
        points: [
          [low, 0],
          [high, 0],
        ],
      },
      ...curves,
    ],
  };
}

function signOfC(phase: Phase): string {
  return phase === "frozen-kernel" ? "C > 0" : phase === "critical" ? "C = 0" : "C < 0";
}

/** Decades below the largest value that the plane shows. */
const PLANE_DECADES = 5;

function portraitPanel(all: readonly ComparedDynamics[]): Panel {
  const ends = all.flatMap(({ curves, plane }) => [...(plane.mean[0] ?? []), Math.abs(curves.c)]);
  const top = 10 ** Math.ceil(Math.log10(1.2 * Math.max(...ends.filter(Number.isFinite))));
  const domain = [top / 10 ** PLANE_DECADES, top] as const;
  const axis = range(121).map((k) => domain[0] * (domain[1] / domain[0]) ** (k / 120));
  return {
    name: "trajectories",
    x: { label: "2\\lambda(\\infty)\\varepsilon", type: "log", domain },
    y: { label: "K", type: "log", domain },
    curves: all.flatMap(({ target, plane, publishedPlane: dots, summary: { phase }, curves: { c } }): PanelCurve[] => {
      const name = `O0 = ${plainNumber(target)}`;
      const constant = phase === "critical" ? 0 : c;
      const reach = 1.5 * (plane.mean[0]?.[0] ?? top);
      // On logarithmic axes a line leaves along K = C or 2λε = -C: both of its coordinates are followed.
      const line: Points = axis
        .flatMap((value): [number, number][] => [
          [value, value + constant],
          [value - constant, value],
        ])
        .filter(([x, y]) => x >= domain[0] && x <= reach && y >= domain[0])
        .sort(([a, ya], [b, yb]) => a - b || ya - yb);
      return [
        ...curvesOf(plane, name, phase, { samples: phase }),
        { name: `${name}, K = C + 2λε`, role: "theory", color: "ink", points: line },
        ...(dots.length === 0 ? [] : [{ name: `${name}, published`, role: "published", color: "ink", points: dots } as const]),
      ];
    }),
  };
}

/** How much higher than its curves a panel is that has an inset at its top. */
const INSET_ROOM = 2.6;

/** λ(t), with ζ(t) as its inset. */
function ratiosPanel(shown: readonly ComparedDynamics[]): Panel {
  const { y, ...panel } = ratioPanel(shown, "zeta");
  const inset = { ...panel, x: { ...panel.x, label: "t" }, y: { ...y, label: "|\\zeta|" } };
  // Names beside the curves would fill the small panel; the colours are those of the large one.
  const unnamed = inset.curves.map(({ label: _, ...curve }) => curve);
  return { ...ratioPanel(shown, "lambda"), inset: { corner: "top-right", panel: { ...inset, curves: unnamed } } };
}

/** λ of all samples, with the upper part of the panel left to the inset. */
function belowInset(shown: readonly ComparedDynamics[]): [number, number] {
  const points = shown.flatMap(({ curves: { lambda } }) => [...lambda.samples, lambda.mean].flat());
  const values = points.flatMap(([t, value]) => (t > 0 ? [value] : []));
  const finite = values.filter(Number.isFinite);
  return [Math.min(0, ...finite), INSET_ROOM * Math.max(...finite)];
}

function ratioPanel(shown: readonly ComparedDynamics[], quantity: "lambda" | "zeta"): Panel {
  const last = Math.max(...shown.flatMap(({ curves }) => curves[quantity].mean.map(([t]) => t)));
  const first = Math.min(...shown.flatMap(({ curves }) => curves[quantity].mean.flatMap(([t]) => (t > 0 ? [t] : []))));
  const curves = shown.flatMap(({ target, published, summary: { phase }, curves: set }): PanelCurve[] => {
    const name = `${quantity}, O0 = ${plainNumber(target)}`;
    return [
      ...curvesOf(set[quantity], name, phase, { label: plainNumber(target) }),
      ...(published === undefined
        ? []
        : [{ name: `${name}, published`, role: "published", color: "ink", points: published[quantity] } as const]),
    ];
  });
  return {
    name: quantity,
    x: { label: "\\text{step } t", type: "log", domain: [first, last] },
    y:
      quantity === "lambda"
        ? { label: "\\lambda(t)", domain: belowInset(shown) }
        : { label: "|\\zeta(t)|", type: "log", domain: [1e-3, 1e3] },
    curves: [
      ...(quantity === "zeta"
        ? [
            {
              name: "1/2",
              role: "theory",
              color: "ink",
              points: [
                [first, 0.5],
                [last, 0.5],
              ],
            } as const,
          ]
        : []),
      ...curves,
    ],
  };
}
