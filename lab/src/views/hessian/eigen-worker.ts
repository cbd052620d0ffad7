/**
 * Eigenvalues of loss Hessians, in a thread of their own: at several hundred parameters they take seconds.
 */
import { expose } from "comlink";
import { lossHessianEigenvalues } from "qntk";

const api = {
  /** Eigenvalues, ascending, of M of one sample; without ε for the linear loss. */
  eigenvalues: (hessian: Float64Array, gradient: Float64Array, epsilon?: number): Float64Array =>
    lossHessianEigenvalues(hessian, gradient, gradient.length, epsilon === undefined ? undefined : Float64Array.of(epsilon)),
};

export type EigenApi = typeof api;

expose(api);
