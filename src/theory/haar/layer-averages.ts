/**
 * The Haar ensemble's averages over one layer and over two, exact: what K̄, SD[K], μ̄ and mean(ε μ) are sums of.
 *
 * The states on both sides of every rotation are independent and Haar random. X_l is any traceless involution. Derived in
 * test/theory/haar-derivation.test.ts by Weingarten calculus; docs/errata.md says where this differs from what is published.
 */
import { requireAllFinite, requireInteger, requireLength } from "../../base/assert.ts";

/** The dimension d and tr O, tr O², tr O³, tr O⁴ of an observable. */
export interface ObservableTraces {
  readonly dimension: number;
  readonly traces: readonly [number, number, number, number];
}

/** Averages of derivatives of ε over the Haar ensemble, l < m being two layers. */
export interface LayerAverages {
  /** E[(∂_l ε)²]. */
  readonly square: number;
  /** q = E[(∂_l ε)⁴]. */
  readonly fourth: number;
  /** p = E[(∂_l ε)² (∂_m ε)²]. */
  readonly pairSquare: number;
  /** E[∂_l∂_m ε ∂_l ε ∂_m ε]. */
  readonly pairMu: number;
  /** E[<O> ∂_l∂_m ε ∂_l ε ∂_m ε]. */
  readonly pairEnergyMu: number;
  /** a = E[ε ∂_l²ε (∂_l ε)²] = -q/3, whatever O0. */
  readonly diagonalEpsilonMu: number;
}

/**
 * The averages over layers, from traces of O alone. With T_k = tr O^k and
 * S = (d² + 3d + 3) T2² + d (d + 1) T4 + T1⁴ - 2 d T2 T1² - 4 (d + 1) T3 T1:
 *
 * - E[(∂_l ε)²] = (d T2 - T1²) / (2 (d - 1) (d + 1)²)
 * - q = 3 S / (4 d (d - 1) (d + 1)² (d + 3)²),   p = d S / (4 (d - 1)² (d + 1)³ (d + 2) (d + 3))
 * - E[∂_l∂_m ε ∂_l ε ∂_m ε] = d (d² T3 - 3 d T2 T1 + 2 T1³) / (8 (d - 1)² (d + 1)³ (d + 2))
 * - the same with <O>: d [2 T1⁴ - 3 (d - 1) T1² T2 - 3 (d + 1) T2² + (d² - d + 4) T1 T3 + (d² - d) T4] / (8 (d - 1)² (d + 1)³ (d + 2) (d + 3))
 * - a = -q/3: along one angle ε = A cos θ + B sin θ + const, so averaging over θ gives -(A² + B²)²/8 where (∂ε)⁴ gives 3 (A² + B²)²/8.
 *
 * None of them changes under O -> O + c but the one with <O>, so they are evaluated for O - tr(O)/d, and <O> is shifted back.
 *
 * Source: Supplementary Note 11; `diagonalEpsilonMu` is corrected (docs/errata.md).
 *
 * @throws ArgumentError for a dimension below 2 or traces that are not finite
 */
export function layerAverages(observable: ObservableTraces): LayerAverages {
  const d = observable.dimension;
  const [, t2, t3, t4] = centralTraces(observable);
  const s = (d * d + 3 * d + 3) * t2 ** 2 + d * (d + 1) * t4;
  const pair = d / (8 * (d - 1) ** 2 * (d + 1) ** 3 * (d + 2));
  const fourth = (3 * s) / (4 * d * (d - 1) * (d + 1) ** 2 * (d + 3) ** 2);
  const pairMu = pair * d * d * t3;
  return {
    square: (d * t2) / (2 * (d - 1) * (d + 1) ** 2),
    fourth,
    pairSquare: (d * s) / (4 * (d - 1) ** 2 * (d + 1) ** 3 * (d + 2) * (d + 3)),
    pairMu,
    pairEnergyMu: (pair * ((d * d - d) * t4 - 3 * (d + 1) * t2 ** 2)) / (d + 3) + (observable.traces[0] / d) * pairMu,
    diagonalEpsilonMu: -fourth / 3,
  };
}

/**
 * The traces of O - tr(O)/d, of which the first is 0. K and μ do not depend on such a shift.
 *
 * @throws ArgumentError for a dimension below 2 or traces that are not finite
 */
export function centralTraces({ dimension: d, traces }: ObservableTraces): readonly [number, number, number, number] {
  requireInteger("dimension", d, 2);
  requireLength("traces", traces, 4);
  requireAllFinite("traces", traces);
  const m = traces[0] / d;
  const [, t2, t3, t4] = traces;
  return [0, t2 - d * m ** 2, t3 - 3 * m * t2 + 2 * d * m ** 3, t4 - 4 * m * t3 + 6 * m ** 2 * t2 - 3 * d * m ** 4];
}
