/**
 * The fast engine: WebAssembly SIMD kernels that run a whole circuit forward and backward in one call each, in complex128.
 *
 * A batch lies in groups of up to ten columns where the circuit has matrices on all qubits, which are then read once for all of them; and
 * in pairs of columns otherwise, each of which runs through the circuit on its own and stays in the cache. What a column computes does not
 * depend on its neighbours.
 */

import { cosine, sine } from "../../base/elementary.ts";
import { QntkError, WorkerError } from "../../base/errors.ts";
import { bestBuild, type KernelBuild } from "../../kernels/kernels.ts";
import { type Circuit, rotationsOf } from "../../quantum/circuit.ts";
import type { Observable } from "../../quantum/observables.ts";
import {
  columnsOf,
  type Engine,
  type HessianVectorProducts,
  requireLoadable,
  type Simulator,
  type StateBatch,
  vectorsPerColumn,
} from "../engine.ts";
import { Allocator } from "./arena.ts";
import { compile } from "./compile.ts";
import { buildImage, type Image } from "./image.ts";
import { Command, type KernelTask, type KernelTeam } from "./team.ts";

/** Vectors of two columns in a full group, with and without matrices on all qubits. */
const DENSE_WIDTH = 5;
const GATE_WIDTH = 1;
/** Half angles below which the kernels reduce their argument exactly. */
const KERNEL_ANGLES = 1e6;

/** The WebAssembly engine. */
export const wasmEngine: Engine = { name: "wasm", load: (circuit, observable) => loadWasm(circuit, observable) };

/** Where a run of a given size has its arrays. */
interface Layout {
  readonly columns: number;
  readonly blocks: number;
  readonly width: number;
  readonly vectors: number;
  readonly groups: number;
  /** Bytes of one number for every column. */
  readonly lineBytes: number;
  readonly theta: number;
  readonly trig: number;
  readonly weights: number;
  readonly overlaps: number;
  readonly expectation: number;
}

/** How a circuit is loaded. */
export interface WasmOptions {
  /** Build of the kernels; default: the fastest that runs here. */
  readonly build?: KernelBuild;
  /** Starts threads that share the rows of dense products with the calling one; default: none. */
  readonly recruit?: (task: KernelTask) => KernelTeam;
  /** Seconds after which a thread that does not answer is given up. Default 60. */
  readonly patience?: number;
}

/** Seconds that a thread may take for its rows of one matrix. */
const DEFAULT_PATIENCE = 60;

/**
 * Loads a circuit in a given way.
 *
 * @throws ArgumentError if circuit and observable do not fit; QntkError if they need more memory than there is. The simulator's calls
 * throw WorkerError once a thread of its team has died
 */
