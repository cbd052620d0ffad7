/**
 * Where shot noise stops training: the plateaus of ε and K.
 */
import { requireFields, requireFinite, requireInteger, requirePositive } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";

/** What the plateaus depend on. */
export interface ShotNoise {
  /** Learning rate η. */
  readonly eta: number;
  /** K of the exact gradient, late in training. */
  readonly kernel: number;
  /** σ², the variance of one estimate of <O>. */
  readonly variance: number;
  /** s, the variance of one component of the gradient. Default σ²/2, that of the parameter-shift rule. */
  readonly gradientVariance?: number;
  /** L. */
  readonly parameters: number;
}

/** Late-time levels under shot noise. */
export interface ShotNoisePlateau {
  /** Root mean square of the exact ε. */
  readonly error: number;
  /** Root mean square of the ε that is measured, by an estimate of its own. */
  readonly measuredError: number;
  /** Mean of the K that is computed from measured gradients. */
  readonly measuredKernel: number;
}

/**
 * The plateaus of training with a frozen kernel under shot noise.
 *
 * With δθ = -η (ε + ξ)(g + γ), Var ξ = σ², Var γ_l = s, and ε linear in θ, δε = -η (ε + ξ)(K + g·γ); its variance settles at
 * <ε²> = η σ² (K + s) / (2 - η (K + s)). What is measured adds σ² to it, and L s to K.
 *
 * @throws ArgumentError unless η, K and σ² are positive and η (K + s) < 2, beyond which noise makes training diverge
 */
export function shotNoisePlateau(options: ShotNoise): ShotNoisePlateau {
  requireFields("shotNoisePlateau", options, ["eta", "kernel", "variance", "gradientVariance", "parameters"]);
  const { eta, kernel, variance, gradientVariance: s = variance / 2, parameters } = options;
  requirePositive("eta", eta);
  requirePositive("kernel", kernel);
  requirePositive("variance", variance);
  requireFinite("gradientVariance", s);
  requireInteger("parameters", parameters, 1);
  const rate = eta * (kernel + s);
  if (!(rate < 2)) throw new ArgumentError("eta", eta, `less than ${2 / (kernel + s)}, 2 / (K + s)`);
  const settled = (rate * variance) / (2 - rate);
  return {
    error: Math.sqrt(settled),
    measuredError: Math.sqrt(settled + variance),
    measuredKernel: kernel + parameters * s,
  };
}
