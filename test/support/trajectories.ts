/**
 * Trajectories that obey the Lotka-Volterra theory exactly, one for each phase.
 */
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { solutionThrough } from "../../src/theory/lotka-volterra/closed-forms.ts";
import type { Trajectory } from "../../src/theory/lotka-volterra/trajectory.ts";

/** Learning rate of the trajectories. */
export const eta = 1e-3;

/** A trajectory that obeys the theory exactly, with λ as measured μ/K where `withMu`. */
export function synthetic(
  start: { epsilon: number; kernel: number; lambda: number },
  steps: number,
  target: number,
  withMu: boolean,
  noise = 0,
): Trajectory {
  const { epsilon, kernel, lambda } = start;
  const solution = solutionThrough({ t: 0, kernel, lambdaEpsilon: lambda * epsilon }, eta);
  const stream = new CounterStream(0, "test");
  const rows = Array.from({ length: steps + 1 }, (_, t) => t);
  const kernels = rows.map((t) => solution.kernel(t) * (1 + noise * stream.normal()));
  return {
    epsilon: rows.map((t) => solution.lambdaEpsilon(t) / lambda),
    kernel: kernels,
    mu: withMu ? { steps: rows, values: kernels.map((k) => lambda * k) } : undefined,
    eta,
    loss: "quadratic",
    target,
    extremes: { min: -14, max: 9 },
  };
}

/** Phase, starting point and target. */
export const cases = [
  ["frozen-kernel", { epsilon: 12, kernel: 64, lambda: 2 }, -10],
  ["critical", { epsilon: 12, kernel: 48, lambda: 2 }, -14],
  ["frozen-error", { epsilon: 20, kernel: 64, lambda: 2 }, -18],
] as const;
