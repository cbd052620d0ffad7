/*
 * Products of a dense matrix with a batch: what kernels/dense.ts does, in blocks of registers that fit this machine. Every element of a result
 * is the same chain of operations as there, over the matrix's columns in order, whatever the blocks:
 *   P = Σ re x_re, then P - Q = P - Σ im x_im, then (P - Q) - 2 P + Σ (re + im) (x_re + x_im) = its imaginary part,
 * or four products for each term where there are few.
 */

/* Terms from which on three products are made instead of four. */
#define TERMS_FOR_THREE 16
/* Rows of the result that are made together, for matrices' rows and for columns that are gathered into panels. */
#define BLOCK 32
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

enum pass { FIRST, SECOND, THIRD };

/*
 * One pass over R rows and N vectors. Element (r, k) of the matrix is at w + r rows + k columns; rows of x follow one another; the imaginary
 * parts of a row of out follow its real parts. Lines R rows `ahead` are brought into the cache for later.
 */
ALWAYS void pass(const int R, const int N, const enum pass which, const bool adjoint, usize w, const usize rows, const usize columns, i32 count, usize x, usize out, usize ahead) {
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
    if (ahead != 0) {
#pragma GCC unroll 8
      for (int r = 0; r < R; r++) __builtin_prefetch((const void *)(w + ahead + r * rows));
    }
    for (i32 j = 0; j < 8; j++, w += columns, x += half) {
      /* Compilers would rather keep many addresses than compute them, and have no registers left. */
      __asm__("" : "+r"(w), "+r"(x));
      v128 terms[5];
#pragma GCC unroll 5
      for (int v = 0; v < N; v++) terms[v] = v_load(x, (usize)v << VECTOR_SHIFT);
#pragma GCC unroll 8
      for (int r = 0; r < R; r++) {
        const v128 element = splatAt(w + r * rows);
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

/* A block of the matrix: `number` rows as three planes, re, im and re ± im, each with its own steps between rows and between columns. */
struct block {
  usize re, im, both;
  usize rows, columns, bothRows;
  /* Bytes between tiles of eight rows. */
  usize tile, bothTile;
  i32 number;
  /* Distance of what will be asked for next, or 0. */
  usize ahead;
};

ALWAYS void passes(const int N, const bool adjoint, const struct block *m, i32 count, usize planes, usize out) {
  const int R = ROWS(N);
  const usize plane = (usize)count * ((usize)N << VECTOR_SHIFT);
  const usize row = (usize)N << ROW_SHIFT;
  const usize columns = adjoint ? TILE * sizeof(real) : sizeof(real);
  for (int which = FIRST; which <= THIRD; which++) {
    for (i32 r = 0; r < m->number; r += R) {
      const usize at = (usize)(r / TILE) * (which == THIRD ? m->bothTile : m->tile) + (usize)(r % TILE) * (which == THIRD ? m->bothRows : m->rows);
      const usize to = out + (usize)r * row;
      if (which == FIRST) pass(R, N, FIRST, adjoint, m->re + at, adjoint ? sizeof(real) : m->rows, columns, count, planes, to, m->ahead);
      else if (which == SECOND) pass(R, N, SECOND, adjoint, m->im + at, adjoint ? sizeof(real) : m->rows, columns, count, planes + plane, to, m->ahead);
      else pass(R, N, THIRD, adjoint, m->both + at, adjoint ? sizeof(real) : m->bothRows, columns, count, planes + 2 * plane, to, 0);
    }
  }
}

#define PASSES(N)                                                                                                 \
  static __attribute__((noinline)) void forward##N(const struct block *m, i32 count, usize planes, usize out) {   \
    passes(N, false, m, count, planes, out);                                                                      \
  }                                                                                                               \
  static __attribute__((noinline)) void conjugate##N(const struct block *m, i32 count, usize planes, usize out) {   \
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
  const usize ahead = m->ahead;
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
      m->ahead = 0;
    }
  }
  m->ahead = ahead;
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

/* Rows from .. to - 1 of Y = W X. */
static void multiply(struct layout *L, usize re, usize im, usize x, usize y, i32 from, i32 to) {
  const usize stride = (usize)L->dimension << REAL_SHIFT;
  if (L->dimension < TERMS_FOR_THREE) {
    multiplyFew(L, re, im, stride, sizeof(real), false, x, y, from, to);
    return;
  }
  separate(L, x);
  for (i32 i = from; i < to; i += BLOCK) {
    const i32 number = min(BLOCK, to - i);
    const usize at = (usize)i * stride;
    const usize bytes = (usize)number * stride;
    for (usize k = 0; k < bytes; k += VECTOR_BYTES) v_store(L->panel + k, add(v_load(re + at + k, 0), v_load(im + at + k, 0)), 0);
    struct block m = {re + at, im + at, L->panel, stride, sizeof(real), stride, TILE * stride, TILE * stride, number, i + BLOCK < to ? BLOCK * stride : 0};
    multiplyBlock(L, &m, false, y, i);
  }
}

#define TILE_BYTES (TILE << REAL_SHIFT)
#define PIECE_BYTES (VECTOR_BYTES < TILE_BYTES ? VECTOR_BYTES : TILE_BYTES)
typedef real piece __attribute__((vector_size(PIECE_BYTES), aligned(4), may_alias));

/* Columns of a matrix as rows of three planes, re, im and their difference, in tiles of eight that lie side by side. */
static void fillPanel(usize re, usize im, usize panel, i32 number, i32 dimension, bool more) {
  const usize stride = (usize)dimension << REAL_SHIFT;
  const usize plane = (usize)number * stride;
  const usize tile = TILE * stride;
  const usize tiles = (usize)(number / TILE);
  for (i32 k = 0; k < dimension; k++, re += stride, im += stride, panel += TILE_BYTES) {
    for (usize t = 0; t < tiles; t++) {
      for (usize p = 0; p < TILE_BYTES; p += PIECE_BYTES) {
        const piece a = *(const piece *)(re + t * TILE_BYTES + p);
        const piece b = *(const piece *)(im + t * TILE_BYTES + p);
        *(piece *)(panel + t * tile + p) = a;
        *(piece *)(panel + plane + t * tile + p) = b;
        *(piece *)(panel + 2 * plane + t * tile + p) = a - b;
      }
      if (more) {
        __builtin_prefetch((const void *)(re + (tiles + t) * TILE_BYTES));
        __builtin_prefetch((const void *)(im + (tiles + t) * TILE_BYTES));
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
  const usize tile = TILE * stride;
  for (i32 j = from; j < to; j += BLOCK) {
    const i32 number = min(BLOCK, to - j);
    const usize plane = (usize)number * stride;
    const usize panelIm = L->panel + plane;
    const usize panelBoth = panelIm + plane;
    fillPanel(re + ((usize)j << REAL_SHIFT), im + ((usize)j << REAL_SHIFT), L->panel, number, L->dimension, j + BLOCK < to);
    struct block m = {L->panel, panelIm, panelBoth, sizeof(real), TILE_BYTES, sizeof(real), tile, tile, number, 0};
    multiplyBlock(L, &m, true, y, j);
  }
}
