/**
 * The restricted Haar ensemble of data: circuits whose output states of N data are known and which are Haar random otherwise.
 *
 * Seen from the end, rotation l turns about A_l = V_l X_l V_l†, V_l Haar random and independent (`deepKernel`). With C_α = [ρ_α, O_α], J_αl = -(i/2) tr(A_l C_α) and, for l before m,
 * H_β,lm = -(1/4) tr(O_β [A_m, [A_l, ρ_β]]). E[A tr(A C)] = d C/(d² - 1) of a traceless C gives
 *
 * - K̄_αβ = -(L d/(4 (d² - 1))) tr(C_α C_β)
 * - μ̄_αβγ = (L (L - 1)/32) (d/(d² - 1))² tr(O_β ([C_γ, [C_α, ρ_β]] + [C_α, [C_γ, ρ_β]])) + (L/8) {d <O_β> tr(C_α C_γ)/(d² - 1) - E[tr(A C_α) tr(A C_γ) tr(A ρ_β A O_β)]}
 * - λ̄_αβ = μ̄_ααβ/√(K̄_αα K̄_ββ)
 *
 * with the fourth-order average over A = V X V† by Weingarten functions. For one datum these are the restricted Haar averages of the paper (`restrictedHaar.exactAverages`). Derived here; the quantities are those of
 * Zhang, Liu, Jiang, Zhuang, arXiv 2410.01955.
 */
import { requireInteger, requireLength } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { compose, cyclesOf, cycleTypeOf, permutationsOf } from "../weingarten/permutations.ts";
import { Rational } from "../weingarten/rational.ts";
import { ruleOfInvolution } from "../weingarten/twirl.ts";
import { weingartenWeight } from "../weingarten/weingarten.ts";
import { applied, type DeepDataState } from "./deep-limit.ts";

/** Averages over the circuits, α, β and γ in the order of the data. */
export interface RestrictedDataAverages {
  /** <O_α>, shape (N). */
  readonly expectation: Float64Array;
  /** K̄_αβ, shape (N, N). */
  readonly kernel: Float64Array;
  /** μ̄_αβγ, shape (N, N, N). */
  readonly mu: Float64Array;
  /** μ̄_ααβ/√(K̄_αα K̄_ββ), shape (N, N); NaN where a kernel is 0. */
  readonly lambda: Float64Array;
}

/**
 * The averages, exact for any L, d >= 2, states and observables.
 *
 * @param output output states, rows of shape (N, d), orthogonal or not, and Hermitian observables, one or N
 * @param layers L, the number of rotations about Pauli strings, at least 1
 * @throws ArgumentError for sizes that do not fit
 */
export function restrictedDataAverages(output: DeepDataState, layers: number): RestrictedDataAverages {
  requireInteger("layers", layers, 1);
  const { observables } = output;
  const [{ rows: d }] = observables;
  requireInteger("dimension", d, 2);
  const count = output.re.length / d;
  requireLength("im", output.im, output.re.length);
  if (!Number.isInteger(count) || count < 1) throw new ArgumentError("re", output.re.length, `a multiple of ${d} amplitudes`);
  if (observables.length !== 1 && observables.length !== count)
    throw new ArgumentError("observables", observables.length, `one, or ${count}, one for each datum`);
  const words = traces(output, d, count);
  const first = d / (d * d - 1);
  const kernel = new Float64Array(count ** 2);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++)
      kernel[a * count + b] = -0.25 * layers * first * words(a, ["c0", "c1"], { c0: commutator(a), c1: commutator(b) })[0];
  const mu = new Float64Array(count ** 3);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++)
      for (let c = a; c < count; c++) {
        const value = curvature({
          of: (word) => words(b, word, { c0: commutator(a), c1: commutator(c), r: projector(b) }),
          d,
          layers,
        });
        mu[(a * count + b) * count + c] = value;
        mu[(c * count + b) * count + a] = value;
      }
  const expectation = Float64Array.from({ length: count }, (_, a) => words(a, ["r", "o"], { r: projector(a) })[0]);
  const lambda = kernel.map((_, k) => {
    const [a, b] = [Math.floor(k / count), k % count];
    return mu[(a * count + a) * count + b] / Math.sqrt(kernel[a * count + a] * kernel[b * count + b]);
  });
  return { expectation, kernel, mu, lambda };
}

type Complex = readonly [number, number];
/** C_α, C_γ, ρ_β and O_β. */
type Letter = "c0" | "c1" | "r" | "o";

