/**
 * A circuit of limited depth at the end of training: in how many directions its state can move (the rank of the quantum Fisher
 * information), along how many of them <O> is curved (the rank of its Hessian), and the rate λ∞ at which the slowest one decays.
 */
import type { Simulator } from "../engine/engine.ts";
import { fisherRank, tangentVectors } from "../gradients/tangents.ts";
import type { HermitianEigen } from "../linalg/eigen.ts";
import type { Excitations } from "../theory/finite-depth/excitations.ts";
import { lateModes } from "../theory/finite-depth/late-modes.ts";
import { excitedComponents } from "./amplitudes.ts";
import { lossHessian, rankOf } from "./loss-hessian.ts";

/** The end of one sample's training. */
export interface TrainedEnd {
  /** Angles there, shape (parameters). */
  readonly theta: Float64Array;
  /** How far <O> still has to go; NaN where that is not known. */
  readonly remaining: number;
}

/** What is measured there. */
export interface DepthProbe {
  /** <O>. */
  readonly expectation: number;
  /** Whether that is the end of the spectrum, to a thousandth of the gap of O. */
  readonly reached: boolean;
  /** Rank of the quantum Fisher information: at most 2 d - 2. */
  readonly fisherRank: number;
  /** Rank of ∂²<O>: at most 2 d - 2 at the end of the spectrum, where it is that of the Fisher information. */
  readonly hessianRank: number;
  /** λ∞ = 2 λ_min(A) of this circuit where the end of the spectrum is reached; undefined elsewhere. */
  readonly lambda?: number;
}

/** Share of the gap of O that counts as reached. */
const REACHED = 1e-3;
/** Eigenvalue of a Hessian, relative to the largest, that is rounding. */
const ROUNDING = 1e-8;

/**
 * Ranks, energy and λ∞ of a trained circuit.
 *
 * An eigenvalue of ∂²<O> counts where it exceeds (remaining / gap)^{1/2} of the largest: angles that far from a minimum show a flat
 * direction that much.
 *
 * @param eigen all eigenvalues and eigenvectors of the observable
 * @throws ArgumentError if the angles do not fit the circuit
 */
export function probeDepth(
  simulator: Simulator,
  { theta, remaining }: TrainedEnd,
  eigen: HermitianEigen,
  excitations: Excitations,
): DepthProbe {
  const { end, gap } = excitations;
  const tangents = tangentVectors(simulator, theta);
  const bottom = end === "min" ? eigen.values[0] : eigen.values[eigen.values.length - 1];
  const { expectation, values } = lossHessian(simulator, theta, { target: bottom, loss: { slope: () => 1, curvature: () => 0 } });
  const largest = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
  const unsettled = Number.isFinite(remaining) ? Math.sqrt(remaining / gap) : 0;
  const reached = Math.abs(expectation - bottom) <= REACHED * gap;
  return {
    expectation,
    reached,
    fisherRank: fisherRank(tangents),
    hessianRank: rankOf(values, Math.max(ROUNDING, unsettled) * largest),
    ...(reached && { lambda: lateModes(excitedComponents(tangents, eigen, excitations).tangents, excitations).lambda }),
  };
}
