/**
 * Loss `quadratic`: half the squared error. Source: Eq. 2.
 */
import type { LossDefinition } from "./loss.ts";

/** L = ε² / 2, so that δθ = -η ε ∂ε. */
export const quadraticLoss: LossDefinition = {
  name: "quadratic",
  title: "(<O> - O0)^2 / 2",
  label: "(⟨O⟩ − O₀)²/2",
  value: (epsilon) => (epsilon * epsilon) / 2,
  slope: (epsilon) => epsilon,
  curvature: () => 1,
  aims: "target",
  theory: "quadratic",
};
