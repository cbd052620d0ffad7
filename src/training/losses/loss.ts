/**
 * What a loss is: a function of the total error ε = <O> - O0 of every sample; with data, of that of every datum, whose mean is the loss.
 */

/** A loss as a function of ε, and of the target where it knows more than the error. */
export interface Loss {
  readonly name: string;
  /** The loss itself. */
  value(epsilon: number, target?: number): number;
  /** Its derivative with respect to <O>: gradient descent updates by δθ = -η · slope(ε) · ∂ε. */
  slope(epsilon: number, target?: number): number;
  /** The loss of a datum with an observable for each class, where it is one of those. */
  readonly ofClasses?: ClassLoss;
}

/** A loss as a function of f_c = <O_c>, an entry for each class c, and of the class that a datum belongs to. */
export interface ClassLoss {
  value(values: Float64Array, label: number): number;
  /** ∂l/∂f_c, shape (classes). */
  slopes(values: Float64Array, label: number): Float64Array;
  /** ∂²l/∂f_c∂f_k, shape (classes, classes). */
  curvatures(values: Float64Array, label: number): Float64Array;
}

/** One kind of loss. */
export interface LossDefinition extends Loss {
  /** What it is, as a formula in plain text, such as `(<O> - O0)^2 / 2`. */
  readonly title: string;
  /** Name in the lab; the lab does not offer one without. */
  readonly label?: string;
  /** Whether it is one of data with labels alone. */
  readonly needsLabels?: boolean;
  /** Its second derivative: the loss Hessian is curvature(ε) ∂ε ∂εᵀ + slope(ε) ∂²ε. */
  curvature(epsilon: number, target?: number): number;
  /** Where it is smallest: at the target, or at the lower end of the spectrum, whatever the target. */
  readonly aims: "target" | "end";
  /** Which loss of the theory it is: its slope is ε (quadratic) or 1 (linear). Left out for another one, of which no solution is known. */
  readonly theory?: "quadratic" | "linear";
}
