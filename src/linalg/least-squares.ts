/**
 * Least-squares fits: straight lines in closed form, curves by Levenberg-Marquardt, both with standard errors.
 */
import { levenbergMarquardt } from "ml-levenberg-marquardt";
import { inverse, Matrix } from "ml-matrix";

/** A fitted straight line y = intercept + slope x, with standard errors from the scatter of the points. */
export interface LineFit {
  readonly slope: number;
  readonly intercept: number;
  readonly slopeError: number;
  readonly interceptError: number;
  readonly points: number;
}

/**
 * Least squares for a straight line; the errors are NaN for fewer than three points.
 *
 * @param weights weight of each squared residual; all equal where left out
 */
export function fitLine(x: ArrayLike<number>, y: ArrayLike<number>, weights?: ArrayLike<number>): LineFit {
  const points = x.length;
  const weight = (i: number) => (weights === undefined ? 1 : weights[i]);
  let total = 0;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < points; i++) {
    total += weight(i);
    meanX += weight(i) * x[i];
    meanY += weight(i) * y[i];
  }
  meanX /= total;
  meanY /= total;
  let sxx = 0;
  let sxy = 0;
  for (let i = 0; i < points; i++) {
    sxx += weight(i) * (x[i] - meanX) ** 2;
    sxy += weight(i) * (x[i] - meanX) * (y[i] - meanY);
  }
  const slope = sxy / sxx;
  const intercept = meanY - slope * meanX;
  let residual = 0;
  for (let i = 0; i < points; i++) residual += weight(i) * (y[i] - intercept - slope * x[i]) ** 2;
  const variance = points > 2 ? residual / (points - 2) : Number.NaN;
  return {
    slope,
    intercept,
    slopeError: Math.sqrt(variance / sxx),
    interceptError: Math.sqrt(variance * (1 / total + meanX ** 2 / sxx)),
    points,
  };
}

/** A fitted curve. */
export interface CurveFit {
  readonly parameters: number[];
  /** Standard errors from the curvature at the minimum and the scatter of the points. */
  readonly errors: number[];
}

/**
 * Fits y(x) = model(parameters)(x) by Levenberg-Marquardt.
 *
 * The standard error of parameter k is sqrt(s² [(JᵀJ)^{-1}]_kk) with J the Jacobian at the minimum and s² the sum of squared
 * residuals over the degrees of freedom; NaN where JᵀJ is singular.
 */
export function fitCurve(
  x: readonly number[],
  y: readonly number[],
  model: (parameters: number[]) => (x: number) => number,
  initial: readonly number[],
): CurveFit {
  const { parameterValues: parameters } = levenbergMarquardt({ x, y }, model, {
    initialValues: [...initial],
    damping: 1e-2,
    maxIterations: 300,
    errorTolerance: 1e-14,
    improvementThreshold: 1e-12,
    centralDifference: true,
    gradientDifference: 1e-6,
  });
  const best = model(parameters);
  const sum = x.reduce((total, xi, i) => total + (y[i] - best(xi)) ** 2, 0);
  const freedom = x.length - parameters.length;
  const covariance = inverseOrUndefined(normalMatrix(x, model, parameters));
  const errors = parameters.map((_, k) =>
    covariance === undefined || freedom <= 0 ? Number.NaN : Math.sqrt((covariance.get(k, k) * sum) / freedom),
  );
  return { parameters, errors };
}

/** JᵀJ with central differences. */
function normalMatrix(
  x: readonly number[],
  model: (parameters: number[]) => (x: number) => number,
  parameters: readonly number[],
): Matrix {
  const columns = parameters.map((value, k) => {
    const h = 1e-6 * Math.max(1e-3, Math.abs(value));
    const upper = model(parameters.map((p, i) => (i === k ? p + h : p)));
    const lower = model(parameters.map((p, i) => (i === k ? p - h : p)));
    return x.map((xi) => (upper(xi) - lower(xi)) / (2 * h));
  });
  const jacobian = new Matrix(columns).transpose();
  return jacobian.transpose().mmul(jacobian);
}

function inverseOrUndefined(matrix: Matrix): Matrix | undefined {
  try {
    const result = inverse(matrix);
    return result.to1DArray().every(Number.isFinite) ? result : undefined;
  } catch {
    return undefined;
  }
}