export function loadWasm(circuit: Circuit, observable: Observable, options: WasmOptions = {}): Simulator {
  const { build = bestBuild(), recruit, patience = DEFAULT_PATIENCE } = options;
  requireLoadable(circuit, observable);
  const image = buildImage(compile(circuit), observable, rotationsOf(circuit));
  const { memory } = image.arena;
  const kernels = image.arena.kernels(build);
  const team = image.allDense ? recruit?.({ memory, build, description: image.description, meeting: image.meeting }) : undefined;
  const threads = 1 + (team?.helpers ?? 0);
  const rotations = rotationsOf(circuit);
  const { parameters } = circuit;
  const largestFactor = rotations.reduce((largest, { coefficient }) => Math.max(largest, Math.abs(coefficient) / 2), 0);
  let current: Layout | undefined;
  let lost: WorkerError | undefined;
  let disposed = false;

  /** Sets the team to work beside `work`, which fails if a helper does not keep up. */
  function together<T>(command: Command, work: () => T): T {
    if (team === undefined) return work();
    if (lost !== undefined) throw lost;
    team.start(command);
    try {
      return work();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      lost = new WorkerError(`A worker thread has not answered for ${patience} s.`);
      throw lost;
    }
  }

  /** Prepares a run: room, description, angles and tangent weights. */
  function prepare(theta: Float64Array, vectors: Float64Array = new Float64Array(0)): Layout {
    if (disposed) throw new QntkError("This simulator has been disposed of; load the circuit again.");
    const columns = columnsOf(circuit, theta);
    const blocks = 1 + vectors.length / theta.length;
    if (current?.columns !== columns || current.blocks !== blocks) {
      current = layOut(image, {
        qubits: circuit.qubits,
        parameters,
        rotations: rotations.length,
        columns,
        blocks,
        threads,
        patience,
      });
      kernels.configure(image.description, 0);
    }
    image.arena.float64.set(theta, current.theta / 8);
    if (areSmall(theta, KERNEL_ANGLES / largestFactor)) kernels.fillTrig(current.theta, parameters, image.factors, image.which);
    else fillTrigSlowly(current, theta);
    if (blocks > 1) fillWeights(current, vectors);
    kernels.start();
    return current;
  }

  /** Cosines and sines of angles too large for the kernels. */
  function fillTrigSlowly({ trig, lineBytes, columns, width, vectors }: Layout, theta: Float64Array): void {
    const numbers = image.arena.float64;
    rotations.forEach(({ parameter, coefficient }, r) => {
      for (let c = 0; c < columns; c++) {
        const { start, lane, groupVectors } = placeOf(c, width, vectors);
        const at = (trig + 2 * r * lineBytes) / 8 + 4 * start + lane;
        const half = (coefficient * theta[c * parameters + parameter]) / 2;
        numbers[at] = cosine(half);
        numbers[at + 2 * groupVectors] = sine(half);
      }
    });
  }

  /** c_r v_p for every rotation r of parameter p and every tangent. */
  function fillWeights({ weights, lineBytes, columns, blocks }: Layout, vectors: Float64Array): void {
    const numbers = image.arena.float64;
    for (let r = 0; r < rotations.length; r++) {
      const { parameter, coefficient } = rotations[r];
      for (let k = 0; k < blocks - 1; k++) {
        const line = (weights + (r * (blocks - 1) + k) * lineBytes) / 8;
        for (let c = 0; c < columns; c++)
          numbers[line + c] = coefficient * vectors[(c * (blocks - 1) + k) * parameters + parameter];
      }
    }
  }

  /** Runs `visit` on the groups: all at once where matrices are shared, one by one otherwise. */
  function eachRange({ groups, width }: Layout, visit: (first: number, end: number) => void): void {
    if (width === DENSE_WIDTH) visit(0, groups);
    else for (let g = 0; g < groups; g++) visit(g, g + 1);
  }

  /** Runs the circuit; returns where the final states are. */
  function forwardOn(layout: Layout): number {
    let psi = 0;
    together(Command.forward, () =>
      eachRange(layout, (first, end) => {
        psi = kernels.forward(first, end);
      }),
    );
    // Addresses come back as signed words.
    return psi >>> 0;
  }

  function expectationOf({ expectation, columns }: Layout): Float64Array {
    return image.arena.float64.slice(expectation / 8, expectation / 8 + columns);
  }

  function sweep(theta: Float64Array, vectors?: Float64Array): HessianVectorProducts {
    const layout = prepare(theta, vectors);
    const { columns, blocks, overlaps, lineBytes } = layout;
    together(Command.gradient, () =>
      eachRange(layout, (first, end) => kernels.backward(kernels.forward(first, end), first, end)),
    );
    const numbers = image.arena.float64;
    const gradient = new Float64Array(theta.length);
    const product = new Float64Array(vectors?.length ?? 0);
    for (let r = 0; r < rotations.length; r++) {
      const { parameter, coefficient } = rotations[r];
      const at = (overlaps + r * blocks * lineBytes) / 8;
      for (let c = 0; c < columns; c++) gradient[c * parameters + parameter] += coefficient * numbers[at + c];
      for (let k = 0; k < blocks - 1; k++) {
        const line = at + ((k + 1) * lineBytes) / 8;
        for (let c = 0; c < columns; c++)
          product[(c * (blocks - 1) + k) * parameters + parameter] += coefficient * numbers[line + c];
      }
    }
    return { expectation: expectationOf(layout), gradient, product };
  }

  function statesAt(layout: Layout, at: number): StateBatch {
    const { columns } = layout;
    const dimension = 2 ** circuit.qubits;
    const re = new Float64Array(dimension * columns);
    const im = new Float64Array(dimension * columns);
    const numbers = image.arena.float64;
    for (let c = 0; c < columns; c++) {
      const { start, lane, groupVectors } = placeOf(c, layout.width, layout.vectors);
      for (let j = 0; j < dimension; j++) {
        const from = at / 8 + 4 * (start * dimension + j * groupVectors) + lane;
        re[j * columns + c] = numbers[from];
        im[j * columns + c] = numbers[from + 2 * groupVectors];
      }
    }
    return { dimension, columns, re, im };
  }

  return {
    engine: "wasm",
    circuit,
    observable,
    finalStates(theta) {
      const layout = prepare(theta);
      return statesAt(layout, forwardOn(layout));
    },
    expectation(theta) {
      const layout = prepare(theta);
      const { groups } = layout;
      if (layout.width === DENSE_WIDTH) kernels.observe(forwardOn(layout), 0, groups);
      else for (let g = 0; g < groups; g++) kernels.observe(kernels.forward(g, g + 1), g, g + 1);
      return expectationOf(layout);
    },
    gradient(theta) {
      const { expectation, gradient } = sweep(theta);
      return { expectation, gradient };
    },
    hessianVectorProduct(theta, vectors) {
      vectorsPerColumn(theta, vectors);
      return sweep(theta, vectors);
    },
    inversionError(theta) {
      const layout = prepare(theta);
      const { re, im, columns } = statesAt(layout, kernels.undo(forwardOn(layout)) >>> 0);
      return re.reduce((largest, value, k) => Math.max(largest, Math.hypot(value - (k < columns ? 1 : 0), im[k])), 0);
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      current = undefined;
      // A helper that may still be at work keeps the memory to itself.
      if (team === undefined || team.dispose()) image.release();
    },
  };
}

