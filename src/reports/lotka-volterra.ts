/**
 * The Lotka-Volterra equations with constants that are predicted, not fitted.
 */

import { mean, range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Staged } from "../base/stages.ts";
import type { HermitianEigen } from "../linalg/eigen.ts";
import { lateTimeEdge } from "../theory/finite-depth/edge.ts";
import { excitationsOf, type SpectrumEnd } from "../theory/finite-depth/excitations.ts";
import { deepLimit, frozenKernelLimit } from "../theory/imaginary-time/deep-limit.ts";
import { discreteRate, frozenErrorRate, frozenKernelRate, solutionThrough } from "../theory/lotka-volterra/closed-forms.ts";
import { fixedPoints } from "../theory/lotka-volterra/dynamics.ts";
import { integrateWithLambda, interpolatedLambda } from "../theory/lotka-volterra/variable-lambda.ts";
import { solvedLossOf } from "../training/losses.ts";
import { type LambdaSource, lambdaAtEnd } from "./lambda-source.ts";
import { eigensystemOf, initialPopulations, placesOf, requireAllTrained, type Subject, type TargetPlace } from "./subject.ts";

/** Rows of the solutions. */
const ROWS = 200;
/** First steps, in which λ(t) is known at a finer grid, and how much finer. */
const FINE_STEPS = 100;
const FINER = 20;

/** The solution for one target. */
export interface SolvedTarget extends TargetPlace {
  readonly lambda: number;
  readonly c: number;
  /** Per step: of ε inside, of K beyond; the exponent at the end. */
  readonly rate: number;
  /** Stable K* of Eq. 12. */
  readonly fixedPoint: number;
  readonly steps: readonly number[];
  /** Closed form with constant λ and C through the initial error. */
  readonly epsilon: readonly number[];
  readonly kernel: readonly number[];
  /** Eq. 10 integrated for every sample with the λ(t) and the K(0) of the deep-circuit limit: means, and the λ of the ensemble. */
  readonly variable: {
    readonly epsilon: readonly number[];
    readonly kernel: readonly number[];
    readonly lambda: readonly number[];
  };
}

/** λ beyond an end of the spectrum, and where it comes from. */
export interface ChosenLambda {
  readonly value: number;
  readonly from: string;
}

/** The solutions, with the λ they were found with. */
export interface SolvedProblem {
  readonly lambdas: ReadonlyMap<SpectrumEnd, ChosenLambda>;
  readonly solved: readonly SolvedTarget[];
}

/**
 * Solves the Lotka-Volterra equations for every target.
 *
 * @param given λ beyond the spectrum, or where it comes from; left out for the edge, or the deep limit where L is below the threshold
 * @throws ArgumentError for the linear loss, which has one exponential
 */
export function* lotkaVolterraSteps(subject: Subject, given?: LambdaSource | number): Staged<SolvedProblem> {
  const { config } = subject.experiment;
  requireAllTrained(config);
  if (solvedLossOf(config.loss) === "linear")
    throw new ArgumentError("loss", config.loss, "quadratic: the linear loss has one exponential, see theory late-time");
  const eigen = eigensystemOf(subject);
  const lambdas = new Map<SpectrumEnd, ChosenLambda>();
  const places = placesOf(subject);
  for (const { end } of places) {
    if (end === undefined || lambdas.has(end)) continue;
    if (typeof given === "number") lambdas.set(end, { value: given, from: "as given" });
    else {
      const { value, from } = yield* lambdaAtEnd(subject, eigen, end, given ?? defaultSource(subject, eigen, end));
      lambdas.set(end, { value, from });
    }
  }
  return { lambdas, solved: solve(subject, eigen, places, lambdas) };
}

/** The source meant where none is named: the edge where there is one. */
function defaultSource({ experiment }: Subject, eigen: HermitianEigen, end: SpectrumEnd): LambdaSource {
  return lateTimeEdge(excitationsOf(eigen.values, end), experiment.circuit.parameters).lambda === 0 ? "deep" : "edge";
}

function solve(
  subject: Subject,
  eigen: HermitianEigen,
  places: readonly TargetPlace[],
  lambdas: ReadonlyMap<SpectrumEnd, { value: number }>,
): SolvedTarget[] {
  const { config, circuit } = subject.experiment;
  const { eta, steps: last } = config;
  const expectation = subject.simulator.expectation(subject.theta);
  const populations = initialPopulations(subject, eigen);
  // λ(t) changes most at the beginning.
  const fine = [
    ...range(FINE_STEPS * FINER).map((k) => k / FINER),
    ...range(Math.max(1, last - FINE_STEPS + 1)).map((k) => k + FINE_STEPS),
  ];
  const steps = [...new Set(range(ROWS + 1).map((k) => Math.round((k * last) / ROWS)))];
  return places.map((place): SolvedTarget => {
    const { target, end, residual, phase } = place;
    const start = mean(expectation) - target;
    const inside = populations.flatMap((state) => {
      const limit = frozenKernelLimit({ energies: eigen.values, populations: state }, { target, parameters: circuit.parameters });
      return limit === undefined ? [] : [limit];
    });
    const lambda = end === undefined ? mean(inside.map((limit) => limit.lambda)) : (lambdas.get(end)?.value as number);
    const c = end === undefined ? mean(inside.map((limit) => limit.kernel)) : phase === "critical" ? 0 : -2 * lambda * residual;
    // The solution with this λ and C through the initial error; its K is that of late times, C + 2 λ ε.
    const closed = solutionThrough(
      { t: 0, kernel: Math.max(c + 2 * lambda * start, Number.MIN_VALUE), lambdaEpsilon: lambda * start },
      eta,
    );
    const options = { target, eta, parameters: circuit.parameters };
    const rows = populations.map((state) => deepLimit({ energies: eigen.values, populations: state }, fine, options));
    const followed = rows.map((row) =>
      integrateWithLambda(
        interpolatedLambda(
          fine,
          row.map((point) => point.lambda),
        ),
        row[0],
        steps,
        eta,
      ),
    );
    const lambdaOfTime = interpolatedLambda(
      fine,
      fine.map((_, k) => mean(rows.map((row) => row[k].mu)) / mean(rows.map((row) => row[k].kernel))),
    );
    return {
      ...place,
      lambda,
      c,
      rate:
        phase === "critical"
          ? -1
          : end === undefined
            ? discreteRate(frozenKernelRate(c, eta), 1)
            : discreteRate(frozenErrorRate(lambda, residual, eta), 2),
      fixedPoint: fixedPoints(c, eta).find(({ stability }) => stability !== "unstable")?.kernel ?? 0,
      steps,
      epsilon: steps.map((t) => closed.lambdaEpsilon(t) / lambda),
      kernel: steps.map((t) => closed.kernel(t)),
      variable: {
        epsilon: steps.map((_, k) => mean(followed.map((points) => points[k].epsilon))),
        kernel: steps.map((_, k) => mean(followed.map((points) => points[k].kernel))),
        lambda: steps.map(lambdaOfTime),
      },
    };
  });
}
