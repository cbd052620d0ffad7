/**
 * From the supplement: correlations of the residual error, of the kernel and of the dQNTK on four qubits, and how their length grows near O_min at
 * several depths.
 */
import type { Points } from "../../../analysis/curves.ts";
import { columnsOfTarget } from "../../../analysis/trajectories.ts";
import { mean } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { correlationExponent } from "../../../theory/imaginary-time/correlations.ts";
import type { Phase } from "../../../theory/lotka-volterra/phases.ts";
import { measuredOf, seriesOf } from "../../../training/record.ts";
import type { Agreement, NamedRun, Study, StudyRun, StudySize } from "../study.ts";
import { closingSize } from "./4.ts";
import {
  type Correlation,
  type LengthPoint,
  lengthPowerLaw,
  lengthsOf,
  PUBLISHED_EXPONENTS,
  phaseBeside,
  relativeCorrelation,
  SIDES,
  type Side,
  spreadOf,
} from "./shared/correlation-lengths.ts";
import { logPlaces } from "./shared/dynamics.ts";
import { type ClosingSize, closingRuns, endOf } from "./shared/gap-closing.ts";

/** The run whose correlations are drawn: its depth, the distance of its outer targets from O_min, and its steps. */
interface Drawn {
  readonly layers: number;
  readonly distance: number;
  readonly steps: number;
}

const DRAWN: Record<StudySize, Drawn> = {
  paper: { layers: 64, distance: 0.5, steps: 6000 },
  quick: { layers: 32, distance: 1, steps: 4000 },
};

/** t0: samples are late there. */
const START = 200;
/** Steps between the rows of μ. */
const STRIDE = 10;

export const correlationSupplement: Study = {
  id: "s-correlations",
  title: "Correlations of error, kernel and dQNTK, and their length at several depths",
  runs: (size) => [drawnRun(size), ...closingRuns(distant(size))],
  output({ size, run }) {
    const drawn = run(drawnRun(size).name);
    const { qubits } = closingSize(size);
    const end = endOf(qubits);
    const byDepth = closingRuns(distant(size)).map(({ name, config }) => ({
      layers: config.layers,
      correlations: errorCorrelations(run(name), end),
    }));
    const phases = drawn.targets.map((target) => phaseBeside(target, end));
    return {
      panels: [
        decayPanel("\\varepsilon", errorCorrelations(drawn, end), 1),
        decayPanel("K", kernelCorrelations(drawn, end), 1),
        decayPanel("\\mu", dqntkCorrelations(drawn, end), STRIDE),
        lengthPanel(byDepth, end),
      ],
      perRow: 2,
      legend: drawn.targets.map((target, k) => ({ label: `O_0 = ${plainNumber(target)}`, color: phases[k] })),
      dashedName: "power laws",
      caption: CAPTION,
      agreement: agreementOf(drawn, byDepth, end),
      comparisons: [],
    };
  },
};

const CAPTION =
  "Random Pauli ansatz on four qubits (three in the quick version) from the published streams, XXZ with J = 2. Correlations A(τ) = mean over samples of x(t0) x(t0 + τ), t0 = 200, relative to A(0), L = 64 (32), for targets above, at and below O_min: **a** of the residual error, **b** of K and **c** of μ, each less its value at the end of the run where the kernel is frozen. **d** Correlation length ξ, the decay constant of the correlation of the residual error where it falls from 0.1 to 10⁻⁸ of A(0), against the distance from O_min, above (blue) and below it (green), for several L, light to dark; dashed: power laws of each L.";

/** The depths of figure 4, at the distances that have converged after the fewest steps. */
function distant(size: StudySize): ClosingSize {
  const { groups, ...closing } = closingSize(size);
  return { ...closing, groups: groups.slice(0, 1) };
}

function drawnRun(size: StudySize): NamedRun {
  const { layers, distance, steps } = DRAWN[size];
  const { qubits, samples, eta } = closingSize(size);
  const end = endOf(qubits);
  return {
    name: `rpa-xxz-n${qubits}-L${layers}-correlations-by-${distance}-${samples}x${steps}`,
    config: parseExperiment({
      ...{ qubits, layers, observable: "xxz", eta, steps, samples, streams: "published", measure: { mu: STRIDE } },
      target: [end + distance, end, end - distance],
    }),
  };
}

function errorCorrelations({ record, targets }: StudyRun, end: number): Correlation[] {
  return targets.map((target, k) => {
    const residual = Math.max(0, end - target);
    const histories = columnsOfTarget(record, k).map((column) =>
      seriesOf(record, "epsilon", column).map((epsilon) => epsilon - residual),
    );
    return { target, phase: phaseBeside(target, end), values: relativeCorrelation(histories, START) };
  });
}

function kernelCorrelations({ record, targets }: StudyRun, end: number): Correlation[] {
  return targets.map((target, k) => {
    const phase = phaseBeside(target, end);
    const histories = columnsOfTarget(record, k).map((column) => lessTheEnd(seriesOf(record, "kernel", column), phase));
    return { target, phase, values: relativeCorrelation(histories, START) };
  });
}

