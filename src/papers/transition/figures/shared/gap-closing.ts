/**
 * How the gap of the Hessian closes at the end of the spectrum: runs around it at several depths, exponents, the published gaps beside them.
 */
import { mean, standardDeviation } from "../../../../base/arrays.ts";
import { parseExperiment } from "../../../../experiment/config.ts";
import type { Panel, PanelCurve } from "../../../../reproduce/panels.ts";
import { criticalExponent } from "../../../../theory/imaginary-time/correlations.ts";
import type { Agreement, CurveComparison, NamedRun, StudyRun } from "../../study.ts";
import type { PublishedLibrary } from "../../verification/library.ts";
import { gapOf, meanSpectrum } from "./hessian-spectrum.ts";

/** What is trained: depths, distances from O_min on both sides, and groups of them with their steps. */
export interface ClosingSize {
  readonly qubits: number;
  readonly lengths: readonly number[];
  readonly samples: number;
  readonly groups: readonly { readonly distances: readonly number[]; readonly steps: number }[];
  /** Learning rate; default the paper's. */
  readonly eta?: number;
}

/** Exponents the authors fitted below and above O_min, n = 4, L = 64 to 128. */
const PUBLISHED_EXPONENTS = { below: { value: 0.996, error: 0.004 }, above: { value: 1.095, error: 0.021 } };
/** The published table, n = 4. Rows: depths; columns: O0 from −14.5 to −13.5. */
const PUBLISHED_QUBITS = 4;
const PUBLISHED_LENGTHS = [64, 80, 96, 112, 128];
const PUBLISHED_DISTANCES = [0.5, 0.4, 0.3, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02];

/** Gaps below this size are those of spectra that have not converged: near O_min it takes ever longer. */
const CONVERGED = 0.02;

export type Side = "below" | "above";

/** A target beside O_min with its gap. */
export interface ClosingPoint {
  readonly qubits: number;
  readonly layers: number;
  readonly side: Side;
  readonly distance: number;
  readonly gap: number;
}

/** O_min of the XXZ chain with J = 2. */
export const endOf = (qubits: number) => -2 * (2 * qubits - 1);

/** The runs of all depths. */
export function closingRuns({ qubits, lengths, samples, groups, eta }: ClosingSize): NamedRun[] {
  const end = endOf(qubits);
  return lengths.flatMap((layers) =>
    groups.map(
      ({ distances, steps }): NamedRun => ({
        name: `rpa-xxz-n${qubits}-L${layers}-around${end}-by-${distances[0]}-${samples}x${steps}`,
        config: parseExperiment({
          ...{ qubits, layers, observable: "xxz", eta, steps, samples, streams: "published", measure: { hessian: steps } },
          target: distances.flatMap((distance) => [end - distance, end + distance].map((target) => Number(target.toFixed(6)))),
        }),
      }),
    ),
  );
}

/** The gaps of all runs. */
export function closingPoints(size: ClosingSize, run: (name: string) => StudyRun): ClosingPoint[] {
  const end = endOf(size.qubits);
  return closingRuns(size).flatMap(({ name, config: { qubits, layers } }) => {
    const found = run(name);
    return found.targets.map((target, k): ClosingPoint => {
      const distance = Number(Math.abs(target - end).toFixed(6));
      return { qubits, layers, side: target < end ? "below" : "above", distance, gap: gapOf(meanSpectrum(found, k)) };
    });
  });
}

/** The published gap; undefined without the data, for another size, or where its spectrum had not converged. */
function publishedGap(published: PublishedLibrary | undefined, { qubits, layers, side, distance }: Omit<ClosingPoint, "gap">) {
  const table = published?.array("training/RPA/Heisenberg/n4/RPAgapsXXZ_n4.npy");
  const row = PUBLISHED_LENGTHS.indexOf(layers);
  const place = PUBLISHED_DISTANCES.indexOf(distance);
  if (table === undefined || qubits !== PUBLISHED_QUBITS || row < 0 || place < 0) return undefined;
  const columns = 2 * PUBLISHED_DISTANCES.length + 1;
  const gap = table.data[row * columns + (side === "below" ? place : columns - 1 - place)];
  return gap > CONVERGED ? gap : undefined;
}

/** The points of one depth and side whose spectra have converged, nearest first. */
function pointsOf(points: readonly ClosingPoint[], side: Side, layers: number): ClosingPoint[] {
  return points
    .filter((point) => point.side === side && point.layers === layers && point.gap > CONVERGED)
    .sort((a, b) => a.distance - b.distance);
}

function exponentOf(points: readonly { readonly distance: number; readonly gap: number }[]): number {
  return criticalExponent(
    points.map(({ distance }) => distance),
    points.map(({ gap }) => gap),
  ).value;
}

