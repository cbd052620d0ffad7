/**
 * Curves of averages over ensembles: exact, asymptotic, by Monte Carlo, of trained circuits and of the published random initialisations.
 */
import type { Points } from "../../../../analysis/curves.ts";
import { range } from "../../../../base/arrays.ts";
import { type EnsembleEstimates, type Estimate, estimateAverages } from "../../../../ensembles/estimates.ts";
import { xxz } from "../../../../quantum/observables.ts";
import { tracesOfPowers } from "../../../../quantum/traces.ts";
import type { CurveColor, PanelAxis, PanelCurve, PanelLegend } from "../../../../reproduce/panels.ts";
import type { EnsembleAverages } from "../../../../theory/ensemble-averages.ts";
import type { HaarEnsemble } from "../../../../theory/haar/averages.ts";
import type { Numbers } from "../../study.ts";
import type { PublishedLibrary } from "../../verification/library.ts";
import type { KeptAverage } from "./ensemble-draws.ts";

/** Points of a theory curve. */
const CURVE_POINTS = 60;

/** J of the chain at random initialisation. */
const COUPLING = 2;

/** O_min of that chain. */
export const chainEnd = (qubits: number) => -COUPLING * (2 * qubits - 1);

/** The Haar ensemble of the chain with O0 = O_min. */
export function chainEnsemble(qubits: number): (parameters: number) => HaarEnsemble {
  const dimension = 2 ** qubits;
  const traces = tracesOfPowers(xxz({ qubits, coupling: COUPLING }), 4) as [number, number, number, number];
  return (parameters) => ({ dimension, traces, parameters, target: chainEnd(qubits) });
}

/** A curve of a theory. */
export function theoryCurve(
  name: string,
  values: readonly number[],
  at: (value: number) => number,
  { color, dashed = false }: { readonly color: CurveColor; readonly dashed?: boolean },
): PanelCurve {
  return { name, role: dashed ? "theory" : "simulation", color, mark: "line", points: values.map((value) => [value, at(value)]) };
}

/** Monte Carlo over an ensemble, with standard errors. */
export function monteCarloDots(numbers: Numbers, at: readonly number[], average: KeptAverage): PanelCurve {
  return {
    name: "Monte Carlo",
    role: "simulation",
    color: "frozen-error",
    mark: "dots",
    points: at.map((x, k) => [x, numbers[average][k]]),
    errors: numbers[`${average} error`],
  };
}

/** Averages of trained circuits, with standard errors. */
export function trainedDots(
  rows: readonly { readonly at: number; readonly estimate: Estimate }[],
  color: CurveColor,
): PanelCurve {
  return {
    name: "trained circuits",
    role: "simulation",
    color,
    mark: "dots",
    points: rows.map(({ at, estimate }) => [at, estimate.value]),
    errors: rows.map(({ estimate }) => estimate.error),
  };
}

/** Averages of the authors' random initialisations, by L. */
export function publishedInitialisations(
  published: PublishedLibrary | undefined,
  qubits: number,
  lengths: readonly number[],
): { readonly at: number; readonly averages: EnsembleEstimates }[] {
  const target = chainEnd(qubits);
  return lengths.flatMap((at) => {
    const [epsilon, kernel, mu] = ["eps", "K", "mu"].map(
      (letter) => published?.array(`QNTK/RPA/n${qubits}/Heisenberg/RPA${letter}XXZ_n${qubits}L${at}.npy`)?.data,
    );
    if (epsilon === undefined || kernel === undefined || mu === undefined) return [];
    const expectation = epsilon.map((value) => value + target);
    return [{ at, averages: estimateAverages({ perCircuit: 1, expectation, kernel, mu }, target) }];
  });
}

/** Published points, where there are some. */
export function publishedPoints(points: Points): PanelCurve[] {
  return points.length === 0 ? [] : [{ name: "published", role: "published", color: "ink", points }];
}

/** An average of the authors' random initialisations as dots. */
export function publishedDotsOf(
  rows: readonly { readonly at: number; readonly averages: EnsembleEstimates }[],
  average: KeptAverage,
): PanelCurve[] {
  return publishedPoints(rows.map(({ at, averages }) => [at, averages[average].value]));
}

/** SD[K] over mean K of an estimate, of a theory or of draws, error alike. */
export const relativeSpread = ({ sdK, meanK }: Pick<EnsembleAverages, "sdK" | "meanK">) => sdK / meanK;

/** Curves of SD[K] over those of mean K, errors alike. */
export function overMean(spreads: PanelCurve, means: PanelCurve): PanelCurve {
  return {
    ...spreads,
    points: spreads.points.map(([x, y], i): [number, number] => [x, y / means.points[i][1]]),
    ...(spreads.errors && { errors: spreads.errors.map((error, i) => error / means.points[i][1]) }),
  };
}

/** A logarithmic axis of numbers of parameters. */
export function lengthAxisOf(lengths: readonly number[]): PanelAxis & { readonly domain: readonly [number, number] } {
  return { label: "L", type: "log", domain: [lengths[0] / 1.15, lengths[lengths.length - 1] * 1.15] };
}

/** Integers evenly spread on a logarithmic axis. */
export function integersOn({ domain: [low, high] }: { readonly domain: readonly [number, number] }): number[] {
  const values = range(CURVE_POINTS).map((k) => Math.round(low * (high / low) ** (k / (CURVE_POINTS - 1))));
  return [...new Set(values)].filter((value) => value >= low && value <= high);
}

/** Values evenly spread between two. */
export function evenly(low: number, high: number): number[] {
  return range(CURVE_POINTS).map((k) => low + ((high - low) * k) / (CURVE_POINTS - 1));
}

/** What the figures of ensemble averages call their curves and dots. */
export const ENSEMBLE_LEGEND: readonly PanelLegend[] = [
  { label: "exact", color: "frozen-kernel" },
  { label: "ensemble, Monte Carlo", color: "frozen-error", role: "published" },
  { label: "trained circuits", color: "critical", role: "published" },
];
