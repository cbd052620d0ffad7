/**
 * The quantum neural tangent kernel K and its derivative μ from gradients and Hessian-vector products.
 */
import { requireInteger, requireLength, requireNumbers } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import { columnsOf, type HessianSource, requireSimulator } from "../engine/engine.ts";

/**
 * The quantum neural tangent kernel K = Σ_l (∂ε/∂θ_l)² of every column. Source: Eq. 5.
 *
 * @param gradient shape (columns, parameters)
 * @returns shape (columns)
 * @throws ArgumentError if the gradient cannot be split into that many columns
 */
export function qntk(gradient: Float64Array, columns: number): Float64Array {
  requireNumbers("gradient", gradient);
  requireInteger("columns", columns, 1);
  if (gradient.length % columns !== 0)
    throw new ArgumentError("gradient", new Described(`of ${gradient.length} entries`), `a multiple of ${columns} entries`);
  return rowDots(gradient, gradient, columns);
}

/**
 * The dQNTK μ = Σ_lm (∂_l ∂_m ε)(∂_l ε)(∂_m ε) = g · (H g) of every column, H being the Hessian of ε. Source: Eq. 6.
 *
 * @param theta angles, shape (columns, parameters)
 * @param gradient the gradient at those angles, shape (columns, parameters)
 * @returns shape (columns)
 * @throws ArgumentError if the shapes do not fit
 */
export function dqntk(simulator: HessianSource, theta: Float64Array, gradient: Float64Array): Float64Array {
  requireSimulator(simulator);
  const columns = columnsOf(simulator.circuit, theta);
  requireLength("gradient", gradient, theta.length);
  const { product } = simulator.hessianVectorProduct(theta, gradient);
  return rowDots(gradient, product, columns);
}

/** Σ_l a_cl b_cl of every row c. */
function rowDots(a: Float64Array, b: Float64Array, rows: number): Float64Array {
  const length = a.length / rows;
  const dots = new Float64Array(rows);
  for (let c = 0; c < rows; c++) {
    for (let l = c * length; l < (c + 1) * length; l++) dots[c] += a[l] * b[l];
  }
  return dots;
}
