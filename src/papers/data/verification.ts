/**
 * The published files of the paper on learning from data, simulated again from their seeds.
 *
 * Angles at the start are uniform(JAX key 42) · 2π, those of the late-time arrays come in two batches with the keys 42 and 43; states are the first columns of one Haar unitary of NumPy's seed 42, circuits those of the
 * first paper. How many steps lie between rows, or lead to an end, no file says: they were found by comparison, and are the only ones that fit.
 */
import { range } from "../../base/arrays.ts";
import { jaxUniform } from "../../base/random/published.ts";
import { counted } from "../../base/words.ts";
import { haarStates } from "../../data/data-set.ts";
import type { Engine, StateBatch } from "../../engine/engine.ts";
import { circuitUnitaries } from "../../ensembles/unitaries.ts";
import { dataCurvature, kernelMatrix } from "../../gradients/data-kernel.ts";
import { type Observable, pauliSum } from "../../quantum/observables.ts";
import { randomPauliAnsatz } from "../../quantum/random-pauli-ansatz.ts";
import { compareNumbers, toleranceOf } from "../../reproduce/compare.ts";
import type { RealArray } from "../../runs/npy.ts";
import { columnDataOf, outputStates, parametersBeside, sweptData } from "../../shots/data-load.ts";
import { estimateFramePotentials, preparedFramePotential } from "../../theory/frame-potential/index.ts";
import type { FileOutcome } from "../transition/verification/outcome.ts";
import { PUBLISHED_ETA, PUBLISHED_LAYERS, publishedClassifications } from "./figures/shared/published.ts";
import { basisProjector, eachSample, type RecordedRow, trainData } from "./figures/shared/train-data.ts";

/** Samples of every published run on two and three qubits. */
const SAMPLES = 500;
/** Rotations of the state preparations of three qubits. */
const LAYERS_OF_THREE = 128;
/** Steps that lead to the last angles of preparing one to eight states. */
const STEPS_TO_ENDS = [8000, 10_000, 15_000, 20_000, 18_000, 25_000, 28_000, 30_000];
/** Steps between rows of the frame potentials of state preparation. */
const PREPARATION_STRIDE = 200;
/** The late-time arrays: rotations, steps, targets, samples of each batch and the JAX keys of these. */
const LATE = { layers: 320, steps: 5000, targets: [0.5, 0.6], batch: 200, keys: [42, 43] } as const;
/** Order of the frame potentials. */
const ORDER = 2;
/** Unitaries that those of the ensemble are estimated from, as their bias by pairs of a unitary with itself tells. */
const ENSEMBLE = 10_000;

/** What a published file of this paper is. */
export type PublishedDataFile =
  | { readonly kind: "angles"; readonly stride: number; readonly targets: readonly number[] }
  | { readonly kind: "ends"; readonly targets: readonly number[]; readonly steps: number }
  | {
      readonly kind: "trained-potentials";
      readonly angles: readonly string[];
      readonly dimension: number;
      readonly first: boolean;
    }
  | { readonly kind: "preparation-potentials"; readonly targets: readonly number[] }
  | { readonly kind: "late"; readonly quantity: "J" | "K" | "Mu" | "states" }
  | { readonly kind: "ensemble"; readonly dimension: number };

/** The targets of state preparation on three qubits. */
const ALL_TARGETS = [3, 4, 3.5, 3.8, 3.6, 3.7, 3.9, 4];
const endsFile = (count: number) =>
  `framePot/n3/RPASpthetaEnd_n3L128_${ALL_TARGETS.slice(0, count)
    .map((y) => y.toFixed(1))
    .join("_")}.npy`;

/** What a file is, by its path below the folder of the data; undefined where it is none of theirs. */
export function recognizeDataFile(path: string): PublishedDataFile | undefined {
  const history = /^framePot\/n2\/RPASl(theta|FP2)hist_n2L64_(.+)\.npy$/.exec(path);
  if (history !== null) {
    const run = publishedClassifications.find(({ name }) => name === history[2]);
    if (run === undefined) return undefined;
    if (history[1] === "theta") return { kind: "angles", stride: run.stride, targets: run.targets };
    return { kind: "trained-potentials", angles: [path.replace("FP2hist", "thetahist")], dimension: 4, first: true };
  }
  const ends = range(STEPS_TO_ENDS.length).find((k) => path === endsFile(k + 1));
  if (ends !== undefined) return { kind: "ends", targets: ALL_TARGETS.slice(0, ends + 1), steps: STEPS_TO_ENDS[ends] };
  if (path === "framePot/n3/RPASpFP2_n3L128.npy")
    return { kind: "trained-potentials", angles: STEPS_TO_ENDS.map((_, k) => endsFile(k + 1)), dimension: 8, first: false };
  const prepared = /^framePot\/n2\/RPASpFP2hist_n2L64_([\d.]+)_([\d.]+)\.npy$/.exec(path);
  if (prepared !== null) return { kind: "preparation-potentials", targets: [Number(prepared[1]), Number(prepared[2])] };
  const late = /^rstHaar\/n2\/L320\/RPASp(J|K|Mu|states)(?:end)?_n2L320_0\.5_0\.6\.npy$/.exec(path);
  if (late !== null) return { kind: "late", quantity: late[1] as "J" | "K" | "Mu" | "states" };
  const ensemble = /^framePot\/n([23])\/rstUFP2?_n\1\.npy$/.exec(path);
  return ensemble === null ? undefined : { kind: "ensemble", dimension: 2 ** Number(ensemble[1]) };
}

