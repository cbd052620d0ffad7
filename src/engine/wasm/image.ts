/**
 * A program and an observable written into a memory, in the form the kernels read.
 */
import { bytesOfReal, type RealArray } from "../../base/precision.ts";
import { matrixMemoryOf, releaseMatrixMemory, takeMatrixMemory } from "../../kernels/matrix-memory.ts";
import type { StoredVector } from "../../linalg/complex-matrix.ts";
import type { Rotation } from "../../quantum/circuit.ts";
import type { Observable, PauliSumObservable } from "../../quantum/observables.ts";
import { yPhase } from "../../quantum/pauli.ts";
import { Allocator, Arena } from "./arena.ts";
import type { ProgramStep } from "./compile.ts";
import { type KernelChoice, panelBytesOf, WIDEST_VECTOR } from "./kernel-set.ts";

/** Words of one operation. */
const OPERATION_WORDS = 8;
/** Words of the description that a run hands to the kernels. */
const DESCRIPTION_WORDS = 32;

/** Bytes that an address in a program counts. */
const ADDRESS_UNIT = 16;

/** An address, or a size, as a word. */
export const addressWord = (at: number): number => at / ADDRESS_UNIT;

/** What a loaded circuit has in memory for as long as it lives. */
export interface Image {
  readonly arena: Arena;
  readonly program: number;
  readonly operations: number;
  readonly observable: number;
  /** Half the coefficient, and the parameter, of every rotation. */
  readonly factors: number;
  readonly which: number;
  /** Place of a run's description, and of the counters threads meet at. */
  readonly description: number;
  readonly meeting: number;
  /** Where the room for runs begins. */
  readonly end: number;
  /** Gives the memory back: to the circuit it belongs to, or for the next one. */
  release(): void;
  /** Dense operations, each of which keeps a batch. */
  readonly denseOperations: number;
  /** Whether all operations are dense: only then do threads share the work of one batch. */
  readonly allDense: boolean;
  /** Whether there are runs of RY and RZ. */
  readonly layered: boolean;
  /** Whether threads can share the rows of every operation: none is a matrix on all qubits or a rotation by itself. */
  readonly shareable: boolean;
  /** Whether matrices on all qubits act, as operations or as the observable. */
  readonly multiplies: boolean;
  /** Bytes of a thread's panel: of a transposed matrix, or for a small matrix to gather its rows. */
  readonly panelBytes: number;
}

/** A piece of memory to be written. */
type Piece = {
  readonly at: number;
  readonly words?: readonly number[];
  readonly numbers?: ArrayLike<number>;
  readonly reals?: RealArray;
};

/**
 * Lays a program and its observables, of which a column has one, out: behind the circuit's matrices where they are in a memory that is free, or in a new one, where
 * they are rounded to the given precision.
 */
