/**
 * The random Pauli ansatz (RPA): alternating Pauli-string rotations and fixed random entangling layers.
 */
import { requireFields, requireInteger, requireOneOf } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Precision } from "../base/precision.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { PythonRandom } from "../base/random/published.ts";
import { alternatives } from "../base/words.ts";
import type { StoredMatrix } from "../linalg/complex-matrix.ts";
import type { Circuit, Operation } from "./circuit.ts";
import { brickworkLayers, type EntanglerName, entanglerNames } from "./entanglers.ts";
import { type HaarTask, haarLayers } from "./haar-layers.ts";
import { MAX_QUBITS, type PauliString, parsePauliString } from "./pauli.ts";
import { PUBLISHED_CIRCUIT_SEED, publishedUnitaries } from "./published-unitaries.ts";
import { type StreamName, streams as streamTable } from "./streams/index.ts";

/** Largest number of qubits of an RPA with Haar unitaries: one of 12 qubits takes 256 MiB. */
export const MAX_RPA_QUBITS = 12;

/** Rows of a brickwork where none are asked for; see docs/entanglers.md. */
export const DEFAULT_ENTANGLER_DEPTH = 8;

/** What determines an RPA circuit. */
export interface RandomPauliAnsatzOptions {
  readonly qubits: number;
  /** Number of layers L, one parameter each. */
  readonly layers: number;
  /** Seed of the default streams; the published streams have their own. Default 0. */
  readonly seed?: number;
  readonly streams?: StreamName;
  /** What W_l is. Default haar. */
  readonly entangler?: EntanglerName;
  /** Rows of two-qubit gates in each W_l that is a brickwork. Default 8. */
  readonly entanglerDepth?: number;
  /**
   * Precision that Haar unitaries of the default streams are kept in; they are always made in double, then rounded, so a seed has one
   * circuit. All other matrices are kept in double. Default double.
   */
  readonly precision?: Precision;
}

/**
 * The random Pauli ansatz: for l = 1..L first V_l = exp(-i θ_l X_l / 2), then the fixed random W_l.
 *
 * X_l is a Pauli string with X, Y or Z on every qubit, drawn uniformly. Source: Eqs. 26-27, where W_l is Haar random on all qubits;
 * `entangler` offers brickworks of two-qubit gates instead, for up to 24 qubits.
 *
 * @throws ArgumentError for sizes out of range or streams that define no RPA
 */
export function randomPauliAnsatz(options: RandomPauliAnsatzOptions): Circuit {
  requireFields("randomPauliAnsatz", options, [
    "qubits",
    "layers",
    "seed",
    "streams",
    "entangler",
    "entanglerDepth",
    "precision",
  ]);
  const steps = randomPauliAnsatzSteps(options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * As `randomPauliAnsatz`, in steps: yields the number of entangling layers finished, at least after each one, and returns the
 * circuit, so that a caller can show progress or stop.
 *
 * @param recruit told of the Haar unitaries of the default streams before they are made, so that others can join in; see `haarLayers`
 */
export function* randomPauliAnsatzSteps(
  {
    qubits,
    layers,
    seed,
    streams = "default",
    entangler = "haar",
    entanglerDepth,
    precision = "double",
  }: RandomPauliAnsatzOptions,
  recruit?: (task: HaarTask) => void,
): Generator<number, Circuit, void> {
  requireOneOf("entangler", entangler, entanglerNames);
  requireEntanglerFits(qubits, entangler, entanglerDepth);
  requireInteger("layers", layers, 1);
  const { circuits } = streamTable.get(streams);
  if (circuits === "none")
    throw new ArgumentError("streams", streams, `${alternatives(circuitStreams())}, for the random Pauli ansatz`);
  const published = circuits === "published";
  if (published && entangler !== "haar") throw new ArgumentError("entangler", entangler, `haar, with streams ${streams}`);
  if (published && seed !== undefined)
    throw new ArgumentError("seed", seed, `no seed with streams ${streams}, whose seeds are fixed`);
  const paulis = published ? publishedPaulis(qubits, layers) : defaultPaulis(qubits, layers, seed ?? 0);
  if (entangler !== "haar") {
    const depth = entanglerDepth ?? DEFAULT_ENTANGLER_DEPTH;
    const operations: Operation[] = [];
    let l = 0;
    for (const layer of brickworkLayers({ qubits, layers, depth, seed: seed ?? 0, entangler })) {
      operations.push({ kind: "rotation", pauli: paulis[l], parameter: l, coefficient: 1 }, ...layer);
      l++;
      yield l;
    }
    return { qubits, parameters: layers, operations };
  }
  const d = 2 ** qubits;
  const unitaries: readonly StoredMatrix[] = published
    ? yield* publishedUnitaries(d, layers)
    : yield* haarLayers(d, layers, seed ?? 0, precision, recruit);
  const everyQubit = Array.from({ length: qubits }, (_, q) => q);
  const operations = unitaries.flatMap((matrix, l): Operation[] => [
    { kind: "rotation", pauli: paulis[l], parameter: l, coefficient: 1 },
    { kind: "dense", matrix, qubits: everyQubit },
  ]);
  return { qubits, parameters: layers, operations };
}

/** Checks the number of qubits, which the entangler limits, and its depth. */
function requireEntanglerFits(qubits: number, entangler: EntanglerName, depth: number | undefined): void {
  if (entangler === "haar") {
    const others = "; entangler brickwork or clifford goes further";
    if (qubits > MAX_RPA_QUBITS && qubits <= MAX_QUBITS)
      throw new ArgumentError("qubits", qubits, `an integer from 1 to ${MAX_RPA_QUBITS} with entangler haar${others}`);
    requireInteger("qubits", qubits, 1, MAX_RPA_QUBITS);
    if (depth !== undefined)
      throw new ArgumentError(
        "entanglerDepth",
        depth,
        "no entanglerDepth with entangler haar (it belongs to brickwork and clifford)",
      );
    return;
  }
  if (qubits === 1)
    throw new ArgumentError(
      "qubits",
      qubits,
      `an integer from 2 to ${MAX_QUBITS} with entangler ${entangler}, whose gates are on two qubits`,
    );
  requireInteger("qubits", qubits, 1, MAX_QUBITS);
  if (depth !== undefined) requireInteger("entanglerDepth", depth, 1);
}

function defaultPaulis(qubits: number, layers: number, seed: number): PauliString[] {
  return Array.from({ length: layers }, (_, l) => {
    const stream = new CounterStream(seed, "pauli-labels", l);
    return parsePauliString(Array.from({ length: qubits }, () => "XYZ"[stream.integer(3)]).join(""));
  });
}

/** Python `random.seed(22)`, then `choices(product("XYZ", repeat=n), k=L)`, the letters of qubit 0 first. */
function publishedPaulis(qubits: number, layers: number): PauliString[] {
  const random = new PythonRandom(PUBLISHED_CIRCUIT_SEED);
  return Array.from({ length: layers }, () => {
    const digits = random
      .choice(3 ** qubits)
      .toString(3)
      .padStart(qubits, "0");
    return parsePauliString(Array.from(digits, (digit) => "XYZ"[Number(digit)]).join(""));
  });
}

/** The streams that draw circuits. */
function circuitStreams(): string[] {
  return streamTable.all.filter(({ circuits }) => circuits !== "none").map(({ name }) => name);
}