/** Whether all numbers are below a bound in size. */
function areSmall(numbers: Float64Array, bound: number): boolean {
  for (let k = 0; k < numbers.length; k++) if (!(Math.abs(numbers[k]) < bound)) return false;
  return true;
}

/** Size of a run. */
interface RunSize {
  readonly qubits: number;
  readonly parameters: number;
  readonly rotations: number;
  readonly columns: number;
  readonly blocks: number;
  readonly threads: number;
  readonly patience: number;
}

/** Lays the arrays of a run out behind the image and writes their description for the kernels. */
function layOut(image: Image, { qubits, parameters, rotations, columns, blocks, threads, patience }: RunSize): Layout {
  const { arena, denseOperations } = image;
  const dimension = 2 ** qubits;
  const width = denseOperations > 0 ? DENSE_WIDTH : GATE_WIDTH;
  const vectors = Math.ceil(columns / 2);
  const groups = Math.ceil(vectors / width);
  const lastWidth = vectors - (groups - 1) * width;
  const lineBytes = 16 * vectors;
  const batchBytes = blocks * 32 * dimension * vectors;
  const chunks = Math.max(1, Math.min(64, dimension / 32));
  const allocator = new Allocator(image.end);
  const theta = allocator.take(16 * vectors * parameters);
  const trig = allocator.take(2 * rotations * lineBytes);
  const weights = allocator.take(rotations * (blocks - 1) * lineBytes);
  const overlaps = allocator.take(rotations * blocks * lineBytes);
  const expectation = allocator.take(lineBytes);
  const kept = allocator.take((denseOperations + 1) * batchBytes);
  const exchange = allocator.take(denseOperations > 0 ? 2 * batchBytes : 0);
  const partial = allocator.take((threads > 1 ? rotations * blocks * chunks : 1) * lineBytes);
  const scratch = allocator.take(threads * batchBytes);
  const panel = allocator.take(threads * image.panelBytes);
  const operand = allocator.take(image.multiplies ? (threads * 3 * batchBytes) / 2 : 0);
  arena.reserve(allocator.end);
  arena.float64.fill(0, theta / 8, kept / 8);
  arena.int32.set(
    [
      ...[dimension, width, lastWidth, groups, blocks, image.program, image.operations, trig, weights, kept, exchange, partial],
      ...[
        overlaps,
        expectation,
        image.observable,
        image.meeting,
        threads,
        scratch,
        batchBytes,
        panel,
        image.panelBytes,
        rotations,
        Math.ceil(1000 * patience),
        operand,
      ],
    ],
    image.description / 4,
  );
  return { columns, blocks, width, vectors, groups, lineBytes, theta, trig, weights, overlaps, expectation };
}

/** Where a column lies: the vectors before its group, its lane in the group, and how many vectors the group has. */
function placeOf(column: number, width: number, vectors: number): { start: number; lane: number; groupVectors: number } {
  const start = width * Math.floor(column / (2 * width));
  return { start, lane: column - 2 * start, groupVectors: Math.min(width, vectors - start) };
}
