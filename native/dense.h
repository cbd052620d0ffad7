/*
 * Products of a dense matrix with a batch: what kernels/dense.ts does, in blocks of registers that fit this machine. Every element of a result
 * is the same chain of operations as there, over the matrix's columns in order, whatever the blocks:
 *   P = Σ re x_re, then P - Q = P - Σ im x_im, then (P - Q) - 2 P + Σ (re + im) (x_re + x_im) = its imaginary part,
 * or four products for each term where there are few.
 */

/* Terms from which on three products are made instead of four. */
#define TERMS_FOR_THREE 16
/* Rows of the result that are made together, and where columns are gathered into a panel: its three planes stay in the second-level cache. */
#define BLOCK 32
#define PANEL 16
/* Largest matrix whose columns are read where they lie, for a batch of one group: those of larger ones would drive each other out of the cache. */
#define IN_PLACE 256
/* Bytes of a line of the cache. */
#define LINE 64
/* Rows that lie side by side in a panel. */
#define TILE 8

/* Rows times vectors that the sums of one innermost loop may have. */
#if defined(__AVX512VL__) || defined(__aarch64__)
#define SUMS 24
#else
#define SUMS 12
#endif
/* Most vectors of a group; the engine is told. */
#if defined(__aarch64__)
#define MOST_VECTORS 5
#else
#define MOST_VECTORS 3
#endif
/* Rows of an innermost loop for so many vectors: 8, 4 or 2. */
#define ROWS(n) ((n) * 8 <= SUMS ? 8 : (n) * 4 <= SUMS ? 4 : 2)

#define TILE_BYTES (TILE << REAL_SHIFT)
#define PIECE_BYTES (VECTOR_BYTES < TILE_BYTES ? VECTOR_BYTES : TILE_BYTES)
typedef real piece __attribute__((vector_size(PIECE_BYTES), aligned(4), may_alias));

enum pass { FIRST, SECOND, THIRD };

/*
 * What is fetched ahead, line by line, while a block is multiplied with: pieces of the next one's two planes in turn, `per` lines each, `step`
 * bytes between those of a plane. Evenly, as memory brings it.
 */
struct ahead {
  usize piece, line, imaginary, step;
  i32 per, left, pieces;
};

/* The lines of a block of `number` rows of a matrix, or of as many columns, whose planes begin at re and im; none where re is 0. */
static struct ahead aheadOf(usize re, usize im, usize stride, i32 number, i32 dimension, bool columns) {
  if (re == 0) return (struct ahead){0};
  const i32 per = (i32)((columns ? (usize)number << REAL_SHIFT : stride) / LINE);
  return (struct ahead){re, re, im - re, stride, per, per, per == 0 ? 0 : 2 * (columns ? dimension : number)};
}

ALWAYS void fetchLine(struct ahead *a) {
  /* Into the second level: the first has the operand. */
  __builtin_prefetch((const void *)a->line, 0, 2);
  a->line += LINE;
  if (--a->left > 0) return;
  a->left = a->per;
  if ((--a->pieces & 1) == 0) a->piece += a->step;
  a->line = (a->pieces & 1) == 0 ? a->piece : a->piece + a->imaginary;
}

/*
 * One pass over R rows and N vectors. Element (r, k) of the matrix is at w + r rows + k columns, or, with another plane `other` bytes further, the
 * sum of both, or their difference where it is conjugated. Rows of x follow one another; the imaginary parts of a row of out follow its real parts.
 */
