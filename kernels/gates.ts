// Gates without a parameter, in place, for one group of columns: permutations of rows, diagonals and small matrices.
import { fma, fnma, mul, REAL_SHIFT, ROW_SHIFT, splat, splatAt, VECTOR_BYTES, VECTOR_SHIFT, zero } from "./simd";

/**
 * Moves rows along cycles: a table of [length, row, row, ...], ended by 0. Row c[k] goes to c[k + 1], the last one to the first. Of every
 * `parts` cycles only one is followed.
 */
export function permute(at: usize, vectors: i32, cycles: usize, inverse: bool, part: i32, parts: i32): void {
  const stride = <usize>vectors << ROW_SHIFT;
  const half = <usize>vectors << VECTOR_SHIFT;
  let turn = part;
  for (let length = load<i32>(cycles); length != 0; length = load<i32>(cycles)) {
    const first = cycles + 4;
    cycles = first + (<usize>length << 2);
    turn = turn == 0 ? parts - 1 : turn - 1;
    if (turn != parts - 1) continue;
    // Real and imaginary parts together: a row's place is looked up, and fetched into the cache, once.
    for (let base = at; base < at + half; base += VECTOR_BYTES) {
      if (inverse) {
        let to = base + <usize>load<i32>(first) * stride;
        const re = v128.load(to);
        const im = v128.load(to + half);
        for (let p = first + 4; p < cycles; p += 4) {
          const from = base + <usize>load<i32>(p) * stride;
          v128.store(to, v128.load(from));
          v128.store(to + half, v128.load(from + half));
          to = from;
        }
        v128.store(to, re);
        v128.store(to + half, im);
      } else {
        let p = cycles - 4;
        let to = base + <usize>load<i32>(p) * stride;
        const re = v128.load(to);
        const im = v128.load(to + half);
        for (; p > first; p -= 4) {
          const from = base + <usize>load<i32>(p - 4) * stride;
          v128.store(to, v128.load(from));
          v128.store(to + half, v128.load(from + half));
          to = from;
        }
        v128.store(to, re);
        v128.store(to + half, im);
      }
    }
  }
}

/** Multiplies row j by table[j], a complex number, or by its conjugate. */
export function multiplyDiagonal(at: usize, dimension: i32, vectors: i32, table: usize, conjugate: bool): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const flip = conjugate ? -1.0 : 1.0;
  let row = at;
  for (let j = 0; j < dimension; j++, table += 16, row += half << 1) {
    const c = splat(load<f64>(table));
    const s = splat(flip * load<f64>(table, 8));
    for (let p = row; p < row + half; p += VECTOR_BYTES) {
      const r = v128.load(p);
      const i = v128.load(p + half);
      v128.store(p, fnma(s, i, mul(c, r)));
      v128.store(p + half, fma(s, r, mul(c, i)));
    }
  }
}

/**
 * Applies a matrix of size 2^k, two planes one after the other, or its adjoint, to the rows base + offsets[s].
 *
 * `mask` has the bits of the qubits it acts on. `room` holds one vector for each row.
 */
export function multiplySmall(
  at: usize,
  dimension: i32,
  vectors: i32,
  size: i32,
  mask: i32,
  offsets: usize,
  matrix: usize,
  adjoint: bool,
  room: usize,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const plane = (<usize>size * <usize>size) << REAL_SHIFT;
  const length = <usize>size << REAL_SHIFT;
  const rowStep = adjoint ? (<usize>1 << REAL_SHIFT) : length;
  const termStep = adjoint ? length : (<usize>1 << REAL_SHIFT);
  const flip = adjoint ? -1.0 : 1.0;
  for (let base = 0; base < dimension; base++) {
    if ((base & mask) != 0) continue;
    for (let v = 0; v < vectors; v++) {
      const first = at + <usize>base * stride + (<usize>v << VECTOR_SHIFT);
      for (let s = 0; s < size; s++) {
        const row = first + <usize>load<i32>(offsets + (<usize>s << 2)) * stride;
        v128.store(room + (<usize>s << ROW_SHIFT), v128.load(row));
        v128.store(room + (<usize>s << ROW_SHIFT), v128.load(row + half), VECTOR_BYTES);
      }
      for (let s = 0; s < size; s++) {
        let re = zero();
        let im = zero();
        let m = matrix + <usize>s * rowStep;
        let x = room;
        for (let t = 0; t < size; t++, m += termStep, x += 2 * VECTOR_BYTES) {
          const a = splatAt(m);
          const b = mul(splat(flip), splatAt(m + plane));
          const r = v128.load(x);
          const i = v128.load(x, VECTOR_BYTES);
          re = fnma(b, i, fma(a, r, re));
          im = fma(b, r, fma(a, i, im));
        }
        const row = first + <usize>load<i32>(offsets + (<usize>s << 2)) * stride;
        v128.store(row, re);
        v128.store(row + half, im);
      }
    }
  }
}
