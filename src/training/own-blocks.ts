/**
 * Training by a loss or an optimiser that is a function of the caller's.
 */
import { ArgumentError } from "../base/errors.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { qntk } from "../gradients/qntk.ts";
import { quadraticLoss } from "./losses.ts";
import {
  gradientDescent,
  type OwnOptimizer,
  type Prepared,
  type RunBlock,
  type RunEnd,
  type RunTrainingOptions,
} from "./run-options.ts";

/** Blocks whose loss or optimiser is the caller's own. */
export async function* ownBlocks(
  options: RunTrainingOptions,
  { targets, start, own: record }: Prepared,
): AsyncGenerator<RunBlock, RunEnd, void> {
  const { circuit, observable, steps, block = 64, signal } = options;
  const loss = typeof options.loss === "object" ? options.loss : quadraticLoss;
  const update = (options.optimizer ?? gradientDescent(1e-3)) as OwnOptimizer;
  const own = options.simulator === undefined;
  const simulator = options.simulator ?? (options.engine ?? engineNamed(resolveEngine("auto"))).load(circuit, observable);
  const columns = targets.length;
  const { parameters } = circuit;
  let state = start;
  try {
    while (state.row <= steps) {
      if (signal?.aborted) return { kind: "stopped", state };
      const firstRow = state.row;
      const epsilons: Float64Array[] = [];
      const kernels: Float64Array[] = [];
      const quantities = Object.fromEntries(
        Object.keys(record).map((name) => [name, { rows: [] as number[], values: [] as Float64Array[] }]),
      );
      let broken: number[] = [];
      while (epsilons.length < block && state.row <= steps && broken.length === 0) {
        const { row, theta } = state;
        const { expectation, gradient } = simulator.gradient(theta);
        const epsilon = expectation.map((value, c) => value - targets[c]);
        epsilons.push(epsilon);
        kernels.push(qntk(gradient, columns));
        for (const [name, { stride, measure }] of Object.entries(record)) {
          if (row % stride !== 0 && row !== steps) continue;
          quantities[name].rows.push(row);
          quantities[name].values.push(Float64Array.from(measure(simulator, theta, gradient)));
        }
        if (row === steps) {
          state = { ...state, row: row + 1 };
          continue;
        }
        const slopes = epsilon.map((value) => loss.slope(value));
        const made = update(
          gradient.map((value, k) => slopes[Math.floor(k / parameters)] * value),
          state.optimizer,
          { row, theta },
        );
        if (made.change.length !== theta.length)
          throw new ArgumentError("optimizer", made.change.length, `a change of ${theta.length} angles`);
        const next = theta.map((value, k) => value + made.change[k]);
        const bad = new Set<number>();
        next.forEach((value, k) => {
          if (!Number.isFinite(value)) bad.add(Math.floor(k / parameters));
        });
        broken = [...bad];
        state = broken.length > 0 ? state : { row: row + 1, theta: next, optimizer: made.state };
      }
      yield { firstRow, epsilon: epsilons, kernel: kernels, quantities, state };
      if (broken.length > 0) return { kind: "not finite", row: state.row, columns: broken };
    }
    return { kind: "complete" };
  } finally {
    if (own) simulator.dispose();
  }
}