/** What of a file is compared. */
export interface DataVerificationLimits {
  /** Samples of a file, of late-time arrays of each of the two batches. */
  readonly samples: number;
  readonly maxSteps: number;
  /** Rows of frame potentials that are simulated, which take all samples. */
  readonly rows: number;
}

/** What a verification is told. */
export interface DataVerification {
  readonly engine: Engine;
  readonly limits: DataVerificationLimits;
  /** The numbers of a file, complex ones with the imaginary part behind each; undefined where there is none of that name. */
  array(path: string): RealArray | undefined;
}

/** Verifies files one by one: a function that yields the share done of one file and returns what was found. */
export function dataVerifier({ engine, limits, array }: DataVerification) {
  let late: Generator<number, LateArrays, void> | undefined;
  let known: LateArrays | undefined;
  return function* verify(path: string, file: PublishedDataFile): Generator<number, FileOutcome, void> {
    const published = array(path);
    if (published === undefined) return { path, status: "unreadable", reason: "is not there" };
    const wrong = wrongShape(file, published.shape);
    if (wrong !== undefined) return { path, status: "unreadable", reason: wrong };
    if (file.kind === "angles") return yield* anglesOutcome(path, file, published, { engine, limits });
    if (file.kind === "ends") return yield* endsOutcome(path, file, published, { engine, limits });
    if (file.kind === "trained-potentials") return trainedPotentials(path, file, published, { engine, array });
    if (file.kind === "preparation-potentials") return yield* preparationPotentials(path, file, published, { engine, limits });
    if (file.kind === "ensemble") return ensembleOutcome(path, file, published);
    if (limits.maxSteps < LATE.steps) return notReached(path, LATE.steps);
    late ??= lateArrays(engine, Math.min(limits.samples, LATE.batch));
    known ??= yield* late;
    return lateOutcome(path, file.quantity, published, known);
  };
}

/** Shapes of the files; undefined where a file has its own. */
function wrongShape(file: PublishedDataFile, shape: readonly number[]): string | undefined {
  const count = LATE.targets.length;
  const samples = LATE.batch * LATE.keys.length;
  const expected: Record<PublishedDataFile["kind"], () => readonly (number | undefined)[]> = {
    angles: () => [undefined, SAMPLES, PUBLISHED_LAYERS],
    ends: () => [SAMPLES, LAYERS_OF_THREE],
    "trained-potentials": () => [undefined],
    "preparation-potentials": () => [undefined],
    ensemble: () => [undefined],
    late: () => {
      const { quantity } = file as { quantity: "J" | "K" | "Mu" | "states" };
      if (quantity === "J") return [samples, count, LATE.layers];
      if (quantity === "states") return [samples, count, 4, 2];
      return [samples, ...range(quantity === "K" ? 2 : 3).map(() => count)];
    },
  };
  const wanted = expected[file.kind]();
  const fits = wanted.length === shape.length && wanted.every((size, k) => size === undefined || size === shape[k]);
  return fits ? undefined : `has the shape (${shape.join(", ")}), not (${wanted.map((size) => size ?? "rows").join(", ")})`;
}

/** Training of the first samples of a batch from its seeds. */
function* trained(
  engine: Engine,
  setup: {
    readonly qubits: number;
    readonly layers: number;
    readonly targets: readonly number[];
    readonly observables: readonly Observable[];
  },
  from: { readonly key: number; readonly batch: number; readonly samples: number },
  times: readonly number[],
): Generator<number, RecordedRow[], void> {
  const { qubits, layers, targets, observables } = setup;
  return yield* trainData(engine, {
    circuit: randomPauliAnsatz({ qubits, layers, streams: "published" }),
    train: haarStates(qubits, targets.length, "published"),
    targets: eachSample([targets], from.samples),
    theta: jaxUniform(from.key, from.batch * layers)
      .slice(0, from.samples * layers)
      .map((u) => 2 * Math.PI * u),
    ...{ observables, eta: PUBLISHED_ETA, times },
  });
}

