/**
 * The fast engine: WebAssembly SIMD kernels that run a whole circuit forward and backward in one call each, in complex128 or complex64.
 *
 * A batch lies in groups of up to five vectors of two columns (four in complex64) where the circuit has matrices on all qubits, which are then read once for all of them; and
 * in single vectors otherwise, each of which runs through the circuit on its own and stays in the cache. What a column computes does not
 * depend on its neighbours.
 */

import { requireLength } from "../../base/assert.ts";
import { cosine, sine } from "../../base/elementary.ts";
import { QntkError, WorkerError } from "../../base/errors.ts";
import { bytesOfReal, type Precision, type RealArray } from "../../base/precision.ts";
import { bestBuild, type KernelBuild, type Kernels } from "../../kernels/kernels.ts";
import { type Circuit, rotationsOf } from "../../quantum/circuit.ts";
import type { Observable } from "../../quantum/observables.ts";
import {
  type ColumnData,
  columnsOf,
  type DataSimulator,
  type Descent,
  type DescentRule,
  datumOfColumns,
  type Engine,
  type HessianVectorProducts,
  requireLoadable,
  type Simulator,
  type StateBatch,
  vectorsPerColumn,
} from "../engine.ts";
import { fillMasks, inputBlock, statesOf } from "./column-data.ts";
import { compile } from "./compile.ts";
import { buildImage } from "./image.ts";
import { type KernelChoice, lanesOf, shapeOf } from "./kernel-set.ts";
import { DESCENT_STEPS, type Layout, layOut, placeOf } from "./layout.ts";
import { Command, type KernelTask, type KernelTeam } from "./team.ts";

/** Half angles below which the kernels reduce their argument exactly. */
const KERNEL_ANGLES = 1e6;

/** The WebAssembly engine. */
export const wasmEngine: Engine = {
  name: "wasm",
  precision: "double",
  load: (circuit, observable) => loadWasm(circuit, observable),
  loadData: (circuit, observable, data) => loadWasmData(circuit, observable, data),
};

/** The WebAssembly engine with states and matrices in complex64. */
export const singleWasmEngine: Engine = {
  name: "wasm",
  precision: "single",
  load: (circuit, observable) => loadWasm(circuit, observable, { precision: "single" }),
  loadData: (circuit, observable, data) => loadWasmData(circuit, observable, data, { precision: "single" }),
};

/** The same with native kernels. */
export const nativeEngine: Engine = {
  name: "native",
  precision: "double",
  load: (circuit, observable) => loadWasm(circuit, observable, { engine: "native" }),
  loadData: (circuit, observable, data) => loadWasmData(circuit, observable, data, { engine: "native" }),
};

/** The same with native kernels, and states and matrices in complex64. */
export const singleNativeEngine: Engine = {
  name: "native",
  precision: "single",
  load: (circuit, observable) => loadWasm(circuit, observable, { engine: "native", precision: "single" }),
  loadData: (circuit, observable, data) => loadWasmData(circuit, observable, data, { engine: "native", precision: "single" }),
};

/** How a circuit is loaded. */
export interface WasmOptions {
  /** Whether the kernels run as WebAssembly or natively. Default: wasm. */
  readonly engine?: "wasm" | "native";
  /** Build of the kernels; default: the fastest that runs here. */
  readonly build?: KernelBuild;
  /** Precision of states and matrices; default: double. */
  readonly precision?: Precision;
  /** Starts threads that share the rows of dense products, or of runs of RY and RZ and permutations, with the calling one; default: none. */
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
  const loaded = loadKernels(circuit, observable, options);
  const { descend } = loaded;
  return {
    ...{ engine: options.engine ?? "wasm", circuit, observable, inversionError: loaded.inversionError, dispose: loaded.dispose },
    finalStates: (theta) => loaded.finalStates(theta),
    expectation: (theta) => loaded.expectation(theta),
    gradient: (theta) => loaded.gradient(theta),
    hessianVectorProduct: (theta, vectors) => loaded.hessianVectorProduct(theta, vectors),
    ...(descend !== undefined && { descend }),
  };
}

/**
 * Loads a circuit with data in a given way.
 *
 * @throws as `loadWasm`
 */
export function loadWasmData(
  circuit: Circuit,
  observable: Observable,
  data: ColumnData,
  options: WasmOptions = {},
): DataSimulator {
  const { inversionError: _, descend: __, ...loaded } = loadKernels(circuit, observable, options, data);
  return { engine: options.engine ?? "wasm", circuit, data, ...loaded };
}

