/**
 * Kernel and second-order kernel of a data set from the gradients of its data.
 */

/**
 * K_αβ = J_α·J_β of every column: the quantum neural tangent kernel of N data. Symmetric and positive semidefinite.
 *
 * @param gradient J, shape (columns, N, parameters)
 * @returns shape (columns, N, N)
 */
export function kernelMatrix(gradient: Float64Array, columns: number, count: number): Float64Array {
  const parameters = gradient.length / (columns * count);
  const kernel = new Float64Array(columns * count * count);
  for (let c = 0; c < columns; c++) {
    for (let a = 0; a < count; a++) {
      for (let b = a; b < count; b++) {
        const sum = product(gradient, (c * count + a) * parameters, gradient, (c * count + b) * parameters, parameters);
        kernel[(c * count + a) * count + b] = sum;
        kernel[(c * count + b) * count + a] = sum;
      }
    }
  }
  return kernel;
}

/** What gives Hessian-vector products of every datum. */
export interface DataCurvatureSource {
  /**
   * H_β v of every column, datum and vector.
   *
   * @param vectors shape (columns, N, vectors for each datum, parameters)
   * @param which which columns of the simulator's these are, where they are not all of them
   * @returns the same shape
   */
  products(theta: Float64Array, vectors: Float64Array, which?: readonly number[]): Float64Array;
}

/**
 * μ_αβγ = J_α·H_β·J_γ of every column, H_β the Hessian of <O_β>_β: symmetric in α and γ.
 *
 * @param gradient J, shape (columns, N, parameters), zero for parameters that are not trained
 * @returns shape (columns, N, N, N), in the order α, β, γ
 */
export function dataCurvature(
  source: DataCurvatureSource,
  theta: Float64Array,
  gradient: Float64Array,
  columns: number,
  count: number,
  which?: readonly number[],
): Float64Array {
  const parameters = gradient.length / (columns * count);
  const ofColumn = count * parameters;
  const vectors = new Float64Array(columns * count * ofColumn);
  for (let c = 0; c < columns; c++) {
    const own = gradient.subarray(c * ofColumn, (c + 1) * ofColumn);
    for (let b = 0; b < count; b++) vectors.set(own, (c * count + b) * ofColumn);
  }
  const products = source.products(theta, vectors, which);
  const mu = new Float64Array(columns * count ** 3);
  for (let c = 0; c < columns; c++) {
    for (let a = 0; a < count; a++) {
      for (let bg = 0; bg < count * count; bg++) {
        const at = (c * count * count + bg) * parameters;
        mu[(c * count + a) * count * count + bg] = product(gradient, (c * count + a) * parameters, products, at, parameters);
      }
    }
  }
  return mu;
}

function product(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let sum = 0;
  for (let l = 0; l < length; l++) sum += a[fromA + l] * b[fromB + l];
  return sum;
}