function lengthsOf(points: readonly ClosingPoint[]): number[] {
  return [...new Set(points.map(({ layers }) => layers))].sort((a, b) => a - b);
}

/** Gaps of one side against the distance. */
export function closingPanel(side: Side, points: readonly ClosingPoint[], published: PublishedLibrary | undefined): Panel {
  const lengths = lengthsOf(points);
  const phase = side === "below" ? "frozen-error" : "frozen-kernel";
  const color = (index: number) => ({ phase, index, count: lengths.length }) as const;
  const curves = lengths.flatMap((layers, index): PanelCurve[] => {
    const ours = pointsOf(points, side, layers);
    const exponent = exponentOf(ours);
    const logPrefactor = mean(ours.map(({ distance, gap }) => Math.log(gap) - exponent * Math.log(distance)));
    const dots = ours.flatMap((point): [number, number][] => {
      const gap = publishedGap(published, point);
      return gap === undefined ? [] : [[point.distance, gap]];
    });
    const last = ours.length - 1;
    return [
      {
        name: `gap, L = ${layers}`,
        role: "simulation",
        color: color(index),
        mark: "dots",
        points: ours.map(({ distance, gap }) => [distance, gap]),
      },
      {
        name: `power law ${exponent.toFixed(3)}, L = ${layers}`,
        role: "theory",
        color: color(index),
        points: [ours[0].distance, ours[last].distance].map((distance) => [
          distance,
          Math.exp(logPrefactor) * distance ** exponent,
        ]),
        ...((index === 0 || index === lengths.length - 1) && { label: `L = ${layers}` }),
      },
      ...(dots.length === 0
        ? []
        : [{ name: `gap, L = ${layers}, published`, role: "published", color: "ink", points: dots } as const]),
    ];
  });
  const distances = points.map(({ distance }) => distance);
  return {
    name: `gap ${side} O_min`,
    x: {
      label: side === "below" ? "O_{\\min}-O_0" : "O_0-O_{\\min}",
      type: "log",
      domain: [0.8 * Math.min(...distances), 1.25 * Math.max(...distances)],
    },
    y: { label: "\\text{gap}", type: "log" },
    curves,
  };
}

/** Standard deviation over L with divisor N, which the authors quote. */
function spreadOf(values: readonly number[]): number {
  return standardDeviation(values) * Math.sqrt((values.length - 1) / values.length);
}

/** Exponents of both sides beside the published ones. */
export function exponentAgreement(points: readonly ClosingPoint[], published: PublishedLibrary | undefined): Agreement[] {
  const lengths = lengthsOf(points);
  return (["below", "above"] as const).flatMap((side): Agreement[] => {
    const expected = PUBLISHED_EXPONENTS[side];
    const found = lengths.map((layers) => exponentOf(pointsOf(points, side, layers)));
    const nearest = lengths.map((layers) => exponentOf(pointsOf(points, side, layers).slice(0, 3)));
    const theirs = lengths.flatMap((layers) => {
      const gaps = pointsOf(points, side, layers).flatMap(({ qubits, distance }) => {
        const gap = publishedGap(published, { qubits, layers, side, distance });
        return gap === undefined ? [] : [{ distance, gap }];
      });
      return gaps.length > 1 ? [exponentOf(gaps)] : [];
    });
    const source = `published, ± ${expected.error} over L`;
    const what = `exponent of the gap ${side} O_min`;
    return [
      { what: `${what}, mean over L`, found: mean(found), error: spreadOf(found), expected: expected.value, source },
      {
        what: `${what}, three nearest targets`,
        found: mean(nearest),
        error: spreadOf(nearest),
        expected: 1,
        source: "linear closing",
      },
      ...(theirs.length === 0
        ? []
        : [
            {
              what: `${what}, the same fit to the published gaps`,
              found: mean(theirs),
              error: spreadOf(theirs),
              expected: expected.value,
              source,
            },
          ]),
    ];
  });
}

/** How the gaps differ from the published ones, where both have converged. */
export function compareGaps(points: readonly ClosingPoint[], published: PublishedLibrary | undefined): CurveComparison[] {
  return lengthsOf(points).flatMap((layers) => {
    const pairs = points.flatMap((point) => {
      const gap = point.layers === layers && point.gap > CONVERGED ? publishedGap(published, point) : undefined;
      return gap === undefined ? [] : [{ ours: point.gap, theirs: gap }];
    });
    if (pairs.length === 0) return [];
    const differences = pairs.map(({ ours, theirs }) => Math.abs(ours - theirs));
    return [
      {
        curve: `gap, n = 4, L = ${layers}`,
        compared: `${pairs.length} targets`,
        maxDifference: Math.max(...differences),
        maxRelative: Math.max(...pairs.map(({ theirs }, k) => differences[k] / Math.max(1, Math.abs(theirs)))),
      },
    ];
  });
}