function loadKernels(circuit: Circuit, observable: Observable, options: WasmOptions, data?: ColumnData) {
  const { engine = "wasm", precision = "double", recruit, patience = DEFAULT_PATIENCE } = options;
  const choice: KernelChoice = { engine, build: engine === "native" ? "relaxed" : (options.build ?? bestBuild()), precision };
  requireLoadable(circuit, observable, data);
  const observables = data?.observables ?? [observable];
  const image = buildImage(compile(circuit), observables, rotationsOf(circuit), choice);
  const { memory } = image.arena;
  const kernelsOf = image.arena.kernels(choice);
  const realBytes = bytesOfReal[precision];
  const { description, meeting } = image;
  const sharing = recruit !== undefined && data === undefined && !image.allDense && image.shareable;
  const team = image.allDense || sharing ? recruit?.({ memory, choice, description, meeting }) : undefined;
  const threads = 1 + (team?.helpers ?? 0);
  const rotations = rotationsOf(circuit);
  const { parameters } = circuit;
  const largestFactor = rotations.reduce((largest, { coefficient }) => Math.max(largest, Math.abs(coefficient) / 2), 0);
  /** Whether matrices act on all qubits: they are read once for all columns. */
  const together = image.denseOperations > 0;
  let kernels: Kernels;
  let current: Layout | undefined;
  /** The datum of every column of the current layout, and what of its states is in memory at the beginning of a sweep. */
  let assigned: Int32Array | undefined;
  let input: RealArray | undefined;
  let lost: WorkerError | undefined;
  let disposed = false;

  /** Sets the team to work beside `work`, which fails if a helper does not keep up. */
  function withTeam<T>(command: Command, work: () => T): T {
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

  /** Makes room for a run of so many columns and tangents, and writes its description and angles. */
  function place(theta: Float64Array, blocks: number): Layout {
    if (disposed) throw new QntkError("This simulator has been disposed of; load the circuit again.");
    const columns = columnsOf(circuit, theta);
    if (current?.columns !== columns || current.blocks !== blocks) {
      const shape = shapeOf(choice, columns, together);
      current = layOut(image, {
        qubits: circuit.qubits,
        parameters,
        rotations: rotations.length,
        columns,
        blocks,
        threads,
        patience,
        lanes: lanesOf(shape, precision),
        shape,
        observables: observables.length,
        sharing,
      });
      assigned = undefined;
      kernels = kernelsOf(shape.vectorBytes);
      kernels.configure(description, 0);
    }
    image.arena.float64.set(theta, current.theta / 8);
    return current;
  }

  /** Prepares a sweep: beside its place, cosines and sines, tangent weights and the first state. */
  function prepare(theta: Float64Array, asked?: Int32Array, vectors: Float64Array = new Float64Array(0)): Layout {
    const layout = place(theta, vectors.length === 0 ? 1 : 1 + vectors.length / theta.length);
    kernels.fillTrig(layout.theta, parameters, image.factors, image.which);
    if (!areSmall(theta, KERNEL_ANGLES / largestFactor)) fillLargeTrig(layout, theta);
    if (layout.blocks > 1) fillWeights(layout, vectors);
    kernels.start();
    if (data !== undefined) assign(layout, data, asked);
    return layout;
  }

  /** Gives every column the state and the observable of its datum. */
  function assign(layout: Layout, { count, states, observables: own }: ColumnData, asked?: Int32Array): void {
    const { columns, kept } = layout;
    const reals = image.arena.reals(precision);
    const which = datumOfColumns({ count }, columns, asked);
    if (assigned === undefined || !assigned.every((datum, c) => datum === which[c])) {
      if (own !== undefined && own.length > 1) fillMasks(reals, layout, which, own.length);
      if (states !== undefined) input = inputBlock(layout, which, states, 2 ** circuit.qubits, precision);
      assigned = which.slice();
    }
    if (input !== undefined) reals.set(input, kept / realBytes);
  }

  /** Cosines and sines of the angles that are too large for the kernels; those of the others stay, so that no column depends on another. */
  function fillLargeTrig({ trig, lineBytes, columns, lanes, width, vectors }: Layout, theta: Float64Array): void {
    const reals = image.arena.reals(precision);
    rotations.forEach(({ parameter, coefficient }, r) => {
      for (let c = 0; c < columns; c++) {
        const half = (coefficient * theta[c * parameters + parameter]) / 2;
        if (Math.abs(half) < KERNEL_ANGLES) continue;
        const { start, lane, groupVectors } = placeOf(c, lanes, width, vectors);
        const at = (trig + 2 * r * lineBytes) / realBytes + 2 * lanes * start + lane;
        reals[at] = cosine(half);
        reals[at + lanes * groupVectors] = sine(half);
      }
    });
  }

  /** c_r v_p for every rotation r of parameter p and every tangent. */
  function fillWeights({ weights, lineBytes, columns, blocks }: Layout, vectors: Float64Array): void {
    const reals = image.arena.reals(precision);
    for (let r = 0; r < rotations.length; r++) {
      const { parameter, coefficient } = rotations[r];
      for (let k = 0; k < blocks - 1; k++) {
        const line = (weights + (r * (blocks - 1) + k) * lineBytes) / realBytes;
        for (let c = 0; c < columns; c++)
          reals[line + c] = coefficient * vectors[(c * (blocks - 1) + k) * parameters + parameter];
      }
    }
  }

  /** Runs `visit` on the groups: all at once where matrices are shared, one by one otherwise. */
  function eachRange({ groups }: Layout, visit: (first: number, end: number) => void): void {
    if (together || team !== undefined) visit(0, groups);
    else for (let g = 0; g < groups; g++) visit(g, g + 1);
  }

  /** Runs the circuit; returns where the final states are. */
  function forwardOn(layout: Layout): number {
    let psi = 0;
    withTeam(Command.forward, () =>
      eachRange(layout, (first, end) => {
        psi = kernels.forward(first, end);
      }),
    );
    return address(psi);
  }

  function expectationOf({ expectation, columns }: Layout): Float64Array {
    return image.arena.float64.slice(expectation / 8, expectation / 8 + columns);
  }

  function sweep(theta: Float64Array, asked?: Int32Array, vectors?: Float64Array): HessianVectorProducts {
    const layout = prepare(theta, asked, vectors);
    const { columns, blocks, overlaps, resultBytes } = layout;
    withTeam(Command.gradient, () =>
      eachRange(layout, (first, end) => kernels.backward(kernels.forward(first, end), first, end)),
    );
    const numbers = image.arena.float64;
    const gradient = new Float64Array(theta.length);
    const product = new Float64Array(vectors?.length ?? 0);
    for (let r = 0; r < rotations.length; r++) {
      const { parameter, coefficient } = rotations[r];
      const at = (overlaps + r * blocks * resultBytes) / 8;
      for (let c = 0; c < columns; c++) gradient[c * parameters + parameter] += coefficient * numbers[at + c];
      for (let k = 0; k < blocks - 1; k++) {
        const line = at + ((k + 1) * resultBytes) / 8;
        for (let c = 0; c < columns; c++)
          product[(c * (blocks - 1) + k) * parameters + parameter] += coefficient * numbers[line + c];
      }
    }
    return { expectation: expectationOf(layout), gradient, product };
  }

  function descend(theta: Float64Array, { eta, offsets }: DescentRule, asked: number): Descent {
    const layout = place(theta, 1);
    const { columns } = layout;
    if (offsets !== undefined) requireLength("offsets", offsets, columns);
    const bound = KERNEL_ANGLES / largestFactor;
    const numbers = image.arena.float64;
    if (offsets !== undefined) numbers.set(offsets, layout.offsets / 8);
    const steps = areSmall(theta, bound)
      ? kernels.descend(
          Math.min(asked, DESCENT_STEPS),
          columns,
          parameters,
          layout.theta,
          image.factors,
          image.which,
          layout.gradient,
          offsets === undefined ? 0 : layout.offsets,
          eta,
          bound,
          layout.values,
          layout.kernels,
        )
      : 0;
    const read = (at: number, count: number) => numbers.slice(at / 8, at / 8 + count);
    return {
      steps,
      expectation: read(layout.values, steps * columns),
      kernel: read(layout.kernels, steps * columns),
      theta: read(layout.theta, theta.length),
    };
  }

  function statesAt({ columns, lanes, width, vectors }: Layout, at: number): StateBatch {
    const reals = image.arena.reals(precision).subarray(at / realBytes);
    return statesOf(reals, { columns, lanes, width, vectors }, 2 ** circuit.qubits);
  }

  return {
    finalStates(theta: Float64Array, asked?: Int32Array) {
      const layout = prepare(theta, asked);
      return statesAt(layout, forwardOn(layout));
    },
    expectation(theta: Float64Array, asked?: Int32Array) {
      const layout = prepare(theta, asked);
      const { groups } = layout;
      if (together || team !== undefined) kernels.observe(forwardOn(layout), 0, groups);
      else for (let g = 0; g < groups; g++) kernels.observe(kernels.forward(g, g + 1), g, g + 1);
      return expectationOf(layout);
    },
    gradient(theta: Float64Array, asked?: Int32Array) {
      const { expectation, gradient } = sweep(theta, asked);
      return { expectation, gradient };
    },
    hessianVectorProduct(theta: Float64Array, vectors: Float64Array, asked?: Int32Array) {
      vectorsPerColumn(theta, vectors);
      return sweep(theta, asked, vectors);
    },
    descend: team === undefined && data === undefined ? descend : undefined,
    inversionError(theta: Float64Array) {
      const layout = prepare(theta);
      const before = statesAt(layout, layout.kept);
      const { re, im } = statesAt(layout, address(kernels.undo(forwardOn(layout))));
      return re.reduce((largest, value, k) => Math.max(largest, Math.hypot(value - before.re[k], im[k] - before.im[k])), 0);
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

/** WebAssembly gives addresses back as signed words. */
function address(word: number): number {
  return word < 0 ? word + 2 ** 32 : word;
}

/** Whether all numbers are below a bound in size. */
function areSmall(numbers: Float64Array, bound: number): boolean {
  for (let k = 0; k < numbers.length; k++) if (!(Math.abs(numbers[k]) < bound)) return false;
  return true;
}