type Setting = Pick<DataVerification, "engine" | "limits">;

function notReached(path: string, steps: number): FileOutcome {
  return { path, status: "not-reached", reason: `its numbers belong to step ${steps}` };
}

function outcomeOf(
  path: string,
  found: ArrayLike<number>,
  published: ArrayLike<number>,
  more: Pick<FileOutcome, "compared" | "quantity" | "samples" | "steps">,
): FileOutcome {
  const tolerance = toleranceOf(more.quantity ?? "");
  const comparison = compareNumbers(found, published, tolerance);
  return { path, status: comparison.firstFailure < 0 ? "pass" : "fail", ...more, tolerance, comparison };
}

function* anglesOutcome(
  path: string,
  { stride, targets }: { readonly stride: number; readonly targets: readonly number[] },
  { shape, data }: RealArray,
  { engine, limits }: Setting,
): Generator<number, FileOutcome, void> {
  const [rows] = shape;
  const samples = Math.min(SAMPLES, limits.samples);
  const times = range(rows)
    .map((row) => row * stride)
    .filter((step) => step <= limits.maxSteps);
  const setup = { qubits: 2, layers: PUBLISHED_LAYERS, targets, observables: [pauliSum("ZI", 2)] };
  const found = yield* trained(engine, setup, { key: 42, batch: SAMPLES, samples }, times);
  const width = SAMPLES * PUBLISHED_LAYERS;
  const published = times.flatMap((_, row) => [...data.subarray(row * width, row * width + samples * PUBLISHED_LAYERS)]);
  return outcomeOf(
    path,
    found.flatMap(({ theta }) => [...theta]),
    published,
    {
      ...{ quantity: "theta-history", samples, steps: times.length },
      compared: `${counted(times.length, "row")} up to step ${times[times.length - 1]} x ${counted(samples, "sample")}`,
    },
  );
}

function* endsOutcome(
  path: string,
  { targets, steps }: { readonly targets: readonly number[]; readonly steps: number },
  { data }: RealArray,
  { engine, limits }: Setting,
): Generator<number, FileOutcome, void> {
  if (limits.maxSteps < steps) return notReached(path, steps);
  const samples = Math.min(SAMPLES, limits.samples);
  const observables = targets.map((_, index) => basisProjector(3, index));
  const setup = { qubits: 3, layers: LAYERS_OF_THREE, targets, observables };
  const [{ theta }] = yield* trained(engine, setup, { key: 42, batch: SAMPLES, samples }, [steps]);
  return outcomeOf(path, theta, data.subarray(0, samples * LAYERS_OF_THREE), {
    ...{ quantity: "theta-history", samples, steps: 1 },
    compared: `step ${steps} x ${counted(samples, "sample")}`,
  });
}

/** F² of some unitaries as published: with every circuit's pair with itself, |tr 1|⁴ = d⁴. */
function framePotential(engine: Engine, qubits: number, layers: number, theta: Float64Array): number {
  const circuit = randomPauliAnsatz({ qubits, layers, streams: "published" });
  const [{ value }] = estimateFramePotentials(circuitUnitaries(engine, circuit, theta), [ORDER]);
  const count = theta.length / layers;
  return ((count - 1) * value + 2 ** (2 * ORDER * qubits)) / count;
}

function trainedPotentials(
  path: string,
  { angles, dimension, first }: { readonly angles: readonly string[]; readonly dimension: number; readonly first: boolean },
  { data }: RealArray,
  { engine, array }: Pick<DataVerification, "engine" | "array">,
): FileOutcome {
  const files = angles.map(array);
  const missing = angles.find((_, k) => files[k] === undefined);
  if (missing !== undefined) return { path, status: "not-derivable", reason: `without ${missing}, whose angles it belongs to` };
  const [qubits, layers] = [Math.log2(dimension), first ? PUBLISHED_LAYERS : LAYERS_OF_THREE];
  const all = files.flatMap((file) => {
    const values = file?.data ?? new Float64Array();
    const width = SAMPLES * layers;
    return range(values.length / width).map((row) => values.slice(row * width, (row + 1) * width));
  });
  const found = all.slice(0, data.length).map((theta) => framePotential(engine, qubits, layers, theta));
  return outcomeOf(path, found, data, { compared: `${counted(data.length, "row")}, of the published angles`, samples: SAMPLES });
}