ALWAYS void pass(const int R, const int N, const enum pass which, const bool adjoint, const bool summed, usize w, const usize rows, const usize columns, usize other, i32 count, usize x, usize out, struct ahead *ahead, i32 lines) {
  const usize row = (usize)N << ROW_SHIFT;
  const usize half = (usize)N << VECTOR_SHIFT;
  v128 sum[8][5];
#pragma GCC unroll 8
  for (int r = 0; r < R; r++) {
#pragma GCC unroll 5
    for (int v = 0; v < N; v++) {
      const usize at = out + r * row + ((usize)v << VECTOR_SHIFT);
      if (which == FIRST) sum[r][v] = zero();
      else if (which == SECOND) sum[r][v] = v_load(at, half);
      else sum[r][v] = fnma(splat(2), v_load(at, half), v_load(at, 0));
    }
  }
  for (i32 k = 0; k < count; k += 8) {
    for (i32 j = 0; j < lines && ahead->pieces > 0; j++) fetchLine(ahead);
    for (i32 j = 0; j < 8; j++, w += columns, x += half) {
      /* Compilers would rather keep many addresses than compute them, and have no registers left. */
      __asm__("" : "+r"(w), "+r"(x));
      v128 terms[5];
#pragma GCC unroll 5
      for (int v = 0; v < N; v++) terms[v] = v_load(x, (usize)v << VECTOR_SHIFT);
#pragma GCC unroll 8
      for (int r = 0; r < R; r++) {
        v128 element = splatAt(w + r * rows);
        if (summed) element = adjoint ? element - splatAt(w + r * rows + other) : element + splatAt(w + r * rows + other);
#pragma GCC unroll 5
        for (int v = 0; v < N; v++) {
          /* P - Q takes im away, or adds it where the matrix is conjugated. */
          if (which == SECOND && !adjoint) sum[r][v] = fnma(element, terms[v], sum[r][v]);
          else sum[r][v] = fma(element, terms[v], sum[r][v]);
        }
      }
    }
  }
  const usize to = which == SECOND ? 0 : half;
#pragma GCC unroll 8
  for (int r = 0; r < R; r++) {
#pragma GCC unroll 5
    for (int v = 0; v < N; v++) v_store(out + r * row + ((usize)v << VECTOR_SHIFT), sum[r][v], to);
  }
}

/* A block of the matrix: `number` rows as two planes, and re ± im as a third one, or 0 where that is made in passing. */
struct block {
  usize re, im, both;
  /* Bytes between rows; those of a panel lie side by side in tiles of eight. */
  usize stride;
  /* Whether they are columns of the matrix where it lies, in place of a panel. */
  bool inPlace;
  i32 number;
  /* The next block, and how many lines of it are fetched for every eight terms of a row. */
  struct ahead ahead;
  f32 share;
};

ALWAYS void passes(const int N, const bool adjoint, struct block *m, i32 count, usize planes, usize out) {
  const int R = ROWS(N);
  const usize plane = (usize)count * ((usize)N << VECTOR_SHIFT);
  const usize row = (usize)N << ROW_SHIFT;
  const usize rows = adjoint ? sizeof(real) : m->stride;
  const usize columns = !adjoint ? sizeof(real) : m->inPlace ? m->stride : TILE_BYTES;
  const i32 lines = (i32)(m->share * R) + 1;
  for (int which = FIRST; which <= THIRD; which++) {
    for (i32 r = 0; r < m->number; r += R) {
      usize at = (usize)r * m->stride;
      if (adjoint) at = m->inPlace ? (usize)r * sizeof(real) : (usize)(r / TILE) * TILE * m->stride + (usize)(r % TILE) * sizeof(real);
      const usize to = out + (usize)r * row;
      if (which == FIRST) pass(R, N, FIRST, adjoint, false, m->re + at, rows, columns, 0, count, planes, to, &m->ahead, lines);
      else if (which == SECOND) pass(R, N, SECOND, adjoint, false, m->im + at, rows, columns, 0, count, planes + plane, to, &m->ahead, lines);
      else if (m->both != 0) pass(R, N, THIRD, adjoint, false, m->both + at, rows, columns, 0, count, planes + 2 * plane, to, &m->ahead, lines);
      else pass(R, N, THIRD, adjoint, true, m->re + at, rows, columns, m->im - m->re, count, planes + 2 * plane, to, &m->ahead, lines);
    }
  }
}

#define PASSES(N)                                                                                                 \
  static __attribute__((noinline)) void forward##N(struct block *m, i32 count, usize planes, usize out) {   \
    passes(N, false, m, count, planes, out);                                                                      \
  }                                                                                                               \
  static __attribute__((noinline)) void conjugate##N(struct block *m, i32 count, usize planes, usize out) {   \
    passes(N, true, m, count, planes, out);                                                                       \
  }
PASSES(1)
PASSES(2)
PASSES(3)
#if MOST_VECTORS > 3
PASSES(4)
PASSES(5)
#endif

