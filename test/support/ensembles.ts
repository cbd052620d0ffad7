/**
 * Draws from ensembles for tests, and the one comparison of theory with Monte Carlo that all of them go through.
 */
import { expect } from "vitest";
import { engineNamed, resolveEngine } from "../../src/engine/engines.ts";
import type { EnsembleEstimates, Estimate } from "../../src/ensembles/estimates.ts";
import type { Observable } from "../../src/quantum/observables.ts";
import { tracesOfPowers } from "../../src/quantum/traces.ts";
import type { EnsembleAverages } from "../../src/theory/ensemble-averages.ts";

/** Standard errors by which theory and Monte Carlo may differ. */
export const SIGMAS = 4;

/** The engine that draws. */
export const engine = engineNamed(resolveEngine("auto"));

/** One sigma of the long runs, as a share of the exact value. */
const FULL_RESOLUTION = 0.01;

/**
 * How many circuits a case draws, and the share of the exact value that one sigma then resolves: as given, or, with
 * QNTK_MONTE_CARLO=full, as many as it takes to resolve 1 %.
 */
export function effort(circuits: number, resolution: number): { circuits: number; resolution: number } {
  if (process.env.QNTK_MONTE_CARLO !== "full" || resolution <= FULL_RESOLUTION) return { circuits, resolution };
  return { circuits: Math.ceil(1.15 * circuits * (resolution / FULL_RESOLUTION) ** 2), resolution: FULL_RESOLUTION };
}

/** Runs a stepwise computation to its end. */
export function finish<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** tr O .. tr O⁴ and the dimension. */
export function tracesOf(observable: Observable): { dimension: number; traces: [number, number, number, number] } {
  return { dimension: 2 ** observable.qubits, traces: tracesOfPowers(observable, 4) as [number, number, number, number] };
}

/** (estimate - value) / error. */
export function sigmasFrom(value: number, estimate: Estimate): number {
  return (estimate.value - value) / estimate.error;
}

/**
 * Expects every average within 4 sigma, with samples that resolve `resolution` of it: one standard error is smaller than that share of
 * the exact value, so that a formula off by five times as much would be rejected.
 */
export function expectAgreement(
  exact: EnsembleAverages,
  estimates: EnsembleEstimates,
  resolution: Partial<Record<keyof EnsembleAverages, number>>,
): void {
  for (const [name, share] of Object.entries(resolution) as [keyof EnsembleAverages, number][]) {
    const { error } = estimates[name];
    expect(Math.abs(sigmasFrom(exact[name], estimates[name])), `${name}: sigmas`).toBeLessThan(SIGMAS);
    expect(error / Math.abs(exact[name]), `${name}: resolution`).toBeLessThan(share);
  }
}

/** The same resolution for every average. */
export function all(share: number): Record<keyof EnsembleAverages, number> {
  return { meanK: share, sdK: share, meanMu: share, meanEpsilonMu: share, lambda: share, zeta: share };
}
