/**
 * The kernel over data of a deep random circuit, from the output states alone.
 *
 * Seen from the end of the circuit, rotation l turns about A_l = W_l X_l W_l†, W_l what comes after it. Averages over Haar random W_l of E[A ⊗ A] = (d SWAP - 1) / (d² - 1) give
 * K_αβ = -(L d / (4 (d² - 1))) tr([ρ_α, O_α] [ρ_β, O_β]). For one datum and a projector it is L d F (1 - F) / (2 (d² - 1)), the restricted Haar average of the paper; for two prepared
 * states ψ_α with projectors on |α> it is K_αβ = -(L d / (2 (d² - 1))) Re(ψ_α(α)* ψ_β(β)* ψ_α(β) ψ_β(α)).
 */
import { requireInteger, requireLength } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";

/** A state and O applied to it, shape (d) each. */
export interface ObservedState {
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** O ψ. */
  readonly image: { readonly re: Float64Array; readonly im: Float64Array };
}

/**
 * K_αβ averaged over the random parts of a circuit of L rotations whose output states are known.
 *
 * With |φ> = O|ψ> and e = <ψ|φ>: tr([ρ_α, O_α][ρ_β, O_β]) = 2 Re(<φ_α|ψ_β> <φ_β|ψ_α>) - 2 Re(<φ_α|φ_β> <ψ_β|ψ_α>).
 *
 * @param states output states of the data, with their observables applied
 * @param layers L
 * @returns shape (N, N)
 * Source: derived here from E[A ⊗ A]; of one prepared state it is that of Theorem 3 of the paper. `restrictedDataAverages` has the same with μ and λ.
 *
 * @throws ArgumentError for no state, states of different sizes, or fewer than one layer
 */
export function deepKernel(states: readonly ObservedState[], layers: number): Float64Array {
  requireInteger("layers", layers, 1);
  if (states.length === 0) throw new ArgumentError("states", states, "at least one state");
  const d = states[0].re.length;
  for (const { re, im, image } of states) for (const part of [re, im, image.re, image.im]) requireLength("state", part, d);
  const count = states.length;
  const factor = (-layers * d) / (4 * (d * d - 1));
  const kernel = new Float64Array(count * count);
  states.forEach((a, i) => {
    states.forEach((b, j) => {
      const [x, y] = [overlap(a.image, b), overlap(b.image, a)];
      const [u, v] = [overlap(a.image, b.image), overlap(b, a)];
      const trace = 2 * (x.re * y.re - x.im * y.im) - 2 * (u.re * v.re - u.im * v.im);
      kernel[i * count + j] = factor * trace;
    });
  });
  return kernel;
}

interface Vector {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** <a|b>. */
function overlap(a: Vector, b: Vector): { re: number; im: number } {
  let [re, im] = [0, 0];
  for (let k = 0; k < a.re.length; k++) {
    re += a.re[k] * b.re[k] + a.im[k] * b.im[k];
    im += a.re[k] * b.im[k] - a.im[k] * b.re[k];
  }
  return { re, im };
}
