/**
 * QR decomposition of a square complex matrix by Householder reflections, with the diagonal of R made positive.
 */
import type { ComplexMatrix } from "./complex-matrix.ts";

/**
 * Replaces a square matrix A = Q R by the unitary Q diag(r_jj / |r_jj|), the one Q for which R has a positive diagonal.
 *
 * If A has independent complex normal entries the result is Haar random (Mezzadri, "How to generate random matrices from the
 * classical compact groups", 2007). Costs 8/3 d^3 complex multiply-adds.
 *
 * @param a d x d matrix of full rank, overwritten
 */
export function unitaryFactorInPlace(a: ComplexMatrix): void {
  const d = a.rows;
  const { re, im } = a;
  const vRe = new Float64Array(d * d); // reflection k occupies row k, entries k .. d - 1
  const vIm = new Float64Array(d * d);
  const scale = new Float64Array(d); // 2 / |v_k|^2
  const phaseRe = new Float64Array(d);
  const phaseIm = new Float64Array(d);
  const wRe = new Float64Array(d);
  const wIm = new Float64Array(d);

  for (let k = 0; k < d; k++) {
    const row = k * d;
    let norm2 = 0;
    for (let i = k; i < d; i++) {
      vRe[row + i] = re[i * d + k];
      vIm[row + i] = im[i * d + k];
      norm2 += vRe[row + i] ** 2 + vIm[row + i] ** 2;
    }
    const norm = Math.sqrt(norm2);
    const head = Math.hypot(vRe[row + k], vIm[row + k]);
    const pRe = head === 0 ? 1 : vRe[row + k] / head;
    const pIm = head === 0 ? 0 : vIm[row + k] / head;
    // H x = -p |x| e_1, so r_kk = -p |x| and column k of Q is to be multiplied by -p.
    phaseRe[k] = -pRe;
    phaseIm[k] = -pIm;
    vRe[row + k] += pRe * norm;
    vIm[row + k] += pIm * norm;
    scale[k] = norm2 === 0 ? 0 : 1 / (norm * (norm + head));
    reflectRows(re, im, d, k, k + 1, vRe, vIm, row, scale[k], wRe, wIm);
  }

  re.fill(0);
  im.fill(0);
  for (let k = d - 1; k >= 0; k--) {
    re[k * d + k] = 1;
    reflectRows(re, im, d, k, k, vRe, vIm, k * d, scale[k], wRe, wIm);
  }
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      const p = i * d + j;
      const r = re[p];
      re[p] = r * phaseRe[j] - im[p] * phaseIm[j];
      im[p] = r * phaseIm[j] + im[p] * phaseRe[j];
    }
  }
}

/**
 * A[k.., from..] <- (1 - scale v v†) A[k.., from..] for the vector v with entries v[offset + k ..].
 *
 * `w` is scratch space for v† A.
 */
export function reflectRows(
  re: Float64Array,
  im: Float64Array,
  d: number,
  k: number,
  from: number,
  vRe: Float64Array,
  vIm: Float64Array,
  offset: number,
  scale: number,
  wRe: Float64Array,
  wIm: Float64Array,
): void {
  wRe.fill(0, from);
  wIm.fill(0, from);
  for (let i = k; i < d; i++) {
    const a = vRe[offset + i];
    const b = vIm[offset + i];
    const row = i * d;
    for (let j = from; j < d; j++) {
      wRe[j] += a * re[row + j] + b * im[row + j];
      wIm[j] += a * im[row + j] - b * re[row + j];
    }
  }
  for (let i = k; i < d; i++) {
    const a = scale * vRe[offset + i];
    const b = scale * vIm[offset + i];
    const row = i * d;
    for (let j = from; j < d; j++) {
      re[row + j] -= a * wRe[j] - b * wIm[j];
      im[row + j] -= a * wIm[j] + b * wRe[j];
    }
  }
}