export function buildImage(
  steps: readonly ProgramStep[],
  observables: readonly Observable[],
  rotations: readonly Rotation[],
  choice: KernelChoice,
): Image {
  const { precision } = choice;
  const realBytes = bytesOfReal[precision];
  const [dense] = steps.filter((step) => step.kind === "dense");
  const home = dense?.matrix.re.BYTES_PER_ELEMENT === realBytes ? matrixMemoryOf(dense.matrix.re) : undefined;
  // WebAssembly cannot address a memory of more than 4 GiB.
  const reachable = choice.engine === "native" || home?.memory instanceof WebAssembly.Memory;
  const owned = home !== undefined && reachable && takeMatrixMemory(home) ? home : undefined;
  const allocator = new Allocator(owned?.end);
  const pieces: Piece[] = [];
  const putWords = (words: readonly number[]) => {
    const at = allocator.take(4 * words.length);
    pieces.push({ at, words });
    return at;
  };
  const putNumbers = (numbers: ArrayLike<number>) => {
    const at = allocator.take(8 * numbers.length);
    pieces.push({ at, numbers });
    return at;
  };
  const description = allocator.take(4 * DESCRIPTION_WORDS);
  const meeting = allocator.take(64);
  const known = new Map<RealArray, Map<RealArray, readonly [number, number]>>();
  const isInPlace = (array: RealArray) =>
    owned !== undefined && array.BYTES_PER_ELEMENT === realBytes && matrixMemoryOf(array)?.memory === owned.memory;
  const matrixAt = ({ re, im }: StoredVector): readonly [number, number] => {
    if (isInPlace(re) && isInPlace(im)) return [re.byteOffset, im.byteOffset];
    return planesAt({ re, im });
  };
  /** Planes that lie one behind the other. */
  const planesAt = ({ re, im }: StoredVector): readonly [number, number] => {
    const withRe = known.get(re) ?? new Map<RealArray, readonly [number, number]>();
    known.set(re, withRe);
    const copied = withRe.get(im);
    if (copied !== undefined) return copied;
    const at = allocator.take(2 * realBytes * re.length);
    const planes = [at, at + realBytes * re.length] as const;
    pieces.push({ at, reals: re }, { at: planes[1], reals: im });
    withRe.set(im, planes);
    return planes;
  };
  const words = steps.flatMap((step) => pad(encode(step)));
  const program = putWords(words);
  // One description after the other, each of four words.
  const place = putWords(observables.flatMap((observable) => [...observableWords(observable), 0]));
  const factors = putNumbers(rotations.map(({ coefficient }) => coefficient / 2));
  const which = putWords(rotations.map(({ parameter }) => parameter));

  function encode(step: ProgramStep): number[] {
    switch (step.kind) {
      case "rotation":
        return [0, step.x, step.z, step.rotation];
      case "rotation-yz":
        return [1, step.bit, step.y, step.z];
      case "permutation":
        return [2, addressWord(putWords([...step.cycles.flatMap((cycle) => [cycle.length, ...cycle]), 0]))];
      case "diagonal":
        return [3, addressWord(putNumbers(interleaved(step.re, step.im)))];
      case "small":
        return [4, step.matrix.rows, step.mask, addressWord(putWords(step.offsets)), addressWord(planesAt(step.matrix)[0])];
      case "qubit":
        return [6, step.bit, addressWord(planesAt(step.matrix)[0])];
      case "pair":
        return [7, step.upper, step.lower, addressWord(planesAt(step.matrix)[0])];
      case "dense": {
        const { rotation = -1, x = 0, z = 0 } = step.before ?? {};
        return [5, ...matrixAt(step.matrix).map(addressWord), rotation, x, z];
      }
    }
  }

  function observableWords(observable: Observable): number[] {
    switch (observable.kind) {
      case "pauli-sum": {
        const families = familiesOf(observable);
        const table = families.flatMap(({ x, terms }) => {
          const at = putNumbers(terms.flatMap(({ z, re, im }) => [asNumber(z), re, im]));
          return [x, terms.length, addressWord(at)];
        });
        return [0, addressWord(putWords(table)), families.length];
      }
      case "projector": {
        const planes = [observable.state.re, observable.state.im].map((plane) => {
          const at = allocator.take(realBytes * plane.length);
          pieces.push({ at, reals: plane });
          return addressWord(at);
        });
        return [1, ...planes];
      }
      case "dense": {
        return [2, ...matrixAt(observable.matrix).map(addressWord)];
      }
    }
  }

  const arena = owned === undefined ? Arena.ofSize(allocator.end, choice.engine) : new Arena(owned.memory);
  arena.reserve(allocator.end);
  // The counters may have been used by an engine before.
  arena.int32.fill(0, description / 4, meeting / 4 + 16);
  for (const piece of pieces) {
    if (piece.words !== undefined) arena.int32.set(piece.words, piece.at / 4);
    if (piece.numbers !== undefined) arena.float64.set(piece.numbers, piece.at / 8);
    if (piece.reals !== undefined) arena.reals(precision).set(piece.reals, piece.at / realBytes);
  }
  const denseObservable = observables.some(({ kind }) => kind === "dense");
  const room = steps.map((step) => (step.kind === "small" ? 2 * WIDEST_VECTOR * step.matrix.rows : 0));
  return {
    arena,
    program,
    operations: steps.length,
    observable: place,
    factors,
    which,
    description,
    meeting,
    end: allocator.end,
    release: () => {
      if (owned === undefined) arena.giveBack();
      else releaseMatrixMemory(owned);
    },
    denseOperations: steps.filter(({ kind }) => kind === "dense").length,
    allDense: steps.every(({ kind }) => kind === "dense"),
    layered: steps.some(({ kind }) => kind === "rotation-yz"),
    shareable: steps.every(({ kind }) => kind !== "dense" && kind !== "rotation"),
    multiplies: dense !== undefined || denseObservable,
    panelBytes: Math.max(panelBytesOf(choice, dense !== undefined || denseObservable ? 2 ** observables[0].qubits : 0), ...room),
  };
}

/** A family of terms that flip the same qubits. */
interface Family {
  readonly x: number;
  readonly terms: { z: number; re: number; im: number }[];
}

function familiesOf({ terms }: PauliSumObservable): Family[] {
  const families = new Map<number, Family>();
  for (const term of terms) {
    const [a, b] = yPhase(term);
    const family = families.get(term.x) ?? { x: term.x, terms: [] };
    family.terms.push({ z: term.z, re: term.coefficient * a, im: term.coefficient * b });
    families.set(term.x, family);
  }
  // The first family of the list overwrites, the others add.
  return [...families.values()];
}

/** A word as the number that has its bits in its lower half. */
function asNumber(word: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setInt32(0, word, true);
  return view.getFloat64(0, true);
}

function interleaved(re: Float64Array, im: Float64Array): Float64Array {
  return Float64Array.from({ length: 2 * re.length }, (_, k) => (k % 2 === 0 ? re[k >> 1] : im[k >> 1]));
}

function pad(words: readonly number[]): number[] {
  return Array.from({ length: OPERATION_WORDS }, (_, k) => words[k] ?? 0);
}
