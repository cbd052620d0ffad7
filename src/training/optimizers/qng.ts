/**
 * The quantum natural gradient: the gradient of the loss in the metric of the state's own space. Source: Stokes et al., Quantum 4, 269 (2020).
 */
import { choleskyFactor, choleskySolveInPlace } from "../../linalg/cholesky.ts";
import { symmetricEigen } from "../../linalg/eigen.ts";
import type { OptimizerDefinition } from "./optimizer.ts";

/** δ, and whether entries between layers count. */
export type QngFields = {
  readonly damping: number;
  readonly metric: "full" | "block-diagonal";
};

/** Eigenvalues of the metric, relative to the largest, below which a direction does not move the state. */
const RANK_TOLERANCE = 1e-10;

/**
 * θ <- θ - η (F + δ 1)^-1 ∇L with the Fubini-Study metric F_ij = Re <∂_i ψ|∂_j ψ> - <∂_i ψ|ψ><ψ|∂_j ψ>; at δ = 0 its pseudo-inverse, which
 * leaves directions alone that do not move the state.
 */
export const quantumNaturalGradient: OptimizerDefinition<QngFields> = {
  name: "qng",
  title: "quantum natural gradient",
  label: "Natural gradient",
  fields: [
    {
      name: "damping",
      type: "number",
      words: "δ added to the diagonal of the metric; 0 stands for its pseudo-inverse",
      placeholder: "<d>",
      default: 0,
      min: 0,
      symbol: "δ",
      label: "Damping",
      range: { min: 0, max: 1, step: 0.01 },
    },
    {
      name: "metric",
      type: "choice",
      words: "metric: full, or block-diagonal, without entries between layers",
      placeholder: "<name>",
      default: "full",
      choices: ["full", "block-diagonal"],
      label: "Metric",
    },
  ],
  rises: "never",
  needsMetric: true,
  imaginaryTime: ({ damping, metric }) => damping === 0 && metric === "full",
  init: () => ({}),
  update(gradient, state, { columns, parameters, eta, trained, metric }, { damping, metric: kind }) {
    const updates = new Float64Array(gradient.length);
    for (let c = 0; c < columns; c++) {
      const { matrix, layers } = metric(c);
      const places = trained.map((_, k) => k);
      const blocks = kind === "full" ? [places] : [...new Set(layers)].map((layer) => places.filter((k) => layers[k] === layer));
      for (const block of blocks) {
        const own = Float64Array.from(block.flatMap((i) => block.map((j) => matrix[i * trained.length + j])));
        const force = Float64Array.from(block, (k) => gradient[c * parameters + trained[k]]);
        const step = solved(own, force, damping);
        block.forEach((k, i) => {
          updates[c * parameters + trained[k]] = -(eta * step[i]);
        });
      }
    }
    return { updates, state };
  },
};

/** (F + δ 1)^-1 b, with the pseudo-inverse where that matrix is singular to rounding. */
function solved(matrix: Float64Array, b: Float64Array, damping: number): Float64Array {
  const size = b.length;
  if (damping > 0) {
    const damped = matrix.slice();
    for (let i = 0; i < size; i++) damped[i * (size + 1)] += damping;
    const factor = choleskyFactor(damped, size);
    if (factor !== undefined) {
      const x = b.slice();
      choleskySolveInPlace(factor, size, x);
      return x;
    }
  }
  const { values, vectors } = symmetricEigen(matrix, size);
  const x = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    if (!(values[k] > RANK_TOLERANCE * values[size - 1])) continue;
    let along = 0;
    for (let i = 0; i < size; i++) along += vectors[i * size + k] * b[i];
    const share = along / (values[k] + damping);
    for (let i = 0; i < size; i++) x[i] += share * vectors[i * size + k];
  }
  return x;
}
