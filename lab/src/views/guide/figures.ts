/**
 * The runs that the guide shows, and its charts that are not those of the Dynamics view.
 */
import { haar, lotkaVolterra, type Phase, tracesOfPowers } from "qntk";
import { formatNumber } from "../../format/numbers.ts";
import type { Arrow, ChartModel, Dot, Ink, Line } from "../../plots/model.ts";
import { logDomain } from "../../plots/ticks.ts";
import { chosenOf } from "../../snapshot/definition-fields.ts";
import { initialSnapshot, type Snapshot } from "../../snapshot/snapshot.ts";

/** Three qubits and 64 parameters: small enough to run while one reads, deep enough for all three phases. */
export const small: Snapshot = {
  ...initialSnapshot,
  qubits: 3,
  layers: 64,
  samples: 4,
  steps: 900,
  speed: 200,
  overlays: ["fit"],
};

/** Averages of the Haar ensemble for the small network. */
export function smallHaar() {
  const { qubits, layers, seed, streams } = small;
  const { definition, fields } = chosenOf(small).observable;
  const traces = tracesOfPowers(definition.build(fields, { qubits, seed, streams, arrays: {} }), 4) as [
    number,
    number,
    number,
    number,
  ];
  return haar.exactAverages({ dimension: 2 ** qubits, traces, parameters: layers, target: 0 });
}

/** One run for each phase, below each other in target. */
export const phaseRuns: readonly { readonly phase: Phase; readonly place: string; readonly snapshot: Snapshot }[] = [
  { phase: "frozen-kernel", place: "inside", snapshot: { ...small, target: "min+1" } },
  { phase: "critical", place: "on the edge", snapshot: { ...small, target: "min" } },
  { phase: "frozen-error", place: "beyond", snapshot: { ...small, target: "min-1" } },
];

/** The residual error that counts as solved in the race. */
const GOAL = 1e-3;

/** Who races: the linear loss, the honest target, and one beyond what can be reached. */
export const racers = [
  { name: "linear", ink: "ink" },
  { name: "honest", ink: "critical" },
  { name: "star", ink: "frozen-error" },
] as const;

export type RacerName = (typeof racers)[number]["name"];

/** The settings of a racer; the star lies `beyond` below O_min. */
export function racerSnapshot(name: RacerName, beyond: number): Snapshot {
  const base: Snapshot = { ...small, steps: 800, drag: "restart" };
  switch (name) {
    case "linear":
      return { ...base, loss: "linear", target: "min" };
    case "honest":
      return { ...base, target: "min" };
    case "star":
      return { ...base, target: `min-${beyond}` };
  }
}

/** How far a racer has come: |ε - R| after each of its steps, mean over samples. */
export interface Racer {
  readonly ink: Ink;
  readonly label: string;
  readonly t: Float64Array;
  readonly residual: Float64Array;
}

/** The race: residual errors over time, and the step at which each gets below the goal. */
export function raceModel(arms: readonly Racer[], steps: number): ChartModel {
  const lines = arms.map(({ ink, label, t, residual }): Line => ({ x: t, y: residual, ink, label, width: 2.25 }));
  const dots = arms.flatMap(({ ink, t, residual }): Dot[] => {
    const k = arrival(residual);
    return k < 0 ? [] : [{ x: t[k], y: residual[k], ink, radius: 4.5, label: `t = ${formatNumber(t[k])}`, side: "above" }];
  });
  const start = Math.max(1, ...arms.map(({ residual }) => residual[0] ?? 0));
  return {
    x: { domain: [0, steps], label: "step t" },
    y: { domain: [1e-6, logDomain(GOAL, start)[1]], log: true, label: "|ε − R|" },
    rules: [{ axis: "y", at: GOAL, ink: "muted", dashed: true, label: "solved: 10⁻³", side: "end" }],
    lines,
    dots,
  };
}

/** The first place at which a residual error is below the goal; -1 before. */
export function arrival(residual: Float64Array): number {
  return residual.findIndex((value) => Math.abs(value) <= GOAL);
}

/** K at the beginning of the theory figures, in units of 2λε. */
const START_KERNEL = 4;

/** The bifurcation for one value of C, with time in units of 1/η. */
export function bifurcationModels(c: number): { readonly rate: ChartModel; readonly course: ChartModel; readonly phase: Phase } {
  const phase: Phase = c > 0 ? "frozen-kernel" : c < 0 ? "frozen-error" : "critical";
  const kernels = Float64Array.from({ length: 121 }, (_, k) => (k / 120) * 5);
  const points = lotkaVolterra.fixedPoints(c, 1).filter(({ kernel }) => kernel >= 0);
  const arrows = [0.5, 1.25, 2, 2.75, 3.5, 4.25].flatMap((kernel): Arrow[] => {
    const rate = lotkaVolterra.kernelRate(kernel, c, 1);
    return points.some((point) => Math.abs(point.kernel - kernel) < 0.2)
      ? []
      : [{ x: kernel, y: 0, dx: Math.sign(rate), dy: 0, ink: phase }];
  });
  const rate: ChartModel = {
    x: { domain: [-0.25, 5], label: "K" },
    y: { domain: [-8, 4], label: "dK/dt" },
    rules: [{ axis: "y", at: 0, ink: "faint" }],
    lines: [
      { x: kernels, y: kernels.map((kernel) => lotkaVolterra.kernelRate(kernel, c, 1)), ink: phase, width: 2.25, dashed: true },
    ],
    arrows,
    dots: points.map(({ kernel, stability }) => ({
      x: kernel,
      y: 0,
      ink: phase,
      radius: 5,
      hollow: stability === "unstable",
      side: stability === "unstable" ? "below" : "above",
      label: stability === "marginal" ? "C = 0: half-stable" : `K = ${kernel === 0 ? "0" : formatNumber(kernel)}: ${stability}`,
    })),
  };
  const solution = lotkaVolterra.solutionThrough({ t: 0, kernel: START_KERNEL, lambdaEpsilon: (START_KERNEL - c) / 2 }, 1);
  const t = Float64Array.from({ length: 121 }, (_, k) => (k / 120) * 3);
  const course: ChartModel = {
    x: { domain: [0, 3], label: "ηt" },
    y: { domain: [0, 8], label: "" },
    lines: [
      { x: t, y: t.map((at) => solution.kernel(at)), ink: phase, width: 2.25, dashed: true, label: "K" },
      { x: t, y: t.map((at) => 2 * solution.lambdaEpsilon(at)), ink: "ink", width: 1.75, dashed: true, label: "2λε" },
    ],
  };
  return { rate, course, phase };
}
