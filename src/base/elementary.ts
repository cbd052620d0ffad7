/**
 * Elementary functions that are the same to the last bit everywhere: JavaScript leaves their rounding to the platform, and versions of Node
 * and of browsers differ.
 *
 * Source of sine, cosine and logarithm: fdlibm 5.3, s_sin.c, s_cos.c, k_sin.c, k_cos.c, e_rem_pio2.c and e_log.c, "Copyright (C) 1993 by
 * Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and
 * distribute this software is freely granted, provided that this notice is preserved." Their errors are below one unit in the last place.
 */

const [S1, S2, S3, S4, S5, S6] = [
  -0.16666666666666632, 0.00833333333332249, -0.0001984126982985795, 0.0000027557313707070068, -2.5050760253406863e-8,
  1.58969099521155e-10,
];
const [C1, C2, C3, C4, C5, C6] = [
  0.0416666666666666, -0.001388888888887411, 0.00002480158728947673, -2.7557314351390663e-7, 2.087572321298175e-9,
  -1.1359647557788195e-11,
];
const TWO_OVER_PI = 0.6366197723675814;
/** π/2 in parts of 33 bits, and what is left after each. */
const [PART1, LEFT1] = [1.5707963267341256, 6.077100506506192e-11];
const [PART2, LEFT2] = [6.077100506303966e-11, 2.0222662487959506e-21];
const [PART3, LEFT3] = [2.0222662487111665e-21, 8.4784276603689e-32];

const number = new Float64Array(1);
const words = new Int32Array(number.buffer);
/** Index of a double's high 32-bit word on this platform. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Bounds of the ranges of angles, each the first number beyond one. */
const [QUARTER_PI, THREE_QUARTERS_PI, LARGE] = [fromHighWord(0x3fe921fc), fromHighWord(0x4002d97c), fromHighWord(0x413921fc)];
/** Around n π/2, n = 1 .. 32, all numbers with its high word: there the first part of π/2 may leave too few bits. */
const NEAR = Float64Array.from({ length: 64 }, (_, k) => fromHighWord(highWord((((k >> 1) + 1) * Math.PI) / 2) + (k & 1)));

/** What is left of an angle after whole quarter turns, as a sum of two numbers. */
const rest = new Float64Array(2);

/** sin x, x in radians. Angles beyond 2^19 π/2 are left to the platform. */
export function sine(x: number): number {
  const size = Math.abs(x);
  if (size < QUARTER_PI) return size < 2 ** -27 ? x : kernelSineAlone(x);
  if (!(size < LARGE)) return Math.sin(x);
  return turned(reduce(x, size));
}

/** cos x, x in radians. Angles beyond 2^19 π/2 are left to the platform. */
export function cosine(x: number): number {
  const size = Math.abs(x);
  if (size < QUARTER_PI) return kernelCosine(x, 0);
  if (!(size < LARGE)) return Math.cos(x);
  return turned(reduce(x, size) + 1);
}

/** Natural logarithm. Zero, negative, subnormal and infinite numbers are left to the platform. */
export function logarithm(x: number): number {
  if (!(x >= 2 ** -1022 && x < Number.POSITIVE_INFINITY)) return Math.log(x);
  number[0] = x;
  const upper = words[HIGH] & 0xfffff;
  const up = (upper + 0x95f64) & 0x100000;
  const k = (words[HIGH] >> 20) - 1023 + (up >> 20);
  words[HIGH] = upper | (up ^ 0x3ff00000);
  const f = number[0] - 1;
  const high = k * 0.6931471803691238;
  const low = k * 1.9082149292705877e-10;
  if ((0xfffff & (2 + upper)) < 3) {
    if (f === 0) return high + low;
    const r = f * f * (0.5 - 0.3333333333333333 * f);
    return k === 0 ? f - r : high - (r - low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const r = even + odd;
  if (((upper - 0x6147a) | (0x6b851 - upper)) > 0) {
    const half = 0.5 * f * f;
    return k === 0 ? f - (half - s * (half + r)) : high - (half - (s * (half + r) + low) - f);
  }
  return k === 0 ? f - s * (f - r) : high - (s * (f - r) - low - f);
}

/** sqrt(x² + y²) without overflow of the squares. */
export function hypotenuse(x: number, y: number): number {
  const [a, b] = [Math.abs(x), Math.abs(y)];
  const scale = Math.max(a, b);
  if (scale === 0 || !(scale < Number.POSITIVE_INFINITY)) return scale;
  const first = (a / scale) ** 2;
  const second = (b / scale) ** 2;
  return Math.sqrt(first + second) * scale;
}

/** The upper 32 bits of a number. */
function highWord(x: number): number {
  number[0] = x;
  return words[HIGH];
}

/** The number with the given upper 32 bits, and zeros below. */
function fromHighWord(word: number): number {
  words[HIGH] = word;
  words[1 - HIGH] = 0;
  return number[0];
}

/** The sine of what is left of an angle plus `turns` quarter turns. */
function turned(turns: number): number {
  const value = (turns & 1) === 0 ? kernelSine(rest[0], rest[1]) : kernelCosine(rest[0], rest[1]);
  return (turns & 2) === 0 ? value : -value;
}

/** sin x for |x| < π/4. */
function kernelSineAlone(x: number): number {
  const z = x * x;
  return x + z * x * (S1 + z * (S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)))));
}

/** sin(x + y) for |x| < π/4, y being the tail of x. */
function kernelSine(x: number, y: number): number {
  if (Math.abs(x) < 2 ** -27) return x;
  const z = x * x;
  const v = z * x;
  const r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
  return x - (z * (0.5 * y - v * r) - y - v * S1);
}

/** cos(x + y) for |x| < π/4, y being the tail of x. */
function kernelCosine(x: number, y: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -27) return 1;
  const z = x * x;
  const r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
  number[0] = size;
  const word = words[HIGH];
  if (word < 0x3fd33333) return 1 - (0.5 * z - (z * r - x * y));
  // About x / 4, with the lower half of its bits zero.
  const q = word > 0x3fe90000 ? 0.28125 : fromHighWord(word - 0x00200000);
  return 1 - q - (0.5 * z - q - (z * r - x * y));
}

/** Sets `rest` to x - n π/2 for the nearest n, which is returned; `size` is |x|. */
function reduce(x: number, size: number): number {
  const sign = x < 0 ? -1 : 1;
  let n = 1;
  let first: number;
  let second: number;
  if (size < THREE_QUARTERS_PI) {
    const near = size >= NEAR[0] && size < NEAR[1];
    const z = near ? size - PART1 - PART2 : size - PART1;
    const left = near ? LEFT2 : LEFT1;
    first = z - left;
    second = z - first - left;
  } else {
    n = Math.trunc(size * TWO_OVER_PI + 0.5);
    let r = size - n * PART1;
    let w = n * LEFT1;
    first = r - w;
    if (n >= 32 || (size >= NEAR[2 * n - 2] && size < NEAR[2 * n - 1])) {
      const exponent = highWord(size) >> 20;
      if (exponent - ((highWord(first) >> 20) & 0x7ff) > 16) {
        let before = r;
        r = before - n * PART2;
        w = n * LEFT2 - (before - r - n * PART2);
        first = r - w;
        if (exponent - ((highWord(first) >> 20) & 0x7ff) > 49) {
          before = r;
          r = before - n * PART3;
          w = n * LEFT3 - (before - r - n * PART3);
          first = r - w;
        }
      }
    }
    second = r - first - w;
  }
  rest[0] = sign * first;
  rest[1] = sign * second;
  return sign * n;
}
