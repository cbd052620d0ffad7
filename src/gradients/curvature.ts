/**
 * The largest curvature of the loss at given angles, by Lanczos on Hessian-vector products: what bounds the learning rate there.
 */
import { requireLength } from "../base/assert.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { DifferentiableSimulator, HessianSource } from "../engine/engine.ts";
import { lanczosExtremes } from "../linalg/lanczos.ts";

/** Relative residual at which an eigenvalue is accepted. */
const TOLERANCE = 1e-6;

/** The ends of the spectrum of a loss Hessian. */
export interface CurvatureRange {
  readonly min: number;
  readonly max: number;
}

/**
 * The smallest and largest eigenvalue of M = ∂ε ∂εᵀ + ε ∂²ε (quadratic loss), or of ∂²ε (linear loss), at one column of angles. Source:
 * Eq. 19.
 *
 * @param theta shape (parameters)
 * @param target O0; left out for the linear loss
 * @throws ArgumentError if the angles are not one column
 * @throws QntkError if Lanczos does not converge
 */
export function lossCurvature(
  simulator: HessianSource & Pick<DifferentiableSimulator, "gradient">,
  theta: Float64Array,
  target?: number,
): CurvatureRange {
  requireLength("theta", theta, simulator.circuit.parameters);
  const { expectation, gradient } = simulator.gradient(theta);
  const loss = target === undefined ? { slope: 1, curvature: 0 } : { slope: expectation[0] - target, curvature: 1 };
  return curvatureAt(simulator, { theta, gradient, ...loss });
}

/** One column of angles with its gradient, and the first two derivatives of the loss with respect to <O>. */
export interface CurvaturePoint {
  readonly theta: Float64Array;
  readonly gradient: Float64Array;
  readonly slope: number;
  readonly curvature: number;
}

/**
 * As `lossCurvature`, where the gradient is known.
 *
 * @param at θ and ∂<O> of one column, shape (parameters), with L'(ε) and L''(ε): M = L''(ε) ∂ε ∂εᵀ + L'(ε) ∂²ε
 */
export function curvatureAt(source: HessianSource, { theta, gradient, slope, curvature }: CurvaturePoint): CurvatureRange {
  const { parameters } = source.circuit;
  const stream = new CounterStream(0, "curvature");
  const { min, max } = lanczosExtremes(
    (input, output) => {
      const vectors = new Float64Array(2 * parameters);
      vectors.set(input.re);
      vectors.set(input.im, parameters);
      const { product } = source.hessianVectorProduct(theta, vectors);
      for (const [k, plane] of [input.re, input.im].entries()) {
        let along = 0;
        if (curvature !== 0) for (let l = 0; l < parameters; l++) along += gradient[l] * plane[l];
        const out = k === 0 ? output.re : output.im;
        for (let l = 0; l < parameters; l++) out[l] = curvature * along * gradient[l] + slope * product[k * parameters + l];
      }
    },
    parameters,
    () => stream.normal(),
    { tolerance: TOLERANCE },
  );
  return { min, max };
}
