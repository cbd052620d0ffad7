/**
 * Loss `linear`: the expectation itself. Source: Eq. 24.
 */
import type { LossDefinition } from "./loss.ts";

/** L = <O> up to the constant O0, so that δθ = -η ∂<O>. The target sets the zero of ε but not the dynamics. */
export const linearLoss: LossDefinition = {
  name: "linear",
  title: "<O>",
  label: "⟨O⟩",
  value: (epsilon) => epsilon,
  slope: () => 1,
  curvature: () => 0,
  aims: "end",
  theory: "linear",
};