/** μ̄_αβγ from traces of words. */
function curvature({ of, d, layers }: { of: (word: readonly Letter[]) => Complex; d: number; layers: number }): number {
  const first = d / (d * d - 1);
  // tr(O [X, [Y, ρ]]) = tr(X Y ρ O) - tr(X ρ Y O) - tr(Y ρ X O) + tr(ρ Y X O).
  const nested = (x: Letter, y: Letter) =>
    of([x, y, "r", "o"])[0] - of([x, "r", y, "o"])[0] - of([y, "r", x, "o"])[0] + of(["r", y, x, "o"])[0];
  const pairs = ((layers * (layers - 1)) / 32) * first ** 2 * (nested("c1", "c0") + nested("c0", "c1"));
  const square = first * of(["r", "o"])[0] * of(["c0", "c1"])[0];
  const letters: readonly Letter[] = ["c0", "c1", "r", "o"];
  let fourth = 0;
  for (const { cycles, weight } of fourthOrder(d)) {
    let product: Complex = [weight, 0];
    for (const cycle of cycles) product = times(product, of(cycle.map((k) => letters[k])));
    fourth += product[0];
  }
  return pairs + (layers / 8) * (square - fourth);
}

interface Term {
  readonly cycles: readonly (readonly number[])[];
  readonly weight: number;
}

const fourthOrders = new Map<number, readonly Term[]>();

/** E[tr(A B_0) tr(A B_1) tr(A B_2 A B_3)] = Σ weight · Π tr over cycles, A = V X V† a traceless involution. */
function fourthOrder(d: number): readonly Term[] {
  const known = fourthOrders.get(d);
  if (known !== undefined) return known;
  const word = [0, 1, 3, 2];
  const ofX = ruleOfInvolution(d);
  const all = permutationsOf(4);
  const inner = all.map((tau) => ofX(cyclesOf(tau).map((cycle) => "x".repeat(cycle.length))));
  const terms = all.map((sigma): Term => {
    const weight = all.reduce(
      (sum, tau, k) =>
        inner[k].isZero() ? sum : sum.plus(weingartenWeight(cycleTypeOf(compose(sigma, tau)), d).times(inner[k])),
      Rational.ZERO,
    );
    return { cycles: cyclesOf(compose(sigma, word)), weight: weight.toNumber() };
  });
  fourthOrders.set(d, terms);
  return terms;
}

/** An operator Σ sign |ket><bra|; vectors are counted ψ_0, …, ψ_{N-1}, then O_0 ψ_0, …. */
type Projectors = readonly {
  readonly ket: readonly [number, "psi" | "image"];
  readonly bra: readonly [number, "psi" | "image"];
  readonly sign: number;
}[];

function projector(a: number): Projectors {
  return [{ ket: [a, "psi"], bra: [a, "psi"], sign: 1 }];
}

/** [ρ, O] = |ψ><Oψ| - |Oψ><ψ|. */
function commutator(a: number): Projectors {
  return [
    { ket: [a, "psi"], bra: [a, "image"], sign: 1 },
    { ket: [a, "image"], bra: [a, "psi"], sign: -1 },
  ];
}

/** tr of a word of operators and, at most once, O_β. */
function traces({ re, im, observables }: DeepDataState, d: number, count: number) {
  const of = (a: number) => observables[observables.length === 1 ? 0 : a];
  const psi = Array.from({ length: count }, (_, a) => ({ re: re.slice(a * d, (a + 1) * d), im: im.slice(a * d, (a + 1) * d) }));
  const vectors = [...psi, ...psi.map((state, a) => applied(of(a), state))];
  const gram = vectors.map((bra) => vectors.map((ket) => overlap(bra, ket)));
  const seen = observables.map((matrix) => {
    const images = vectors.map((ket) => applied(matrix, ket));
    return vectors.map((bra) => images.map((ket) => overlap(bra, ket)));
  });
  const whole = observables.map((matrix) =>
    Array.from({ length: d }, (_, i) => matrix.re[i * (d + 1)]).reduce((x, y) => x + y, 0),
  );
  const place = ([a, kind]: Projectors[number]["ket"]) => (kind === "psi" ? a : count + a);
  return (beta: number, word: readonly Letter[], operators: Partial<Record<Letter, Projectors>>): Complex => {
    const at = observables.length === 1 ? 0 : beta;
    const cut = word.indexOf("o");
    if (cut !== -1 && word.length === 1) return [whole[at], 0];
    const rest = cut === -1 ? word : [...word.slice(cut + 1), ...word.slice(0, cut)];
    const closing = cut === -1 ? gram : seen[at];
    const along = (k: number, start: number, bra: number, sign: number): Complex => {
      if (k === rest.length) return times([sign, 0], closing[bra][start]);
      let sum: Complex = [0, 0];
      for (const term of operators[rest[k]] ?? []) {
        const [ket, next] = [place(term.ket), place(term.bra)];
        const further =
          k === 0 ? along(1, ket, next, term.sign) : times(gram[bra][ket], along(k + 1, start, next, sign * term.sign));
        sum = [sum[0] + further[0], sum[1] + further[1]];
      }
      return sum;
    };
    return along(0, 0, 0, 1);
  };
}

function times([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

/** <a|b>. */
function overlap(a: { re: Float64Array; im: Float64Array }, b: { re: Float64Array; im: Float64Array }): Complex {
  let [re, im] = [0, 0];
  for (let k = 0; k < a.re.length; k++) {
    re += a.re[k] * b.re[k] + a.im[k] * b.im[k];
    im += a.re[k] * b.im[k] - a.im[k] * b.re[k];
  }
  return [re, im];
}