/* Rows of a block of the result, for all blocks and groups of the batch. */
ALWAYS void multiplyBlock(struct layout *L, struct block *m, const bool adjoint, usize y, i32 from) {
  usize planes = L->operand;
  for (i32 b = 0; b < L->blocks; b++) {
    for (i32 g = 0; g < L->groups; g++) {
      const i32 vectors = vectorsOf(L, g);
      const usize out = y + (usize)b * L->blockBytes + groupAt(L, g) + (usize)from * ((usize)vectors << ROW_SHIFT);
      switch (vectors) {
        case 1: (adjoint ? conjugate1 : forward1)(m, L->dimension, planes, out); break;
        case 2: (adjoint ? conjugate2 : forward2)(m, L->dimension, planes, out); break;
#if MOST_VECTORS > 3
        case 4: (adjoint ? conjugate4 : forward4)(m, L->dimension, planes, out); break;
        case 5: (adjoint ? conjugate5 : forward5)(m, L->dimension, planes, out); break;
#endif
        default: (adjoint ? conjugate3 : forward3)(m, L->dimension, planes, out);
      }
      planes += 3 * (usize)L->dimension * ((usize)vectors << VECTOR_SHIFT);
    }
  }
}

/* The real parts of every group of a batch, then its imaginary parts, then the sums of both. */
static void separate(struct layout *L, usize x) {
  usize to = L->operand;
  for (i32 b = 0; b < L->blocks; b++) {
    for (i32 g = 0; g < L->groups; g++) {
      const usize half = (usize)vectorsOf(L, g) << VECTOR_SHIFT;
      const usize plane = (usize)L->dimension * half;
      usize from = x + (usize)b * L->blockBytes + groupAt(L, g);
      for (i32 j = 0; j < L->dimension; j++, from += half) {
        for (const usize end = from + half; from < end; from += VECTOR_BYTES, to += VECTOR_BYTES) {
          const v128 re = v_load(from, 0);
          const v128 im = v_load(from, half);
          v_store(to, re, 0);
          v_store(to + plane, im, 0);
          v_store(to + 2 * plane, add(re, im), 0);
        }
      }
      to += 2 * plane;
    }
  }
}

/* Rows from .. to - 1 of a product with few terms. Element (i, k) of the matrix is at i rows + k columns. */
ALWAYS void multiplyFew(struct layout *L, usize re, usize im, const usize rows, const usize columns, const bool adjoint, usize x, usize y, i32 from, i32 to) {
  for (i32 b = 0; b < L->blocks; b++) {
    for (i32 g = 0; g < L->groups; g++) {
      const i32 vectors = vectorsOf(L, g);
      const usize half = (usize)vectors << VECTOR_SHIFT;
      const usize at = (usize)b * L->blockBytes + groupAt(L, g);
      for (i32 i = from; i < to; i++) {
        for (usize v = 0; v < half; v += VECTOR_BYTES) {
          v128 sumRe = zero();
          v128 sumIm = zero();
          usize element = (usize)i * rows;
          usize term = x + at + v;
          for (i32 k = 0; k < L->dimension; k++, element += columns, term += 2 * half) {
            const v128 r = splatAt(re + element);
            const v128 s = splatAt(im + element);
            const v128 a = v_load(term, 0);
            const v128 c = v_load(term, half);
            sumRe = fma(r, a, sumRe);
            sumIm = adjoint ? fnma(s, a, sumIm) : fma(s, a, sumIm);
            sumRe = adjoint ? fma(s, c, sumRe) : fnma(s, c, sumRe);
            sumIm = fma(r, c, sumIm);
          }
          v_store(y + at + (usize)i * 2 * half + v, sumRe, 0);
          v_store(y + at + (usize)i * 2 * half + v, sumIm, half);
        }
      }
    }
  }
}

/* Lines of a block for every eight terms of one row, in all passes and groups together: an eighth of a line each of both planes. */
static f32 shareOf(const struct layout *L) { return 2.0f * sizeof(real) * 8 / LINE / (3 * L->groups * L->blocks); }

/* The block of rows after this one, or the first of the matrix that follows. */
static struct ahead nextRows(const struct layout *L, usize re, usize im, usize stride, i32 from, i32 next, i32 to) {
  if (next < to) return aheadOf(re + (usize)next * stride, im + (usize)next * stride, stride, min(BLOCK, to - next), L->dimension, false);
  if (L->followingRe == 0) return (struct ahead){0};
  const usize first = (usize)from * stride;
  return aheadOf(L->followingRe + first, L->followingIm + first, stride, min(BLOCK, to - from), L->dimension, false);
}

