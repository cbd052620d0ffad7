/*
 * YZ rotations on a tile, as kernels/pieces-yz.ts. A single column leaves lanes of its vectors empty. Where it can, a tile of it is copied into
 * vectors of four rows, a part of the tile in each lane, rotated there, and copied back. Every piece's overlaps are the same chains of
 * operations in one lane, and are added up in the same order.
 */
#if defined(__x86_64__) && VECTOR_BYTES == 16 && !SINGLE
typedef f64 quad __attribute__((vector_size(32)));
typedef f64 quad_at __attribute__((vector_size(32), aligned(8), may_alias));

ALWAYS quad q_splat(f64 value) { return (quad){value, value, value, value}; }
ALWAYS quad q_load(usize at, usize offset) { return *(const quad_at *)(at + offset); }
ALWAYS quad q_lineLoad(usize at) { return q_load(at, 0); }
ALWAYS void q_store(usize at, quad value, usize offset) { *(quad_at *)(at + offset) = value; }
/* Sums of pieces are kept apart. */
ALWAYS void q_storeResult(usize at, quad value, bool added) {
  (void)added;
  q_store(at, value, 0);
}
ALWAYS quad q_mul(quad a, quad b) { return a * b; }
ALWAYS quad q_zero(void) { return (quad){0}; }
ALWAYS quad q_fma(quad a, quad b, quad c) { return (quad)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c); }
ALWAYS quad q_fnma(quad a, quad b, quad c) { return (quad)_mm256_fnmadd_pd((__m256d)a, (__m256d)b, (__m256d)c); }

#pragma push_macro("fma")
#pragma push_macro("fnma")
#pragma push_macro("VECTOR_SHIFT")
#undef fma
#undef fnma
#undef VECTOR_SHIFT
#define VECTOR_SHIFT 5
#define fma q_fma
#define fnma q_fnma
#define mul q_mul
#define zero q_zero
#define splat q_splat
#define lineLoad q_lineLoad
#define v128 quad
#define v_load q_load
#define v_store q_store
#define storeResult q_storeResult
#define rotateYZ rotateYZFours
#define undoYZ undoYZFours
#define tangentYZ tangentYZFours
#define undoTangentYZ undoTangentYZFours
#include "kernels-fours.h"
#undef mul
#undef zero
#undef splat
#undef lineLoad
#undef v128
#undef v_load
#undef v_store
#undef storeResult
#undef rotateYZ
#undef undoYZ
#undef tangentYZ
#undef undoTangentYZ
#pragma pop_macro("VECTOR_SHIFT")
#pragma pop_macro("fnma")
#pragma pop_macro("fma")

/* Most rows of a tile, and pieces of its pairs. */
#define TILE_ROWS_MOST 4096
#define PIECES_MOST 256

/* A tile of a state: local row r is `low` rows from the next, or those of sixteen neighbours are. */
struct tile {
  usize at;
  i32 rows, low;
};

static usize rowAt(const struct tile *t, i32 r) { return t->at + ((usize)(t->low == 1 ? r : (r >> 4) * t->low + (r & 15)) << 5); }

/*
 * How rows are dealt out to lanes: by their two highest bits, or by the two bits below those, so that rows that differ in the highest ones meet
 * in one lane.
 */
struct deal {
  bool below;
  i32 rows;
};

/* The row in lane 0 at place x, and how many rows further that of the next lane is. */
static i32 dealt(const struct deal *d, i32 x) {
  const i32 rest = d->rows / 16;
  return d->below ? (x / rest) * 4 * rest + (x & (rest - 1)) : x;
}
static i32 apart(const struct deal *d) { return d->below ? d->rows / 16 : d->rows / 4; }

static void pack(const struct tile *t, const struct deal *d, f64 *into, bool back) {
  const usize lane = rowAt(t, apart(d)) - t->at;
  for (i32 x = 0; x < t->rows / 4; x++, into += 8) {
    const usize row = rowAt(t, dealt(d, x));
    for (int part = 0; part < 2; part++) {
      f64 *four = into + 4 * part;
      const usize from = row + 16 * (usize)part;
      if (back) {
        const __m256d value = _mm256_loadu_pd(four);
        const __m128d low = _mm256_castpd256_pd128(value);
        const __m128d high = _mm256_extractf128_pd(value, 1);
        _mm_storel_pd((f64 *)from, low);
        _mm_storeh_pd((f64 *)(from + lane), low);
        _mm_storel_pd((f64 *)(from + 2 * lane), high);
        _mm_storeh_pd((f64 *)(from + 3 * lane), high);
      } else {
        const __m128d low = _mm_loadh_pd(_mm_load_sd((const f64 *)from), (const f64 *)(from + lane));
        const __m128d high = _mm_loadh_pd(_mm_load_sd((const f64 *)(from + 2 * lane)), (const f64 *)(from + 3 * lane));
        _mm256_storeu_pd(four, _mm256_set_m128d(high, low));
      }
    }
  }
}

