/**
 * Simultaneous perturbation (SPSA): a gradient guessed from two losses, whatever the number of parameters. Source: Spall, IEEE Trans.
 * Autom. Control 37, 332 (1992), with his exponent for the perturbation.
 */
import type { OptimizerDefinition } from "./optimizer.ts";

/** c and the seed of the directions. */
export type SpsaFields = {
  readonly perturbation: number;
  readonly perturbationSeed: number;
};

/** γ of c_t = c / (t + 1)^γ. */
const EXPONENT = 0.101;

/** θ <- θ - η (L(θ + c_t Δ) - L(θ - c_t Δ)) / (2 c_t) Δ with signs Δ, drawn anew at every step for every column, and c_t = c / (t + 1)^0.101. */
export const spsa: OptimizerDefinition<SpsaFields> = {
  name: "spsa",
  title: "simultaneous perturbation, from two losses a step",
  label: "SPSA",
  fields: [
    {
      name: "perturbation",
      type: "number",
      words: "size c of the perturbation at the first step, which falls as 1/(t + 1)^0.101",
      placeholder: "<c>",
      default: 0.1,
      above: 0,
      symbol: "c",
      label: "Shift",
      range: { min: 0.01, max: 1, step: 0.01 },
    },
    {
      name: "perturbationSeed",
      type: "integer",
      words: "seed of the perturbations",
      placeholder: "<n>",
      default: 0,
      min: 0,
    },
  ],
  rises: "at-random",
  needsLosses: true,
  init: () => ({}),
  update(gradient, state, context, { perturbation, perturbationSeed }) {
    const { columns, parameters, theta, row, eta, trained, losses, stream } = context;
    const size = perturbation / (row + 1) ** EXPONENT;
    const signs = new Float64Array(gradient.length);
    for (let c = 0; c < columns; c++) {
      const random = stream(c, perturbationSeed);
      for (const l of trained) signs[c * parameters + l] = random.uniform() < 0.5 ? -1 : 1;
    }
    const above = losses(
      theta.map((angle, l) => angle + size * signs[l]),
      0,
    );
    const below = losses(
      theta.map((angle, l) => angle - size * signs[l]),
      1,
    );
    const updates = new Float64Array(gradient.length);
    for (let c = 0; c < columns; c++) {
      const rate = (eta * (above[c] - below[c])) / (2 * size);
      for (let l = c * parameters; l < (c + 1) * parameters; l++) updates[l] = -(rate * signs[l]);
    }
    return { updates, state };
  },
};