/* The same of columns. */
static struct ahead nextColumns(const struct layout *L, usize re, usize im, usize stride, i32 from, i32 next, i32 to, i32 width) {
  if (next < to) return aheadOf(re + ((usize)next << REAL_SHIFT), im + ((usize)next << REAL_SHIFT), stride, min(width, to - next), L->dimension, true);
  if (L->followingRe == 0) return (struct ahead){0};
  const usize first = (usize)from << REAL_SHIFT;
  return aheadOf(L->followingRe + first, L->followingIm + first, stride, min(width, to - from), L->dimension, true);
}

/* Rows from .. to - 1 of Y = W X. */
static void multiply(struct layout *L, usize re, usize im, usize x, usize y, i32 from, i32 to) {
  const usize stride = (usize)L->dimension << REAL_SHIFT;
  if (L->dimension < TERMS_FOR_THREE) {
    multiplyFew(L, re, im, stride, sizeof(real), false, x, y, from, to);
    return;
  }
  separate(L, x);
  const bool once = L->groups * L->blocks == 1;
  for (i32 i = from; i < to; i += BLOCK) {
    const i32 number = min(BLOCK, to - i);
    const usize at = (usize)i * stride;
    const usize bytes = (usize)number * stride;
    if (!once) for (usize k = 0; k < bytes; k += VECTOR_BYTES) v_store(L->panel + k, add(v_load(re + at + k, 0), v_load(im + at + k, 0)), 0);
    struct block m = {re + at, im + at, once ? 0 : L->panel, stride, false, number, nextRows(L, re, im, stride, from, i + BLOCK, to), shareOf(L)};
    multiplyBlock(L, &m, false, y, i);
  }
}

/* Columns of a matrix as rows of two planes, and of re - im as a third one if asked, in tiles of eight that lie side by side. */
static void fillPanel(usize re, usize im, usize panel, i32 number, i32 dimension, bool both) {
  const usize stride = (usize)dimension << REAL_SHIFT;
  const usize plane = (usize)number * stride;
  const usize tile = TILE * stride;
  const usize bytes = (usize)number << REAL_SHIFT;
  for (i32 k = 0; k < dimension; k++, re += stride, im += stride, panel += TILE_BYTES) {
    for (usize p = 0, to = panel; p < bytes; p += TILE_BYTES, to += tile) {
      for (usize q = 0; q < TILE_BYTES; q += PIECE_BYTES) {
        const piece a = *(const piece *)(re + p + q);
        const piece b = *(const piece *)(im + p + q);
        *(piece *)(to + q) = a;
        *(piece *)(to + plane + q) = b;
        if (both) *(piece *)(to + 2 * plane + q) = a - b;
      }
    }
  }
}

/* Rows from .. to - 1 of Y = W† X. */
static void multiplyAdjoint(struct layout *L, usize re, usize im, usize x, usize y, i32 from, i32 to) {
  const usize stride = (usize)L->dimension << REAL_SHIFT;
  if (L->dimension < TERMS_FOR_THREE) {
    multiplyFew(L, re, im, sizeof(real), stride, true, x, y, from, to);
    return;
  }
  separate(L, x);
  const bool once = L->groups * L->blocks == 1;
  const bool inPlace = once && L->dimension <= IN_PLACE;
  const i32 width = inPlace ? BLOCK : PANEL;
  for (i32 j = from; j < to; j += width) {
    const i32 number = min(width, to - j);
    const usize at = (usize)j << REAL_SHIFT;
    const usize plane = (usize)number * stride;
    const struct ahead ahead = nextColumns(L, re, im, stride, from, j + width, to, width);
    if (inPlace) {
      struct block m = {re + at, im + at, 0, stride, true, number, ahead, shareOf(L)};
      multiplyBlock(L, &m, true, y, j);
      continue;
    }
    fillPanel(re + at, im + at, L->panel, number, L->dimension, !once);
    struct block m = {L->panel, L->panel + plane, once ? 0 : L->panel + 2 * plane, stride, false, number, ahead, shareOf(L)};
    multiplyBlock(L, &m, true, y, j);
  }
}
