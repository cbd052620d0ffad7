/**
 * A noisy circuit as the steps of a trajectory.
 *
 * All that happens to one qubit between operations on several is one step: gates, rotations and channels in order. A trajectory without a jump
 * passes it by a single 2 x 2 matrix, the product of the gates and of each channel's strongest Kraus operator.
 */
import { cosine, sine } from "../../base/elementary.ts";
import {
  type ComplexMatrix,
  identityMatrix,
  maxDifference,
  type StoredMatrix,
  unitarityError,
} from "../../linalg/complex-matrix.ts";
import type { Rotation } from "../../quantum/circuit.ts";
import { fixedGates } from "../../quantum/gates.ts";
import type { Channel } from "../../quantum/noise/channels.ts";
import { qubitsOf } from "../../quantum/noise/noise-model.ts";
import type { NoisyOperation } from "../../quantum/noise/operations.ts";
import { formatPauliString, qubitBit } from "../../quantum/pauli.ts";
import { type Places, placesOf } from "../reference/unitaries.ts";
import {
  identityOperator,
  multiplyOperators,
  operatorOf,
  type QubitOperator,
  rotationOperator,
  scaledOperator,
  smallestShare,
} from "./qubit-operators.ts";

/** A part of what happens to one qubit. */
type QubitElement =
  | { readonly kind: "matrix"; readonly matrix: QubitOperator }
  | { readonly kind: "rotation"; readonly rotation: Rotation; readonly letter: string }
  | QubitChannel;

/** A channel on one qubit, its strongest Kraus operator first. */
interface QubitChannel {
  readonly kind: "channel";
  readonly kraus: readonly QubitOperator[];
}

/** A channel on several qubits, its strongest Kraus operator first. */
export interface ChannelStep {
  readonly kind: "channel";
  readonly places: Places;
  readonly kraus: readonly StoredMatrix[];
  /** The probabilities of the Kraus operators, where they are the same in every state: all of them are then unitaries times a number. */
  readonly probabilities?: readonly number[];
  /** Whether the first operator is the identity times a number. */
  readonly restsFirst: boolean;
}

/** A step without noise on several qubits. */
type PlainStep =
  | { readonly kind: "exchange"; readonly places: Places; readonly pair: readonly [number, number] }
  | { readonly kind: "matrix"; readonly places: Places; readonly matrix: StoredMatrix };

/** A step whose angles are still open. */
type OpenStep =
  | { readonly kind: "qubit"; readonly stride: number; readonly elements: readonly QubitElement[] }
  | { readonly kind: "rotation"; readonly rotation: Rotation }
  | PlainStep
  | ChannelStep;

/** What happens to one qubit, with numbers for its angles. */
export interface QubitStep {
  readonly kind: "qubit";
  /** Distance of amplitudes that differ in the qubit. */
  readonly stride: number;
  readonly elements: readonly ({ readonly kind: "matrix"; readonly matrix: QubitOperator } | QubitChannel)[];
  /** The Kraus operator of no jump. */
  readonly noJump: QubitOperator;
  /** The same times a number, so that states keep their size on average. */
  readonly passing: QubitOperator;
  /** The largest probability of a jump that any state has; 0 without channels. */
  readonly mostJumps: number;
}

