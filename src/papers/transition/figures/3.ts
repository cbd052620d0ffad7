/**
 * Figure 3: the transcritical bifurcation. Right-hand side of Eq. 12 with its fixed points, trajectories in the plane (2λε, K), λ(t)
 * and ζ(t).
 */
import type { Points } from "../../../analysis/curves.ts";
import { range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { compareRuns, type PublishedRatios, publishedRatios } from "../../../reproduce/overlay.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import type { NamedRun, Study, StudySize } from "../../../reproduce/study.ts";
import { fixedPoints, kernelRate } from "../../../theory/lotka-volterra/dynamics.ts";
import type { Phase } from "../../../theory/lotka-volterra/phases.ts";
import { curvesOf, dynamicsOf, rateAgreement, type TargetDynamics } from "./shared/dynamics.ts";
import { type PublishedSize, publishedRun } from "./shared/published-run.ts";

/** Circuit, samples, and steps by target. */
const SIZES: Record<StudySize, PublishedSize & { readonly steps: Readonly<Record<string, number>> }> = {
  paper: { qubits: 6, layers: 192, samples: 5, steps: { "-18": 3000, "-20": 4000, "-22": 20000, "-24": 8000, "-26": 2000 } },
  quick: { qubits: 4, layers: 64, samples: 5, steps: { "-10": 1500, "-12": 2500, "-14": 6000, "-16": 2500, "-18": 1500 } },
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
      dynamicsOf(run(named.name), "log").map((dynamics) => ({ ...dynamics, published: publishedRatios(published, named) })),
    );
    const shown = all.filter(({ target }) => SHOWN[size].includes(target));
    return {
      panels: [bifurcationPanel(shown), portraitPanel(all), ratioPanel(shown, "lambda"), ratioPanel(shown, "zeta")],
      perRow: 2,
      legend: shown.map(({ target, summary: { phase } }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
      caption: CAPTION,
      agreement: all.flatMap(rateAgreement),
      comparisons: compareRuns(published, runs, run),
    };
  },
};

/** The dynamics of a target with the published ones, where there are some. */
type ComparedDynamics = TargetDynamics & { readonly published?: PublishedRatios };

const CAPTION =
  "**a** Right-hand side of dK/dt = η(C − K)K (Eq. 12) over η, with C = K − 2λε as it comes out at late time for each target; filled dots are stable fixed points, open dots unstable ones, and at C = 0 the two meet. **b** Trajectories in the plane (2λε, K), one colour for each phase, with the lines K = C + 2λε of constant C and the end points. **c** Relative dQNTK λ = μ/K, which settles. **d** Dynamical index ζ = εμ/K², which goes to 0, 1/2 or ∞.";

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

function portraitPanel(all: readonly ComparedDynamics[]): Panel {
  const ends = all.flatMap(({ curves }) => [...(curves.portrait.mean[0] ?? []), Math.abs(curves.c)]);
  const size = 1.08 * Math.max(...ends.filter(Number.isFinite));
  return {
    name: "trajectories",
    x: { label: "2\\lambda\\varepsilon", domain: [0, size] },
    y: { label: "K", domain: [0, size] },
    curves: all.flatMap(({ target, published, summary: { phase }, curves: { portrait, c } }): PanelCurve[] => {
      const name = `O0 = ${plainNumber(target)}`;
      const reach = Math.min(size, size - c, 1.25 * (portrait.mean[0]?.[0] ?? size));
      const line: Points = [
        [Math.max(0, -c), Math.max(0, c)],
        [reach, reach + c],
      ];
      return [
        ...curvesOf(portrait, name, phase, { samples: phase }),
        { name: `${name}, K = C + 2λε`, role: "theory", color: "ink", points: line },
        { name: `${name}, end`, role: "simulation", color: phase, mark: "dots", points: portrait.mean.slice(-1) },
        ...(published === undefined
          ? []
          : [{ name: `${name}, published`, role: "published", color: "ink", points: published.portrait } as const]),
      ];
    }),
  };
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
    y: quantity === "lambda" ? { label: "\\lambda(t)" } : { label: "|\\zeta(t)|", type: "log", domain: [1e-3, 1e3] },
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
