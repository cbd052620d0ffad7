/**
 * QR decomposition of a square complex matrix by Householder reflections, with the diagonal of R made positive.
 */
import { hypotenuse } from "../base/elementary.ts";
import { workspaceBeside } from "../kernels/matrix-memory.ts";
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
  const reflector = reflectorFor(a);
  const vRe = reflector.take(d * d); // reflection k occupies row k, entries k .. d - 1
  const vIm = reflector.take(d * d);
  const scale = new Float64Array(d); // 2 / |v_k|^2
  const phaseRe = new Float64Array(d);
  const phaseIm = new Float64Array(d);

  for (let k = 0; k < d; k++) {
    const row = k * d;
    let norm2 = 0;
    for (let i = k; i < d; i++) {
      vRe[row + i] = re[i * d + k];
      vIm[row + i] = im[i * d + k];
      norm2 += vRe[row + i] ** 2 + vIm[row + i] ** 2;
    }
    const norm = Math.sqrt(norm2);
    const head = hypotenuse(vRe[row + k], vIm[row + k]);
    const pRe = head === 0 ? 1 : vRe[row + k] / head;
    const pIm = head === 0 ? 0 : vIm[row + k] / head;
    // H x = -p |x| e_1, so r_kk = -p |x| and column k of Q is to be multiplied by -p.
    phaseRe[k] = -pRe;
    phaseIm[k] = -pIm;
    vRe[row + k] += pRe * norm;
    vIm[row + k] += pIm * norm;
    scale[k] = norm2 === 0 ? 0 : 1 / (norm * (norm + head));
    reflector.reflect(k, k + 1, vRe, vIm, row, scale[k]);
  }

  re.fill(0);
  im.fill(0);
  for (let k = d - 1; k >= 0; k--) {
    re[k * d + k] = 1;
    reflector.reflect(k, k, vRe, vIm, k * d, scale[k]);
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

/** Applies Householder reflections to one matrix, and provides the arrays it works with. */
export interface Reflector {
  /** A zeroed working array. */
  take(length: number): Float64Array;
  /** A[k.., from..] <- (1 - scale v v†) A[k.., from..] for the vector v with entries v[offset + k ..]. */
  reflect(k: number, from: number, vRe: Float64Array, vIm: Float64Array, offset: number, scale: number): void;
}

/** The reflector of a square matrix: compiled kernels where the matrix lies in their memory, plain loops elsewhere; equal to the last bit. */
export function reflectorFor({ rows: d, re, im }: ComplexMatrix): Reflector {
  const workspace = workspaceBeside(re);
  if (workspace === undefined) {
    const wRe = new Float64Array(d);
    const wIm = new Float64Array(d);
    return {
      take: (length) => new Float64Array(length),
      reflect: (k, from, vRe, vIm, offset, scale) => reflectRows(re, im, d, k, from, vRe, vIm, offset, scale, wRe, wIm),
    };
  }
  const { kernels, take } = workspace;
  const wRe = take(d);
  const wIm = take(d);
  return {
    take,
    reflect(k, from, vRe, vIm, offset, scale) {
      const [v, u] = [vRe, vIm].map(({ byteOffset }) => byteOffset + 8 * offset);
      kernels.reflectRows(re.byteOffset, im.byteOffset, d, k, from, v, u, scale, wRe.byteOffset, wIm.byteOffset);
    },
  };
}

/** A[k.., from..] <- (1 - scale v v†) A[k.., from..], with scratch space w for v† A. */
function reflectRows(
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
