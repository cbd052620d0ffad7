/**
 * The Haar unitaries of a circuit, made one after the other by one thread or by several. Knows counters in shared memory, but no threads.
 */
import { sharedFloat32, sharedFloat64 } from "../base/arrays.ts";
import type { Precision, RealArray } from "../base/precision.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { allocateDraft, allocateMatrixPlanes, allocateSinglePlanes } from "../kernels/matrix-memory.ts";
import { type ComplexMatrix, type StoredMatrix, zeroMatrix } from "../linalg/complex-matrix.ts";
import { haarUnitaryInPlace } from "../linalg/haar.ts";

/** Unitaries to be made; plain data that can be posted to threads, without a copy where memory can be shared. */
export interface HaarTask {
  readonly d: number;
  readonly layers: number;
  readonly seed: number;
  /** Planes of the unitaries, one behind the other. */
  readonly re: RealArray;
  readonly im: RealArray;
  /** Numbers of unitaries begun and finished. */
  readonly counters: Int32Array;
}

/** Where the counters are. */
const BEGUN = 0;
const FINISHED = 1;
/** Milliseconds between looks at unitaries that others are finishing. */
const WAIT_MS = 20;

/**
 * The unitaries of the default streams, each from a stream of its own, so that it is the same whoever makes it.
 *
 * Yields the number of them finished: after each one made here, and now and then while the last ones are made by others, for as long as
 * that takes.
 *
 * @param precision they are made in double, then rounded to it
 * @param recruit told of the work before it begins; others may then join in by `helpWithHaar`
 */
export function* haarLayers(
  d: number,
  layers: number,
  seed: number,
  precision: Precision,
  recruit?: (task: HaarTask) => void,
): Generator<number, StoredMatrix[], void> {
  const { re, im, draft } = precision === "double" ? allocateUnitaries(d, layers) : allocateSingles(d, layers);
  const counters = new Int32Array(sharedFloat64(1).buffer);
  const task: HaarTask = { d, layers, seed, re, im, counters };
  recruit?.(task);
  yield* makeLayers(task, draft);
  for (let done = Atomics.load(counters, FINISHED); done < layers; done = Atomics.load(counters, FINISHED)) {
    Atomics.wait(counters, FINISHED, done, WAIT_MS);
    yield done;
  }
  return sideBySide(d, layers, { re, im });
}

/** Makes unitaries of a task on another thread until all have been begun. */
export function helpWithHaar(task: HaarTask): void {
  const draft = { rows: task.d, columns: task.d, ...(allocateDraft(task.d) ?? zeroMatrix(task.d)) };
  for (const _ of makeLayers(task, draft)) Atomics.notify(task.counters, FINISHED);
}

/** Makes unitaries until all have been begun, in place or in a draft; yields the number finished. */
function* makeLayers({ d, layers, seed, re, im, counters }: HaarTask, draft?: ComplexMatrix): Generator<number, void, void> {
  const unitaries = sideBySide(d, layers, { re, im });
  for (let l = Atomics.add(counters, BEGUN, 1); l < layers; l = Atomics.add(counters, BEGUN, 1)) {
    const stream = new CounterStream(seed, "haar-unitary", l);
    // Without a draft the planes are in double precision.
    const out = draft ?? (unitaries[l] as ComplexMatrix);
    haarUnitaryInPlace(out, () => stream.normal());
    if (draft !== undefined) {
      unitaries[l].re.set(draft.re);
      unitaries[l].im.set(draft.im);
    }
    yield Atomics.add(counters, FINISHED, 1) + 1;
  }
}

/** Two shared planes of `layers` matrices of size d. */
export function allocateUnitaries(d: number, layers: number): { re: Float64Array; im: Float64Array; draft?: undefined } {
  const numbers = layers * d * d;
  return allocateMatrixPlanes(d, layers) ?? { re: sharedFloat64(numbers), im: sharedFloat64(numbers) };
}

/** The same in single precision, with a matrix in double precision. */
function allocateSingles(d: number, layers: number): { re: Float32Array; im: Float32Array; draft: ComplexMatrix } {
  const numbers = layers * d * d;
  const planes = allocateSinglePlanes(d, layers) ?? {
    re: sharedFloat32(numbers),
    im: sharedFloat32(numbers),
    draft: zeroMatrix(d),
  };
  return { ...planes, draft: { rows: d, columns: d, ...planes.draft } };
}

/** Matrices of size d, one behind the other in two planes. */
export function sideBySide<T extends RealArray>(
  d: number,
  layers: number,
  { re, im }: { readonly re: T; readonly im: T },
): { rows: number; columns: number; re: T; im: T }[] {
  const part = (plane: T, l: number) => plane.subarray(l * d * d, (l + 1) * d * d) as T;
  return Array.from({ length: layers }, (_, l) => ({ rows: d, columns: d, re: part(re, l), im: part(im, l) }));
}
