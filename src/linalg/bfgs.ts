/**
 * Minimisation of a smooth function of many variables by its gradient.
 */

/** A value with its gradient. */
export interface ValueWithGradient {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A minimum found. */
export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  /** Whether the gradient vanished to the tolerance, or the value could fall no further. */
  readonly converged: boolean;
}

/** Share of the decrease that the slope promises which a step must give (Armijo). */
const SUFFICIENT = 1e-4;
/** Halvings of a step before the value counts as unable to fall. */
const HALVINGS = 40;

/**
 * A local minimum by the method of Broyden, Fletcher, Goldfarb and Shanno, with halved steps (Armijo's condition).
 *
 * The inverse Hessian begins as that of the first step's curvature and is updated where s·y > 0 (Nocedal and Wright, Numerical Optimization, Eq. 6.17).
 *
 * @param evaluate value and gradient at a point
 * @param start shape (variables)
 * @param options `tolerance`: |gradient|_max at which it ends; `steps`: at the most
 */
export function bfgs(
  evaluate: (point: Float64Array) => ValueWithGradient,
  start: Float64Array,
  { tolerance = 1e-8, steps = 1000 }: { readonly tolerance?: number; readonly steps?: number } = {},
): Minimum {
  const size = start.length;
  let point: Float64Array = start.slice();
  let { value, gradient }: ValueWithGradient = evaluate(point);
  const inverse = new Float64Array(size * size);
  const reset = (scale: number) => {
    inverse.fill(0);
    for (let i = 0; i < size; i++) inverse[i * size + i] = scale;
  };
  let fresh = true;
  for (let step = 0; step < steps; step++) {
    const largest = largestOf(gradient);
    if (!(largest > tolerance)) return { point, value, converged: true };
    if (fresh) reset(0.1 / largest);
    const direction = negatedProduct(inverse, gradient);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      reset(0.1 / largest);
      fresh = true;
      for (let i = 0; i < size; i++) direction[i] = (-0.1 / largest) * gradient[i];
      slope = dot(direction, gradient);
    }
    const found = shortened(evaluate, point, value, direction, slope);
    if (found === undefined) {
      if (fresh) return { point, value, converged: true };
      fresh = true;
      continue;
    }
    const change = found.point.map((x, i) => x - point[i]);
    const turn = found.gradient.map((g, i) => g - gradient[i]);
    const curvature = dot(change, turn);
    if (curvature > 0) {
      if (fresh) reset(curvature / dot(turn, turn));
      update(inverse, change, turn, curvature);
      fresh = false;
    }
    ({ point, value, gradient } = found);
  }
  return { point, value, converged: false };
}

/** The first of a step, its half, its quarter, ... that lowers the value enough. */
function shortened(
  evaluate: (point: Float64Array) => ValueWithGradient,
  from: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
): (ValueWithGradient & { readonly point: Float64Array }) | undefined {
  for (let halving = 0, length = 1; halving < HALVINGS; halving++, length /= 2) {
    const point = from.map((x, i) => x + length * direction[i]);
    const found = evaluate(point);
    if (found.value < value + SUFFICIENT * length * slope) return { ...found, point };
  }
  return undefined;
}

/** H <- (1 - ρ s yᵀ) H (1 - ρ y sᵀ) + ρ s sᵀ, ρ = 1/(s·y). */
function update(inverse: Float64Array, s: Float64Array, y: Float64Array, curvature: number): void {
  const size = s.length;
  const hy = negatedProduct(inverse, y).map((value) => -value);
  const factor = (1 + dot(y, hy) / curvature) / curvature;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) inverse[i * size + j] += factor * s[i] * s[j] - (s[i] * hy[j] + hy[i] * s[j]) / curvature;
}

function negatedProduct(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j];
    return -sum;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
