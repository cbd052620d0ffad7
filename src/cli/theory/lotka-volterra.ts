/**
 * `qntk theory lotka-volterra`: the Lotka-Volterra equations with constants that are predicted, not fitted.
 */

import { mean, range } from "../../base/arrays.ts";
import { ArgumentError } from "../../base/errors.ts";
import { formatNumber } from "../../base/format.ts";
import { phaseLabels } from "../../figures/palette.ts";
import type { HermitianEigen } from "../../linalg/eigen.ts";
import { lateTimeEdge } from "../../theory/finite-depth/edge.ts";
import { excitationsOf, type SpectrumEnd } from "../../theory/finite-depth/excitations.ts";
import { deepLimit, frozenKernelLimit } from "../../theory/imaginary-time/deep-limit.ts";
import { discreteRate, frozenErrorRate, frozenKernelRate, solutionThrough } from "../../theory/lotka-volterra/closed-forms.ts";
import { fixedPoints } from "../../theory/lotka-volterra/dynamics.ts";
import { integrateWithLambda, interpolatedLambda } from "../../theory/lotka-volterra/variable-lambda.ts";
import { describeRun } from "../describe.ts";
import { numberOrText } from "../run-options.ts";
import { formatTable, note, print, printJson } from "../terminal.ts";
import { type LambdaSource, lambdaAtEnd, lambdaSources } from "./lambda-source.ts";
import type { LateTimeOptionValues } from "./late-time-commands.ts";
import { requirePlotFile, writePlot } from "./plot-file.ts";
import { eigensystemOf, initialPopulations, placesOf, type Subject, subjectOf, type TargetPlace } from "./subject.ts";

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

/** Runs the command and returns its exit code. */
export async function lotkaVolterraCommand(values: LateTimeOptionValues): Promise<number> {
  requirePlotFile(values.plot, values.force ?? false);
  const given = lambdaOption(values.lambda);
  const { lambda: _, ...options } = values;
  const subject = await subjectOf(options);
  const { config, circuit, spectrum } = subject.experiment;
  if (config.loss === "linear")
    throw new ArgumentError("loss", config.loss, "quadratic: the linear loss has one exponential, see theory late-time");
  const eigen = eigensystemOf(subject);
  const lambdas = new Map<SpectrumEnd, { value: number; from: string }>();
  const places = placesOf(subject);
  for (const { end } of places) {
    if (end === undefined || lambdas.has(end)) continue;
    if (typeof given === "number") lambdas.set(end, { value: given, from: "as given" });
    else {
      const { value, from } = await lambdaAtEnd(subject, eigen, end, given ?? defaultSource(subject, eigen, end));
      lambdas.set(end, { value, from });
    }
  }
  const solved = solve(subject, eigen, places, lambdas);
  if (subject.json) {
    printJson({
      lambda: Object.fromEntries(lambdas),
      targets: solved.map(({ residual, c, kernel, fixedPoint, ...rest }) => ({
        ...rest,
        R: residual,
        C: c,
        K: kernel,
        stableK: fixedPoint,
      })),
    });
  } else {
    print(describeRun(config, circuit.parameters, spectrum));
    for (const { value, from } of lambdas.values()) print(`λ = ${formatNumber(value)} beyond the spectrum, ${from}`);
    print(`\n${tableOf(solved)}`);
  }
  if (values.plot !== undefined) {
    const { lotkaVolterraFigure } = await import("./lotka-volterra-figure.ts");
    await writePlot(values.plot, (style) => lotkaVolterraFigure(solved, config.eta, style));
    if (!subject.quiet) note(`figure  ${values.plot}`);
  }
  return 0;
}

function lambdaOption(text: string | undefined): LambdaSource | number | undefined {
  const named = lambdaSources.find((name) => name === text);
  if (text === undefined || named !== undefined) return named;
  const value = numberOrText(text);
  if (typeof value === "string" || value === 0)
    throw new ArgumentError("lambda", text, `${lambdaSources.join(", ")}, or a finite number other than 0`);
  return value;
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

function tableOf(solved: readonly SolvedTarget[]): string {
  return formatTable(
    ["target", "phase", "R", "λ", "C", "stable K", "rate", "final ε", "final K", "final ε, λ(t)", "final K, λ(t)"],
    solved.map(({ target, phase, residual, lambda, c, fixedPoint, rate, epsilon, kernel, variable }) => [
      formatNumber(target, 6),
      phaseLabels[phase],
      ...[
        residual,
        lambda,
        c,
        fixedPoint,
        rate,
        epsilon.at(-1),
        kernel.at(-1),
        variable.epsilon.at(-1),
        variable.kernel.at(-1),
      ].map((value) => formatNumber(value as number)),
    ]),
    2,
  );
}
