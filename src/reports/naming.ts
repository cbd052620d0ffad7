/**
 * Before training with shots: after how many steps the phase of every target will be named, or with how many shots it would.
 */
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Staged } from "../base/stages.ts";
import { stage } from "../base/stages.ts";
import { resolveEngine } from "../engine/engines.ts";
import type { Experiment } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { descentPathSteps, type PathSimulator } from "../probes/descent-path.ts";
import { loadMeasured } from "../shots/load.ts";
import { type ExpectedSample, forecastNaming, type NamingForecast } from "../theory/inference/index.ts";
import { historyAlong } from "../theory/lotka-volterra/path-clock.ts";
import { theoryLossOf } from "../training/losses.ts";
import { towards } from "./pilot.ts";
import type { TargetPlace } from "./subject.ts";

/** Gradients of a path that is followed where no pilot is asked for. */
export const PATH_GRADIENTS = 100;
/** Samples whose shots are looked at, and points of the path of each. */
const PROBED_SAMPLES = 4;
const PROBED_POINTS = 5;
/** Fewest shots that variances are read off. */
const PROBE_SHOTS = 1000;

/** What is said of a target. */
export interface TargetNaming extends NamingForecast {
  readonly shots: number;
  /** Gradients that were computed for it, without shots. */
  readonly gradients: number;
}

/** Why nothing is forecast of the phases of a run; undefined where something is. */
export function namingObstacle(config: ExperimentConfig): string | undefined {
  if (theoryLossOf(config.loss) !== "quadratic") return `the ${config.loss} loss has no phases`;
  const other = (["optimizer", "schedule", "freeze"] as const).find((name) => config[name] !== undefined);
  return other === undefined
    ? undefined
    : `phases are named of gradient descent with one learning rate, on all angles, not with --${other}`;
}

/**
 * Follows the paths of steepest descent from the run's own initial angles, as far as so many gradients lead, and asks what shots on top of the histories
 * along them would show.
 *
 * @param simulator of the circuit as it is trained, noise and mitigation included, without shots
 * @param gradients of each sample and target, at the most
 * @param error |ε - R| at which a path has come to its end
 * @throws ArgumentError for a run without shots, or of which nothing is forecast
 */
export function* namingSteps(
  experiment: Experiment,
  simulator: PathSimulator,
  places: readonly TargetPlace[],
  { gradients = PATH_GRADIENTS, error }: { readonly gradients?: number; readonly error: number },
): Staged<TargetNaming[]> {
  const { config, circuit, measurement, reachable, spectrum } = experiment;
  const { samples, steps, shots, eta } = config;
  const obstacle = namingObstacle(config);
  if (obstacle !== undefined || shots === undefined || measurement === undefined)
    throw new ArgumentError("shots", shots ?? "none", obstacle ?? "a number of shots");
  const theta = experiment.theta.slice(0, samples * circuit.parameters);
  const { expectation } = simulator.gradient(theta);
  const ends = reachable ?? spectrum;
  const found: TargetNaming[] = [];
  for (const { target, end: side, phase } of places) {
    const end = side && ends[side];
    const { signs, enough } = towards(end ?? target, expectation, error);
    const angles = range(samples).map((): Float64Array[] => []);
    const paths = yield* stage(
      "paths",
      gradients,
      descentPathSteps(simulator, theta, signs, gradients, enough, (column, own) => angles[column].push(own)),
    );
    const variances = variancesAlong(experiment, simulator, angles);
    const expected = paths.map(
      (path, k): ExpectedSample =>
        (length) => {
          const { place, epsilon, kernel } = historyAlong(path, { target, eta, error, end }, length);
          const variancesAt = variances[k % variances.length];
          const rows = { epsilonVariance: new Float64Array(length + 1), componentVariance: new Float64Array(length + 1) };
          const floorVariance = new Float64Array(length + 1);
          place.forEach((along, t) => {
            const own = variancesAt(along / Math.max(1, path.length - 1));
            rows.epsilonVariance[t] = own.epsilon;
            rows.componentVariance[t] = own.component;
            floorVariance[t] = own.floor;
          });
          return { epsilon, kernel, ...rows, floorVariance };
        },
    );
    const question = { samples: expected, place: phase === "critical" ? "end" : "elsewhere", eta, shots, steps } as const;
    found.push({ ...forecastNaming(question), shots, gradients: paths.length * gradients });
  }
  return found;
}

/** Variances from one shot for each circuit and group: see `ExpectedRows`. */
interface PointVariances {
  readonly epsilon: number;
  readonly component: number;
  readonly floor: number;
}

/** Variances by the share of a path that is passed, of the first few samples: those of a few points of each, and between them on straight lines. */
function variancesAlong(
  { circuit, observable, measurement, config }: Experiment,
  simulator: PathSimulator,
  angles: readonly (readonly Float64Array[])[],
): ((share: number) => PointVariances)[] {
  const { parameters } = circuit;
  const shots = Math.max(PROBE_SHOTS, config.shots ?? 0);
  const probed = angles.slice(0, PROBED_SAMPLES).map((own) => {
    const count = Math.min(PROBED_POINTS, own.length);
    return range(count).map((k) => own[Math.round((k * (own.length - 1)) / Math.max(1, count - 1))]);
  });
  const theta = new Float64Array(probed.flat().length * parameters);
  for (const [k, own] of probed.flat().entries()) theta.set(own, k * parameters);
  const columns = theta.length / parameters;
  const shooting = loadMeasured(resolveEngine("auto"), circuit, observable, {
    ...{ gradient: "parameter-shift", seed: 0, ...measurement },
    ...{ shots, columns, firstColumn: 0 },
  });
  const { variances } = shooting.gradient(theta, 0);
  shooting.dispose();
  const { gradient } = simulator.gradient(theta);
  const points = range(columns).map((column): PointVariances => {
    let [kernel, signal, sum, squares] = [0, 0, 0, 0];
    for (let l = column * parameters; l < (column + 1) * parameters; l++) {
      const variance = shots * (variances?.gradient[l] ?? 0);
      kernel += gradient[l] ** 2;
      signal += gradient[l] ** 2 * variance;
      sum += variance;
      squares += variance ** 2;
    }
    return {
      epsilon: shots * (variances?.expectation[column] ?? 0),
      component: kernel > 0 ? signal / kernel : sum / parameters,
      floor: 2 * squares,
    };
  });
  let first = 0;
  return probed.map((own) => {
    const mine = points.slice(first, first + own.length);
    first += own.length;
    return (share) => between(mine, share * (mine.length - 1));
  });
}

/** Numbers between two of a list, on a straight line. */
function between(points: readonly PointVariances[], place: number): PointVariances {
  const k = Math.max(0, Math.min(points.length - 1, Math.floor(place)));
  const [from, to] = [points[k], points[Math.min(k + 1, points.length - 1)]];
  const share = Math.min(1, Math.max(0, place - k));
  const of = (name: keyof PointVariances) => from[name] + share * (to[name] - from[name]);
  return { epsilon: of("epsilon"), component: of("component"), floor: of("floor") };
}
