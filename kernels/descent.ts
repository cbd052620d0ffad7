// Gradient descent on a batch, many steps in one call: in circuits of a few qubits the calls and copies of a step cost as much as its work.
//
// Sums run in the same order as those of the caller's own steps, and nothing is fused: the numbers are the same either way.
import { expectation, groups, overlaps, resultBytes, rotations, width } from "./layout";
import { backward, forward, start } from "./program";
import { fillTrig } from "./trig";

/** An entry of an array of doubles. */
@inline
function at(array: usize, k: i32): usize {
  return array + (<usize>k << 3);
}

/** <O> and its overlaps, the tables of angles being filled. */
function evaluate(): void {
  start();
  if (width > 1) backward(forward(0, groups), 0, groups);
  else for (let g = 0; g < groups; g++) backward(forward(g, g + 1), g, g + 1);
}

/** ∂<O>/∂θ from the overlaps, [column][parameter]: every rotation adds its coefficient, twice its factor, times its overlap. */
function gather(gradient: usize, columns: i32, parameters: i32, factors: usize, which: usize): void {
  memory.fill(gradient, 0, <usize>(columns * parameters) << 3);
  for (let r = 0; r < rotations; r++) {
    const coefficient = 2 * load<f64>(at(factors, r));
    const parameter = load<i32>(which + (<usize>r << 2));
    const line = overlaps + <usize>r * resultBytes;
    for (let c = 0; c < columns; c++) {
      const entry = at(gradient, c * parameters + parameter);
      store<f64>(entry, load<f64>(entry) + coefficient * load<f64>(at(line, c)));
    }
  }
}

/**
 * Steps θ <- θ - η s ∂<O>, with s = <O> - offset of the column, or s = 1 without offsets. Ends early once an angle is not below `bound`.
 *
 * @param theta angles, [column][parameter]; those after the last step are left there
 * @param offsets of every column; 0 for none
 * @param values where <O> of every step goes, [step][column], and `kernels` where Σ_l (∂_l <O>)² does
 * @returns how many steps were made
 */
export function descend(
  steps: i32,
  columns: i32,
  parameters: i32,
  theta: usize,
  factors: usize,
  which: usize,
  gradient: usize,
  offsets: usize,
  eta: f64,
  bound: f64,
  values: usize,
  kernels: usize,
): i32 {
  for (let t = 0; t < steps; t++) {
    fillTrig(theta, parameters, factors, which);
    evaluate();
    gather(gradient, columns, parameters, factors, which);
    let small = true;
    for (let c = 0; c < columns; c++) {
      const value = load<f64>(at(expectation, c));
      const rate = eta * (offsets == 0 ? 1 : value - load<f64>(at(offsets, c)));
      let kernel: f64 = 0;
      for (let l = c * parameters; l < (c + 1) * parameters; l++) {
        const slope = load<f64>(at(gradient, l));
        const angle = load<f64>(at(theta, l)) - rate * slope;
        kernel += slope * slope;
        if (!(abs<f64>(angle) < bound)) small = false;
        store<f64>(at(theta, l), angle);
      }
      store<f64>(at(values, t * columns + c), value);
      store<f64>(at(kernels, t * columns + c), kernel);
    }
    if (!small) return t + 1;
  }
  return steps;
}