function* preparationPotentials(
  path: string,
  { targets }: { readonly targets: readonly number[] },
  { data }: RealArray,
  { engine, limits }: Setting,
): Generator<number, FileOutcome, void> {
  const times = range(Math.min(data.length, limits.rows))
    .map((row) => row * PREPARATION_STRIDE)
    .filter((step) => step <= limits.maxSteps);
  const observables = targets.map((_, index) => basisProjector(2, index));
  const setup = { qubits: 2, layers: PUBLISHED_LAYERS, targets, observables };
  const rows = yield* trained(engine, setup, { key: 42, batch: SAMPLES, samples: SAMPLES }, times);
  const found = rows.map(({ theta }) => framePotential(engine, 2, PUBLISHED_LAYERS, theta));
  return outcomeOf(path, found, data.subarray(0, found.length), {
    ...{ samples: SAMPLES, steps: times.length },
    compared: `${counted(times.length, "row")} up to step ${times[times.length - 1]}, of all ${SAMPLES} samples`,
  });
}

/** Frame potentials of drawn unitaries, with what they estimate: of two qubits orders 1 to 4 for two states, of three order 2 for one to eight. */
function ensembleOutcome(path: string, { dimension }: { readonly dimension: number }, { data }: RealArray): FileOutcome {
  const orders = range(data.length).map((k) => (dimension === 4 ? k + 1 : ORDER));
  const exact = orders.map((k, at) => Number(preparedFramePotential(k, dimension, dimension === 4 ? 2 : at + 1)));
  const own = orders.map((k, at) => data[at] - dimension ** (2 * k) / ENSEMBLE);
  const off = exact.reduce((most, value, at) => Math.max(most, Math.abs(own[at] / value - 1)), 0);
  const near = `${(100 * off).toPrecision(2)} % at the most from the exact ${exact.join(", ")}, the pairs of a unitary with itself among ${ENSEMBLE} left out`;
  return { path, status: "not-derivable", reason: `estimates of the ensemble of prepared states from no stated seed; ${near}` };
}

/** The late-time arrays of the first samples of both batches, in the order of the files. */
interface LateArrays {
  readonly samples: number;
  readonly J: Float64Array;
  readonly K: Float64Array;
  readonly Mu: Float64Array;
  readonly states: Float64Array;
}

function* lateArrays(engine: Engine, samples: number): Generator<number, LateArrays, void> {
  const { layers, steps, targets, batch, keys } = LATE;
  const count = targets.length;
  const observables = targets.map((_, index) => basisProjector(2, index));
  const batches: Omit<LateArrays, "samples">[] = [];
  for (const [k, key] of keys.entries()) {
    const training = trained(engine, { qubits: 2, layers, targets, observables }, { key, batch, samples }, [steps]);
    let step = training.next();
    for (; !step.done; step = training.next()) yield (k + step.value) / keys.length;
    const [{ theta }] = step.value;
    const circuit = randomPauliAnsatz({ qubits: 2, layers, streams: "published" });
    const train = haarStates(2, count, "published");
    const problem = { circuit, parameters: parametersBeside(circuit, train), train, observables };
    const loaded = engine.loadData(circuit, observables[0], columnDataOf(problem));
    const simulator = sweptData(loaded, problem);
    const { gradient } = simulator.gradient(theta, 0);
    const states = outputStates(loaded, problem, theta);
    batches.push({
      ...{
        J: gradient,
        K: kernelMatrix(gradient, samples, count),
        Mu: dataCurvature(simulator, theta, gradient, samples, count),
      },
      states: asStored(states),
    });
    simulator.dispose();
  }
  const joined = (name: keyof Omit<LateArrays, "samples">) => Float64Array.from(batches.flatMap((each) => [...each[name]]));
  return { samples, J: joined("J"), K: joined("K"), Mu: joined("Mu"), states: joined("states") };
}

/** Output states, amplitude by amplitude, as the file has them: state by state, real and imaginary part of each amplitude together. */
function asStored({ re, im, dimension, columns }: StateBatch): Float64Array {
  return Float64Array.from({ length: 2 * re.length }, (_, at) => {
    const [place, part] = [Math.floor(at / 2), at % 2 === 0 ? re : im];
    return part[(place % dimension) * columns + Math.floor(place / dimension)];
  });
}

const LATE_QUANTITIES = { J: "gradient-final", K: "kernel", Mu: "mu-final", states: undefined } as const;

function lateOutcome(
  path: string,
  quantity: "J" | "K" | "Mu" | "states",
  { data, shape }: RealArray,
  arrays: LateArrays,
): FileOutcome {
  const width = data.length / shape[0];
  const { samples } = arrays;
  const published = LATE.keys.flatMap((_, k) => {
    const first = k * LATE.batch * width;
    return [...data.subarray(first, first + samples * width)];
  });
  return outcomeOf(path, arrays[quantity], published, {
    ...(LATE_QUANTITIES[quantity] !== undefined && { quantity: LATE_QUANTITIES[quantity] }),
    ...{ samples: 2 * samples, steps: 1 },
    compared: `step ${LATE.steps} x ${counted(2 * samples, "sample")} of two batches`,
  });
}