/** A rotation of several qubits, by cos(φ / 2) and sin(φ / 2). */
interface RotationStep {
  readonly kind: "rotation";
  readonly rotation: Rotation;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

export type TrajectoryStep = QubitStep | RotationStep | PlainStep | ChannelStep;

/** The steps of a circuit for given angles. */
type TrajectoryProgram = (theta: Float64Array) => readonly TrajectoryStep[];

/** Largest difference from a unitary, or from the identity, that is rounding. */
const ROUNDING = 1e-12;

/** Compiles operations to steps. */
export function compileTrajectories(operations: readonly NoisyOperation[], qubits: number): TrajectoryProgram {
  const steps: OpenStep[] = [];
  const pending = new Map<number, QubitElement[]>();
  const flush = (on: readonly number[]) => {
    for (const q of on) {
      const elements = pending.get(q);
      if (elements !== undefined) steps.push({ kind: "qubit", stride: qubitBit(qubits, q), elements });
      pending.delete(q);
    }
  };
  for (const operation of operations) {
    const on = qubitsOf(operation, qubits);
    if (on.length === 1) {
      const elements = pending.get(on[0]) ?? [];
      append(elements, qubitElement(operation, qubits));
      pending.set(on[0], elements);
      continue;
    }
    flush(on);
    steps.push(stepOf(operation, qubits));
  }
  flush([...pending.keys()]);
  return (theta) => steps.map((step) => bound(step, theta));
}

function append(elements: QubitElement[], element: QubitElement): void {
  const last = elements.at(-1);
  if (last?.kind === "matrix" && element.kind === "matrix")
    elements[elements.length - 1] = { kind: "matrix", matrix: multiplyOperators(element.matrix, last.matrix) };
  else elements.push(element);
}

function qubitElement(operation: NoisyOperation, qubits: number): QubitElement {
  switch (operation.kind) {
    case "rotation": {
      const letter = formatPauliString(operation.pauli, qubits).replaceAll("I", "");
      return { kind: "rotation", rotation: operation, letter };
    }
    case "gate":
      return { kind: "matrix", matrix: operatorOf(fixedGates[operation.gate].matrix) };
    case "dense":
      return { kind: "matrix", matrix: operatorOf(operation.matrix) };
    case "channel":
      return { kind: "channel", kraus: strongestFirst(operation.channel).map(operatorOf) };
  }
}

function stepOf(operation: NoisyOperation, qubits: number): OpenStep {
  switch (operation.kind) {
    case "rotation":
      return { kind: "rotation", rotation: operation };
    case "gate": {
      const { matrix, transposition } = fixedGates[operation.gate];
      const places = placesOf(qubits, operation.qubits);
      return transposition === undefined ? { kind: "matrix", places, matrix } : { kind: "exchange", places, pair: transposition };
    }
    case "dense":
      return { kind: "matrix", places: placesOf(qubits, operation.qubits), matrix: operation.matrix };
    case "channel": {
      const kraus = strongestFirst(operation.channel);
      const weights = kraus.map(weightOf);
      const unitaries = kraus.every((matrix, k) => unitarityError(scaled(matrix, 1 / Math.sqrt(weights[k]))) < ROUNDING);
      const [first] = kraus;
      return {
        kind: "channel",
        places: placesOf(qubits, operation.qubits),
        kraus,
        ...(unitaries && { probabilities: weights }),
        restsFirst: maxDifference(first, scaled(identityMatrix(first.rows), Math.sqrt(weights[0]))) < ROUNDING,
      };
    }
  }
}

/** The Kraus operators that do something, the one of the largest tr K† K first. */
function strongestFirst({ kraus }: Channel): StoredMatrix[] {
  return kraus.filter((matrix) => weightOf(matrix) > 0).toSorted((a, b) => weightOf(b) - weightOf(a));
}

/** tr K† K / d, the probability of a Kraus operator in the maximally mixed state. */
function weightOf({ rows, re, im }: StoredMatrix): number {
  let sum = 0;
  for (let k = 0; k < re.length; k++) sum += re[k] ** 2 + im[k] ** 2;
  return sum / rows;
}

function scaled(matrix: StoredMatrix, factor: number): ComplexMatrix {
  return { ...matrix, re: Float64Array.from(matrix.re, (x) => factor * x), im: Float64Array.from(matrix.im, (x) => factor * x) };
}

function bound(step: OpenStep, theta: Float64Array): TrajectoryStep {
  if (step.kind === "rotation") {
    const half = halfAngle(step.rotation, theta);
    return { ...step, cos: Float64Array.of(cosine(half)), sin: Float64Array.of(sine(half)) };
  }
  if (step.kind !== "qubit") return step;
  const elements = step.elements.map((element) => {
    if (element.kind !== "rotation") return element;
    const half = halfAngle(element.rotation, theta);
    return { kind: "matrix", matrix: rotationOperator(element.letter, cosine(half), sine(half)) } as const;
  });
  const noJump = elements.reduce(
    (product, element) => multiplyOperators(element.kind === "matrix" ? element.matrix : element.kraus[0], product),
    identityOperator(),
  );
  const jumps = elements.some((element) => element.kind === "channel" && element.kraus.length > 1);
  const size = Math.sqrt(noJump.reduce((sum, x) => sum + x * x, 0) / 2);
  return {
    kind: "qubit",
    ...{ stride: step.stride, elements, noJump },
    passing: jumps ? scaledOperator(noJump, 1 / size) : noJump,
    mostJumps: jumps ? Math.max(0, 1 - smallestShare(noJump)) : 0,
  };
}

function halfAngle({ coefficient, parameter }: Rotation, theta: Float64Array): number {
  return (coefficient * theta[parameter]) / 2;
}
