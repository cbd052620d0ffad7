/**
 * The asymptotic Haar averages of the XXZ and TFIM chains in their couplings, for n, L ≫ 1.
 */
import { requireFields, requireFinite, requireInteger } from "../../base/assert.ts";
import type { EnsembleAverages } from "../ensemble-averages.ts";

/** A chain of n qubits and a circuit of L parameters on it. */
export interface Chain {
  readonly qubits: number;
  readonly parameters: number;
  /** O0. */
  readonly target: number;
}

/**
 * The XXZ chain with coupling J, d = 2ⁿ: K̄ = (1 + J²) L n/d, SD[K]/K̄ = √(2/L + 2/d), λ̄0 = 3 J (1 - J²) L/(4 (1 + J²) d),
 * ζ̄0 = -3 J (1 - J²) O0/(4 n (1 + J²)²) - 1/L.
 *
 * Follows from tr O² ≈ 2 (1 + J²) n d, tr O³ ≈ 6 J (1 - J²) n d and a Gaussian density of states. Source: Eqs. 41-43.
 *
 * @throws ArgumentError for sizes that are not positive integers or numbers that are not finite
 */
export function xxzAsymptotic(chain: Chain & { readonly coupling: number }): EnsembleAverages {
  requireFields("xxzAsymptotic", chain, ["qubits", "parameters", "target", "coupling"]);
  requireFinite("coupling", chain.coupling);
  const j = chain.coupling;
  return fromDensities(chain, 2 * (1 + j * j), 6 * j * (1 - j * j));
}

/**
 * The TFIM chain with field h: K̄ = (1 + h²) L n/(2d), SD[K]/K̄ = √(2/L + 2/d), λ̄0 = 0, ζ̄0 = -1/L, since tr O³ = 0.
 *
 * @throws ArgumentError as `xxzAsymptotic`
 */
export function tfimAsymptotic(chain: Chain & { readonly field: number }): EnsembleAverages {
  requireFields("tfimAsymptotic", chain, ["qubits", "parameters", "target", "field"]);
  requireFinite("field", chain.field);
  return fromDensities(chain, 1 + chain.field ** 2, 0);
}

/** Asymptotic averages for tr O² = a n d, tr O³ = b n d and a Gaussian density of states. */
function fromDensities({ qubits: n, parameters: l, target }: Chain, a: number, b: number): EnsembleAverages {
  requireInteger("qubits", n, 1);
  requireInteger("parameters", l, 1);
  requireFinite("target", target);
  const d = 2 ** n;
  const meanK = (l * a * n) / (2 * d);
  const lambda = (l * b) / (4 * d * a);
  const zeta = -(target * b) / (2 * n * a * a) - 1 / l;
  return {
    meanK,
    sdK: meanK * Math.sqrt(2 / l + 2 / d),
    meanMu: lambda * meanK,
    meanEpsilonMu: zeta * meanK ** 2,
    lambda,
    zeta,
  };
}