/** By rows of μ. */
function dqntkCorrelations({ record, targets }: StudyRun, end: number): Correlation[] {
  return targets.map((target, k) => {
    const phase = phaseBeside(target, end);
    const histories = columnsOfTarget(record, k).map((column) =>
      lessTheEnd(measuredOf(record, "mu", column)?.values ?? new Float64Array(), phase),
    );
    return { target, phase, values: relativeCorrelation(histories, START / STRIDE) };
  });
}

/** A series less its last value where it comes to rest at a value that is not 0. */
function lessTheEnd(series: Float64Array, phase: Phase): Float64Array {
  return phase === "frozen-kernel" ? series.map((value) => value - series[series.length - 1]) : series.slice();
}

function decayPanel(symbol: string, all: readonly Correlation[], stride: number): Panel {
  const last = stride * Math.max(...all.map(({ values }) => values.length - 1));
  return {
    name: `correlation of ${symbol.replace("\\", "")}`,
    x: { label: "\\tau", type: "log", domain: [STRIDE, last] },
    y: { label: `A_{${symbol}}(\\tau)/A_{${symbol}}(0)`, type: "log", domain: [1e-8, 1] },
    curves: all.map(
      ({ target, phase, values }): PanelCurve => ({
        name: `A, O0 = ${plainNumber(target)}`,
        role: "simulation",
        color: phase,
        points: logPlaces(values.length)
          .filter((place) => place > 0)
          .map((place) => [stride * place, Math.abs(values[place])]),
      }),
    ),
  };
}

/** The correlations of one depth. */
interface DepthCorrelations {
  readonly layers: number;
  readonly correlations: readonly Correlation[];
}

/** Lengths of the depths that have some of a side, with their power laws. */
function fitsOf(byDepth: readonly DepthCorrelations[], side: Side, end: number) {
  return byDepth.flatMap(({ layers, correlations }) => {
    const points = lengthsOf(correlations, side, end);
    return points.length < 2 ? [] : [{ layers, points, ...lengthPowerLaw(points) }];
  });
}

function lengthPanel(byDepth: readonly DepthCorrelations[], end: number): Panel {
  const curves = SIDES.flatMap((side) =>
    fitsOf(byDepth, side, end).flatMap(({ layers, points, exponent, at }, index, { length: count }): PanelCurve[] => {
      const color = { phase: side, index, count } as const;
      const ends: readonly LengthPoint[] = [points[0], points[points.length - 1]];
      const line: Points = ends.map(({ distance }) => [distance, at(distance)]);
      return [
        {
          name: `length, ${side}, L = ${layers}`,
          role: "simulation",
          color,
          // The two sides nearly coincide: open dots leave the others visible.
          mark: side === "frozen-error" ? "hollow-dots" : "dots",
          points: points.map(({ distance, length }) => [distance, length]),
        },
        { name: `power law, ${side}, ${exponent.toFixed(3)}, L = ${layers}`, role: "theory", color, points: line },
      ];
    }),
  );
  const distances = curves.flatMap(({ points }) => points.map(([distance]) => distance));
  return {
    name: "correlation length",
    x: { label: "|O_0-O_{\\min}|", type: "log", domain: [0.8 * Math.min(...distances), 1.25 * Math.max(...distances)] },
    y: { label: "\\xi", type: "log" },
    curves,
  };
}

function agreementOf(drawn: StudyRun, byDepth: readonly DepthCorrelations[], end: number): Agreement[] {
  const critical = [
    { of: "ε", stride: 1, all: errorCorrelations(drawn, end), expected: -1 },
    { of: "K", stride: 1, all: kernelCorrelations(drawn, end), expected: -1 },
    { of: "μ", stride: STRIDE, all: dqntkCorrelations(drawn, end), expected: -1 },
  ].flatMap(({ of, all, expected }): Agreement[] => {
    const found = all.find(({ phase }) => phase === "critical");
    if (found === undefined) return [];
    const last = found.values.length - 1;
    const { value, error } = correlationExponent(found.values, Math.floor(last / 2), last);
    return [{ what: `exponent of A_${of} at O_min`, found: value, error, expected, source: "A ∝ 1/τ" }];
  });
  return [
    ...SIDES.flatMap((side): Agreement[] => {
      const exponents = fitsOf(byDepth, side, end).map(({ exponent }) => exponent);
      if (exponents.length === 0) return [];
      const { value, error } = PUBLISHED_EXPONENTS[side];
      return [
        {
          what: `exponent of ξ ${side === "frozen-kernel" ? "above" : "below"} O_min, mean over L`,
          found: mean(exponents),
          ...(exponents.length > 1 && { error: spreadOf(exponents) }),
          expected: value,
          source: `published for n = 4, L = 64 to 128, ± ${error}`,
        },
      ];
    }),
    ...critical,
  ];
}
