/**
 * Quantum channels as Kraus operators, checked to preserve the trace. Plain data: knows neither circuits nor engines.
 */
import { requireFields, requireFinite, requireInteger, requirePositive } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";
import {
  adjoint,
  type ComplexMatrix,
  identityMatrix,
  kronecker,
  matrixFromRows,
  maxDifference,
  multiply,
  type StoredMatrix,
  zeroMatrix,
} from "../../linalg/complex-matrix.ts";

/** ρ -> Σ_k K_k ρ K_k† on `qubits` qubits, the first the most significant of the matrices' indices. */
export interface Channel {
  readonly qubits: number;
  readonly kraus: readonly StoredMatrix[];
}

/** Largest |(Σ K† K - 1)_ij| that a channel may have. */
const TRACE_TOLERANCE = 1e-12;

const PAULIS: readonly ComplexMatrix[] = [
  identityMatrix(2),
  matrixFromRows([
    [0, 1],
    [1, 0],
  ]),
  matrixFromRows([
    [0, [0, -1]],
    [[0, 1], 0],
  ]),
  matrixFromRows([
    [1, 0],
    [0, -1],
  ]),
];

/**
 * A channel from its Kraus operators, which make it completely positive whatever they are.
 *
 * @throws ArgumentError unless they are square, of one power-of-two size, and preserve the trace: Σ K† K = 1 to 1e-12
 */
export function channelFromKraus(kraus: readonly StoredMatrix[]): Channel {
  if (kraus.length === 0) throw new ArgumentError("kraus", new Described("empty"), "at least one Kraus operator");
  const [{ rows }] = kraus;
  const qubits = Math.log2(rows);
  for (const matrix of kraus) {
    if (matrix.rows !== rows || matrix.columns !== rows || !Number.isInteger(qubits) || qubits < 1) {
      throw new ArgumentError(
        "kraus",
        new Described(`a matrix of ${matrix.rows} x ${matrix.columns}`),
        "square matrices of one size, a power of two of at least 2",
      );
    }
  }
  const error = tracePreservationError(kraus);
  if (!(error <= TRACE_TOLERANCE)) {
    throw new ArgumentError(
      "kraus",
      new Described(`off by ${error.toExponential(1)} from preserving the trace`),
      `operators with Σ K† K = 1, to ${TRACE_TOLERANCE}`,
    );
  }
  return { qubits, kraus };
}

/** The largest |(Σ K† K - 1)_ij|: zero where the trace is preserved. */
export function tracePreservationError(kraus: readonly StoredMatrix[]): number {
  const sum = zeroMatrix(kraus[0].columns);
  for (const matrix of kraus) {
    const square = multiply(adjoint(matrix), matrix);
    for (let i = 0; i < sum.re.length; i++) {
      sum.re[i] += square.re[i];
      sum.im[i] += square.im[i];
    }
  }
  return maxDifference(sum, identityMatrix(sum.rows));
}

/**
 * The depolarising channel ρ -> (1 - p) ρ + p tr(ρ) 1/2^k on k qubits.
 *
 * @param p from 0 to 4^k / (4^k - 1), where the identity no longer takes part
 * @throws ArgumentError for p out of that range, or k other than 1 or 2
 */
export function depolarizing(p: number, qubits: 1 | 2 = 1): Channel {
  requireInteger("qubits", qubits, 1, 2);
  const terms = 4 ** qubits;
  const largest = terms / (terms - 1);
  requireWithin("p", p, 0, largest);
  const strings = qubits === 1 ? PAULIS : PAULIS.flatMap((a) => PAULIS.map((b) => kronecker(a, b)));
  return channelFromKraus(strings.map((matrix, k) => scaled(matrix, k === 0 ? 1 - p / largest : p / terms)));
}

/**
 * Amplitude damping: |1> falls to |0> with probability γ.
 *
 * @throws ArgumentError unless 0 <= γ <= 1
 */
export function amplitudeDamping(gamma: number): Channel {
  requireWithin("gamma", gamma, 0, 1);
  return damping(gamma, 0);
}

/**
 * Phase damping: coherences shrink by sqrt(1 - λ), populations stay.
 *
 * @throws ArgumentError unless 0 <= λ <= 1
 */
