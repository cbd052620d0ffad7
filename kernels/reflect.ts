// A[k.., from..] <- (1 - scale v v†) A[k.., from..] on two planes of d x d numbers, in the very order of operations that plain loops over
// columns have, so that the result is the same bit for bit; no instruction here rounds once where they round twice.

export function reflectRows(
  re: usize,
  im: usize,
  d: i32,
  k: i32,
  from: i32,
  vRe: usize,
  vIm: usize,
  scale: f64,
  wRe: usize,
  wIm: usize,
): void {
  memory.fill(wRe + (<usize>from << 3), 0, <usize>(d - from) << 3);
  memory.fill(wIm + (<usize>from << 3), 0, <usize>(d - from) << 3);
  const even = from + ((d - from) & ~1);
  for (let i = k; i < d; i++) {
    const a = load<f64>(vRe + (<usize>i << 3));
    const b = load<f64>(vIm + (<usize>i << 3));
    const aa = f64x2.splat(a);
    const bb = f64x2.splat(b);
    let j = from;
    for (; j < even; j += 2) {
      const at = <usize>(i * d + j) << 3;
      const o = <usize>j << 3;
      const r = v128.load(re + at);
      const s = v128.load(im + at);
      v128.store(wRe + o, f64x2.add(v128.load(wRe + o), f64x2.add(f64x2.mul(aa, r), f64x2.mul(bb, s))));
      v128.store(wIm + o, f64x2.add(v128.load(wIm + o), f64x2.sub(f64x2.mul(aa, s), f64x2.mul(bb, r))));
    }
    for (; j < d; j++) {
      const at = <usize>(i * d + j) << 3;
      const o = <usize>j << 3;
      const r = load<f64>(re + at);
      const s = load<f64>(im + at);
      store<f64>(wRe + o, load<f64>(wRe + o) + (a * r + b * s));
      store<f64>(wIm + o, load<f64>(wIm + o) + (a * s - b * r));
    }
  }
  for (let i = k; i < d; i++) {
    const a = scale * load<f64>(vRe + (<usize>i << 3));
    const b = scale * load<f64>(vIm + (<usize>i << 3));
    const aa = f64x2.splat(a);
    const bb = f64x2.splat(b);
    let j = from;
    for (; j < even; j += 2) {
      const at = <usize>(i * d + j) << 3;
      const o = <usize>j << 3;
      const r = v128.load(wRe + o);
      const s = v128.load(wIm + o);
      v128.store(re + at, f64x2.sub(v128.load(re + at), f64x2.sub(f64x2.mul(aa, r), f64x2.mul(bb, s))));
      v128.store(im + at, f64x2.sub(v128.load(im + at), f64x2.add(f64x2.mul(aa, s), f64x2.mul(bb, r))));
    }
    for (; j < d; j++) {
      const at = <usize>(i * d + j) << 3;
      const o = <usize>j << 3;
      const r = load<f64>(wRe + o);
      const s = load<f64>(wIm + o);
      store<f64>(re + at, load<f64>(re + at) - (a * r - b * s));
      store<f64>(im + at, load<f64>(im + at) - (a * s + b * r));
    }
  }
}