/* The sums of all pieces, one after the other in the order of the rows, added to what is there. */
static void addPieces(usize out, const f64 *sums, const struct deal *d, i32 pieces, bool added) {
  f64 *to = (f64 *)out;
  f64 sum = added ? *to : 0;
  const i32 turns = d->below ? 2 : 1;
  const i32 each = pieces / turns;
  bool first = !added;
  for (i32 t = 0; t < turns; t++) {
    for (int lane = 0; lane < 4; lane++) {
      for (i32 m = 0; m < each; m++, first = false) {
        const f64 own = sums[4 * (t * each + m) + lane];
        sum = first ? own : sum + own;
      }
    }
  }
  *to = sum;
}

/* The cosine and sine of a rotation of the column, in every lane. */
static void fourTimes(usize trig, quad *into) {
  into[0] = q_splat(*(const f64 *)trig);
  into[1] = q_splat(*(const f64 *)(trig + VECTOR_BYTES));
}

/* What `tile` does, for one column. */
static void tileOfFours(struct layout *L, usize first, usize last, usize psi, usize lambda, i32 g, bool undo, i32 low, i32 high, i32 from, i32 width) {
  __attribute__((aligned(64))) f64 packed[2][2 * TILE_ROWS_MOST];
  __attribute__((aligned(64))) f64 sums[2][4 * PIECES_MOST];
  const i32 rows = low == 1 ? high : high / low * 16;
  /* `from` counts pairs: the base of a tile of higher qubits has its bits above them, its neighbours below. */
  const i32 neighbours = low == 1 ? 0 : from & (low - 1);
  const usize row = (usize)(2 * (from - neighbours) + neighbours) << 5;
  const struct tile ket = {psi + row, rows, low}, bra = {lambda + row, rows, low};
  struct deal deal = {false, rows};
  bool isPacked = false;
  for (usize k = 0; k <= last - first; k += 32) {
    const usize op = undo ? last - k : first + k;
    const i32 bit = word(L, op, 1);
    if (bit < low || bit >= high) continue;
    const i32 local = low == 1 ? bit : bit / low * 16;
    const bool below = local >= rows / 4;
    if (!isPacked || below != deal.below) {
      if (isPacked) {
        pack(&ket, &deal, packed[0], true);
        if (undo) pack(&bra, &deal, packed[1], true);
      }
      deal.below = below;
      pack(&ket, &deal, packed[0], false);
      if (undo) pack(&bra, &deal, packed[1], false);
      isPacked = true;
    }
    const i32 own = below ? local / 4 : local;
    quad lines[4];
    fourTimes(trigAt(L, word(L, op, 2), g), lines);
    fourTimes(trigAt(L, word(L, op, 3), g), lines + 2);
    const usize y = (usize)lines;
    const usize z = (usize)(lines + 2);
    if (!undo) {
      rotateYZFours(L, (usize)packed[0], 1, own, y, z, 0, rows / 8);
      continue;
    }
    const i32 pieces = rows / 8 / width;
    for (i32 p = 0; p < pieces; p++) {
      undoYZFours(L, (usize)packed[0], (usize)packed[1], 1, own, y, z, p * width, (p + 1) * width, (usize)(sums[0] + 4 * p), (usize)(sums[1] + 4 * p), false);
    }
    addPieces(overlapAt(L, word(L, op, 2), 0, g), sums[0], &deal, pieces, from > 0);
    addPieces(overlapAt(L, word(L, op, 3), 0, g), sums[1], &deal, pieces, from > 0);
  }
  if (!isPacked) return;
  pack(&ket, &deal, packed[0], true);
  if (undo) pack(&bra, &deal, packed[1], true);
}

/* Whether a tile's rows can be dealt out either way so that a piece of its pairs stays in one lane. */
static bool isForFours(const struct layout *L, i32 low, i32 high, i32 width) {
  const i32 rows = low == 1 ? high : high / low * 16;
  return L->columns == 1 && rows >= 16 * width && rows <= TILE_ROWS_MOST && rows / 8 / width <= PIECES_MOST;
}
#else
static bool isForFours(const struct layout *L, i32 low, i32 high, i32 width) {
  (void)L, (void)low, (void)high, (void)width;
  return false;
}
#define tileOfFours(...) (void)0
#endif

static void tile(struct layout *L, usize first, usize last, usize psi, usize lambda, i32 g, bool undo, i32 low, i32 high, i32 from, i32 width, i32 stride) {
  if (isForFours(L, low, high, width)) {
    tileOfFours(L, first, last, psi, lambda, g, undo, low, high, from, width);
    return;
  }
  const i32 vectors = vectorsOf(L, g);
  for (usize k = 0; k <= last - first; k += 32) {
    const usize op = undo ? last - k : first + k;
    const i32 bit = word(L, op, 1);
    if (bit < low || bit >= high) continue;
    const i32 y = word(L, op, 2);
    const i32 z = word(L, op, 3);
    for (i32 p = from; p < from + (high >> 1); p += stride) {
      if (undo) undoYZ(L, psi, lambda, vectors, bit, trigAt(L, y, g), trigAt(L, z, g), p, p + width, overlapAt(L, y, 0, g), overlapAt(L, z, 0, g), p > 0);
      else rotateYZ(L, psi, vectors, bit, trigAt(L, y, g), trigAt(L, z, g), p, p + width);
    }
  }
}