export function phaseDamping(lambda: number): Channel {
  requireWithin("lambda", lambda, 0, 1);
  return damping(0, lambda);
}

/**
 * Thermal relaxation during a time: the excited population decays by e^{-t/T1} towards its equilibrium, coherences by e^{-t/T2}.
 *
 * @param options `t1`, `t2`, `time` in one unit, T2 <= 2 T1, either may be Infinity; `excitedPopulation`: that of |1> at equilibrium
 * @throws ArgumentError for values out of range
 */
export function thermalRelaxation(options: { t1: number; t2: number; time: number; excitedPopulation?: number }): Channel {
  requireFields("thermalRelaxation", options, ["t1", "t2", "time", "excitedPopulation"]);
  const { t1, t2, time, excitedPopulation = 0 } = options;
  if (t1 !== Number.POSITIVE_INFINITY) requirePositive("t1", t1);
  if (t2 !== Number.POSITIVE_INFINITY) requirePositive("t2", t2);
  if (t2 > 2 * t1) throw new ArgumentError("t2", t2, `at most 2 T1 = ${2 * t1}`);
  requireFinite("time", time);
  if (time < 0) throw new ArgumentError("time", time, "a time of at least 0");
  requireWithin("excitedPopulation", excitedPopulation, 0, 1);
  const gamma = -Math.expm1(-time / t1);
  // Rounding must not make what is left for the dephasing negative at T2 = 2 T1.
  const lambda = Math.max(0, Math.exp(-time / t1) - Math.exp((-2 * time) / t2));
  const down = damping(gamma, lambda);
  if (excitedPopulation === 0) return down;
  const [, flip] = PAULIS;
  return channelFromKraus([
    ...down.kraus.map((matrix) => scaled(matrix, 1 - excitedPopulation)),
    ...down.kraus.map((matrix) => scaled(multiply(multiply(flip, matrix), flip), excitedPopulation)),
  ]);
}

/**
 * Coherent over-rotation: the unitary exp(-i δ P / 2) after a gate that was turned too far.
 *
 * @param letters the Pauli letters of P, one for each qubit, such as `X` or `ZX`
 * @param angle δ in radians
 * @throws ArgumentError for letters other than X, Y, Z, more than two of them, or an angle that is not finite
 */
export function overRotation(letters: string, angle: number): Channel {
  if (!/^[XYZ]{1,2}$/.test(letters)) throw new ArgumentError("letters", letters, "one or two of X, Y, Z");
  requireFinite("angle", angle);
  const pauli = [...letters].map((letter) => PAULIS["IXYZ".indexOf(letter)]).reduce(kronecker);
  const [cos, sin] = [Math.cos(angle / 2), Math.sin(angle / 2)];
  const matrix = zeroMatrix(pauli.rows);
  for (let i = 0; i < matrix.re.length; i++) {
    matrix.re[i] = sin * pauli.im[i];
    matrix.im[i] = -sin * pauli.re[i];
  }
  for (let i = 0; i < matrix.rows; i++) matrix.re[i * (matrix.rows + 1)] += cos;
  return channelFromKraus([matrix]);
}

/** Damping of |1> by γ, with λ of its remaining weight losing its phase. */
function damping(gamma: number, lambda: number): Channel {
  const operators = [
    matrixFromRows([
      [1, 0],
      [0, Math.sqrt(Math.max(0, 1 - gamma - lambda))],
    ]),
    matrixFromRows([
      [0, Math.sqrt(gamma)],
      [0, 0],
    ]),
    matrixFromRows([
      [0, 0],
      [0, Math.sqrt(lambda)],
    ]),
  ];
  return channelFromKraus(operators.filter((matrix) => matrix.re.some((value) => value !== 0)));
}

/** sqrt(weight) K. */
function scaled(matrix: StoredMatrix, weight: number): ComplexMatrix {
  const root = Math.sqrt(Math.max(0, weight));
  return { ...matrix, re: Float64Array.from(matrix.re, (x) => root * x), im: Float64Array.from(matrix.im, (x) => root * x) };
}

function requireWithin(argument: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) throw new ArgumentError(argument, value, `a number from ${min} to ${max}`);
}
