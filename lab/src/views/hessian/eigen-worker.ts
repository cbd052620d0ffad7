/**
 * Eigenvalues of loss Hessians, in a thread of their own: at several hundred parameters they take seconds.
 */
import { expose } from "comlink";
import { hessianEigenvaluesOf } from "qntk";

const api = {
  /** Eigenvalues, ascending, of M of one sample, from the first two derivatives of the loss there. */
  eigenvalues: (hessian: Float64Array, gradient: Float64Array, slope: number, curvature: number): Float64Array =>
    hessianEigenvaluesOf(hessian, gradient, { slopes: Float64Array.of(slope), curvatures: Float64Array.of(curvature) }),
};

export type EigenApi = typeof api;

expose(api);
