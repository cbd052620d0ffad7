/**
 * μ from shots: gradient and Hessian of <O> by the parameter-shift rule, each circuit with shots of its own.
 */
import { requireFields, requireInteger, requireLength } from "../base/assert.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import type { Estimate } from "../engine/noisy/trajectories.ts";
import { unbiasedDqntk } from "../gradients/kernel-estimates.ts";
import { anglesOf } from "../gradients/parameter-shift.ts";
import { rotationsOf } from "../quantum/circuit.ts";
import { type CountProblem, loadCounts } from "./counts.ts";
import { countedEstimate, planValues } from "./estimates.ts";

/** μ with its standard error, and what it took. */
export interface DqntkEstimate extends Estimate {
  /** Circuits that were measured, each with all shots for each group of the observable. */
  readonly circuits: number;
}

/** A circuit: which rotations are shifted, by how much, and with which weight its <O> counts. */
interface Shifted {
  readonly shifts: readonly (readonly [rotation: number, angle: number])[];
  readonly weight: number;
}

/**
 * μ = g·Hg at one set of angles, from shots: without bias, and with its standard error (`unbiasedDqntk`).
 *
 * With R rotations r, angles c_r θ_p:
 * - g_p = Σ_r c_r [<O>(+π/2) - <O>(-π/2)]/2, 2 R circuits;
 * - H_pq = Σ_rs c_r c_s [<O>(+,+) - <O>(+,-) - <O>(-,+) + <O>(-,-)]/4 over pairs r ≠ s, shifted by π/2 each, 4 circuits for each of R (R - 1)/2 pairs, and for r = s
 *   c_r² [<O>(+π) - <O>]/2, 2 circuits each.
 * So it takes 2 R (R + 1) circuits, where a gradient takes 2 R.
 *
 * @param theta shape (parameters)
 * @param options `shots`: for each circuit and group, at least 2; `seed` of them, 0 by default; `invertReadout`: false by default
 * @throws ArgumentError for sizes that do not fit, or what cannot be counted
 */
export function estimateDqntk(
  problem: CountProblem,
  theta: Float64Array,
  options: { readonly shots: number; readonly seed?: number; readonly invertReadout?: boolean },
): DqntkEstimate {
  requireFields("estimateDqntk", options, ["shots", "seed", "invertReadout"]);
  const { shots, seed = 0, invertReadout = false } = options;
  const { parameters } = problem.circuit;
  requireLength("theta", theta, parameters);
  requireInteger("shots", shots, 2);
  const source = loadCounts(problem);
  const values = planValues(source.plan, invertReadout ? source.model.readout : undefined);
  const rotations = rotationsOf(source.circuit);
  const angles = anglesOf(rotations, theta);
  const stream = new CounterStream(seed, "dqntk-shots");
  let circuits = 0;
  const total = (parts: readonly Shifted[]): { value: number; variance: number } => {
    const batch = new Float64Array(parts.length * angles.length);
    parts.forEach(({ shifts }, k) => {
      batch.set(angles, k * angles.length);
      for (const [rotation, angle] of shifts) batch[k * angles.length + rotation] += angle;
    });
    const estimates = source.counts(stream, batch, shots).map((counts) => countedEstimate(source.plan, values, counts));
    circuits += parts.length;
    return {
      value: estimates.reduce((sum, { value }, k) => sum + parts[k].weight * value, 0),
      variance: estimates.reduce((sum, { error }, k) => sum + (parts[k].weight * error) ** 2, 0),
    };
  };
  const gradient = new Float64Array(parameters);
  const variances = new Float64Array(parameters);
  const hessian = new Float64Array(parameters ** 2);
  const hessianVariances = new Float64Array(parameters ** 2);
  const half = Math.PI / 2;
  // Variances of the entries p, q and q, p are those of one number; where two rotations share a parameter, both orders count in one entry.
  const add = (p: number, q: number, factor: number, { value, variance }: { value: number; variance: number }) => {
    const twice = p === q ? 2 : 1;
    hessian[p * parameters + q] += factor * twice * value;
    hessianVariances[p * parameters + q] += (factor * twice) ** 2 * variance;
    if (p === q) return;
    hessian[q * parameters + p] += factor * value;
    hessianVariances[q * parameters + p] += factor ** 2 * variance;
  };
  rotations.forEach(({ parameter: p, coefficient: c }, r) => {
    const slope = total([
      { shifts: [[r, half]], weight: c / 2 },
      { shifts: [[r, -half]], weight: -c / 2 },
    ]);
    gradient[p] += slope.value;
    variances[p] += slope.variance;
    const own = total([
      { shifts: [[r, Math.PI]], weight: c ** 2 / 2 },
      { shifts: [], weight: -(c ** 2) / 2 },
    ]);
    hessian[p * parameters + p] += own.value;
    hessianVariances[p * parameters + p] += own.variance;
    for (let s = 0; s < r; s++) {
      const { parameter: q, coefficient } = rotations[s];
      const signs = [1, -1];
      const parts = signs.flatMap((a) =>
        signs.map(
          (b): Shifted => ({
            shifts: [
              [r, a * half],
              [s, b * half],
            ],
            weight: (a * b) / 4,
          }),
        ),
      );
      add(p, q, c * coefficient, total(parts));
    }
  });
  source.dispose();
  return { ...unbiasedDqntk({ gradient, variances, hessian, hessianVariances }), circuits };
}
