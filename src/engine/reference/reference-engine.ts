/**
 * The reference engine: plain TypeScript on Float64Array, slow beside the kernels but obvious, and the standard every other
 * engine is held to.
 *
 * One sweep serves gradients and Hessian-vector products. Every column is a group: a state ψ and the tangents ψ' of ψ along the
 * given vectors v. A rotation V = exp(-i φ P / 2) with φ = c θ_p maps
 *   ψ -> V ψ,   ψ' -> V ψ' - (i/2) c v_p P V ψ,
 * and its undoing on the way back is the same for ψ and for the co-state λ = U†_{>} O ψ_final:
 *   ψ' -> V† (ψ' + (i/2) c v_p P ψ),   ψ -> V† ψ.
 * At each rotation ∂<O>/∂φ = Im <λ|P|ψ>, and the Hessian-vector product is the derivative of that along v.
 */

import { requireLength } from "../../base/assert.ts";
import { cosine, sine } from "../../base/elementary.ts";
import type { StoredMatrix } from "../../linalg/complex-matrix.ts";
import type { Circuit, Rotation } from "../../quantum/circuit.ts";
import { fixedGates } from "../../quantum/gates.ts";
import type { Observable } from "../../quantum/observables.ts";
import {
  type ColumnData,
  columnsOf,
  type DataSimulator,
  datumOfColumns,
  type Engine,
  type Gradients,
  type HessianVectorProducts,
  requireLoadable,
  type Simulator,
  type StateBatch,
  vectorsPerColumn,
} from "../engine.ts";
import { observableAction } from "./observable-action.ts";
import { addGeneratorInPlace, imaginaryOverlaps, rotateInPlace } from "./rotations.ts";
import { copyInto, emptyBatch, largestDifference, realOverlaps, zeroStates } from "./state-batch.ts";
import { applyMatrixInPlace, type Places, placesOf, transposeInPlace } from "./unitaries.ts";

/** The reference engine. */
export const referenceEngine: Engine = { name: "reference", precision: "double", load: loadPlain, loadData };

/** An operation with what can be prepared once. */
type Step =
  | { readonly kind: "rotation"; readonly rotation: Rotation }
  | { readonly kind: "transposition"; readonly places: Places; readonly pair: readonly [number, number] }
  | {
      readonly kind: "matrix";
      readonly places: Places;
      readonly matrix: StoredMatrix;
      readonly keepInput: boolean;
    };

/** A batch of angles and, for every column, `group - 1` vectors along which tangents are carried. */
interface Angles {
  readonly theta: Float64Array;
  readonly vectors: Float64Array;
  /** Columns of the state batch for each column of angles: 1 + vectors per column. */
  readonly group: number;
  /** The datum of every column, where there are data. */
  readonly which?: Int32Array;
}

function loadPlain(circuit: Circuit, observable: Observable): Simulator {
  const loaded = loadReference(circuit, observable);
  return {
    ...{ engine: "reference", circuit, observable, inversionError: loaded.inversionError, dispose: loaded.dispose },
    finalStates: (theta) => loaded.finalStates(theta),
    expectation: (theta) => loaded.expectation(theta),
    gradient: (theta) => loaded.gradient(theta),
    hessianVectorProduct: (theta, vectors) => loaded.hessianVectorProduct(theta, vectors),
  };
}

function loadData(circuit: Circuit, observable: Observable, data: ColumnData): DataSimulator {
  const { inversionError: _, ...loaded } = loadReference(circuit, observable, data);
  return { engine: "reference", circuit, data, ...loaded };
}

function loadReference(circuit: Circuit, observable: Observable, data?: ColumnData) {
  requireLoadable(circuit, observable, data);
  const dimension = 2 ** circuit.qubits;
  const steps = stepsOf(circuit);
  const actOn = observableAction(observable);
  const actions = data?.observables?.map(observableAction);

  /** Runs the circuit; keeps the input of every dense layer in `kept` where that is given. */
  function forward(angles: Angles, kept?: StateBatch[]): StateBatch {
    const columns = columnsOf(circuit, angles.theta) * angles.group;
    const psi = inputs(columns, angles);
    const scratch = emptyBatch(dimension, columns);
    for (const step of steps) {
      if (step.kind === "matrix" && step.keepInput && kept !== undefined) {
        const copy = emptyBatch(dimension, columns);
        copyInto(copy, psi);
        kept.push(copy);
      }
      applyStep(step, psi, angles, scratch);
    }
    return psi;
  }

  /** |0...0>, or the state of its datum, in the first column of every group; zero in the tangents. */
  function inputs(columns: number, { group, which }: Angles): StateBatch {
    const states = data?.states;
    if (states === undefined || which === undefined) return zeroStates(dimension, columns, group);
    const batch = emptyBatch(dimension, columns);
    which.forEach((datum, c) => {
      for (let j = 0; j < dimension; j++) {
        batch.re[j * columns + c * group] = states.re[datum * dimension + j];
        batch.im[j * columns + c * group] = states.im[datum * dimension + j];
      }
    });
    return batch;
  }

  /** O ψ, every column with the observable of its datum. */
  function act(psi: StateBatch, image: StateBatch, scratch: StateBatch, { group, which }: Angles): void {
    if (actions === undefined || which === undefined) {
      actOn(psi, image, scratch);
      return;
    }
    const { columns } = psi;
    const own = emptyBatch(dimension, columns);
    for (const datum of new Set(which)) {
      actions[datum](psi, own, scratch);
      for (let c = 0; c < columns; c++) {
        if (which[Math.floor(c / group)] !== datum) continue;
        for (let j = c; j < dimension * columns; j += columns) {
          image.re[j] = own.re[j];
          image.im[j] = own.im[j];
        }
      }
    }
  }

  /** Angles without tangents. */
  function plain(theta: Float64Array, asked?: Int32Array): Angles {
    return withVectors(theta, new Float64Array(0), 1, asked);
  }

  function withVectors(theta: Float64Array, vectors: Float64Array, group: number, asked?: Int32Array): Angles {
    const which = data === undefined ? undefined : datumOfColumns(data, columnsOf(circuit, theta), asked);
    return { theta, vectors, group, ...(which !== undefined && { which }) };
  }

  function applyStep(step: Step, batch: StateBatch, angles: Angles, scratch: StateBatch): void {
    if (step.kind === "rotation") {
      const { cos, sin, weights } = rotationAngles(step.rotation, angles, batch.columns);
      rotateInPlace(batch, step.rotation.pauli, cos, sin);
      if (angles.group > 1) addGeneratorInPlace(batch, angles.group, step.rotation.pauli, weights);
    } else if (step.kind === "transposition") {
      transposeInPlace(batch, step.places, step.pair);
    } else {
      applyMatrixInPlace(batch, step.places, step.matrix, false, scratch);
    }
  }

  function undoStep(step: Step, batch: StateBatch, angles: Angles, scratch: StateBatch): void {
    if (step.kind === "rotation") {
      const { cos, sin, weights } = rotationAngles(step.rotation, angles, batch.columns, -1);
      if (angles.group > 1) addGeneratorInPlace(batch, angles.group, step.rotation.pauli, weights);
      rotateInPlace(batch, step.rotation.pauli, cos, sin);
    } else if (step.kind === "transposition") {
      transposeInPlace(batch, step.places, step.pair);
    } else {
      applyMatrixInPlace(batch, step.places, step.matrix, true, scratch);
    }
  }

  /** cos(φ/2), sin(φ/2) and c v_p for every column of the state batch; `sign` = -1 gives those of the inverse rotation. */
  function rotationAngles({ parameter, coefficient }: Rotation, { theta, vectors, group }: Angles, columns: number, sign = 1) {
    const cos = new Float64Array(columns);
    const sin = new Float64Array(columns);
    const weights = new Float64Array(columns);
    const { parameters } = circuit;
    for (let first = 0, c = 0; first < columns; first += group, c++) {
      const half = (sign * coefficient * theta[c * parameters + parameter]) / 2;
      cos.fill(cosine(half), first, first + group);
      sin.fill(sine(half), first, first + group);
      for (let k = 0; k < group - 1; k++) {
        weights[first + 1 + k] = sign * coefficient * vectors[(c * (group - 1) + k) * parameters + parameter];
      }
    }
    return { cos, sin, weights };
  }

  /** Forward sweep, observable, backward sweep. */
  function sweep(angles: Angles): HessianVectorProducts {
    const { parameters } = circuit;
    const { group } = angles;
    const kept: StateBatch[] = [];
    const psi = forward(angles, kept);
    const scratch = emptyBatch(dimension, psi.columns);
    const lambda = emptyBatch(dimension, psi.columns);
    act(psi, lambda, scratch, angles);
    const expectation = realOverlaps(psi, lambda).filter((_, c) => c % group === 0);
    const gradient = new Float64Array(angles.theta.length);
    const product = new Float64Array(angles.vectors.length);
    for (const step of steps.toReversed()) {
      if (step.kind === "rotation") {
        const { pauli, parameter, coefficient } = step.rotation;
        const overlaps = imaginaryOverlaps(lambda, psi, group, pauli);
        for (let first = 0, c = 0; first < psi.columns; first += group, c++) {
          gradient[c * parameters + parameter] += coefficient * overlaps[first];
          for (let k = 0; k < group - 1; k++) {
            product[(c * (group - 1) + k) * parameters + parameter] += coefficient * overlaps[first + 1 + k];
          }
        }
      }
      if (step.kind === "matrix" && step.keepInput) copyInto(psi, kept.pop() as StateBatch);
      else undoStep(step, psi, angles, scratch);
      undoStep(step, lambda, angles, scratch);
    }
    return { expectation, gradient, product };
  }

  return {
    finalStates: (theta: Float64Array, asked?: Int32Array) => forward(plain(theta, asked)),
    expectation(theta: Float64Array, asked?: Int32Array) {
      const angles = plain(theta, asked);
      const psi = forward(angles);
      const image = emptyBatch(dimension, psi.columns);
      act(psi, image, emptyBatch(dimension, psi.columns), angles);
      return realOverlaps(psi, image);
    },
    gradient(theta: Float64Array, asked?: Int32Array): Gradients {
      const { expectation, gradient } = sweep(plain(theta, asked));
      return { expectation, gradient };
    },
    hessianVectorProduct(theta: Float64Array, vectors: Float64Array, asked?: Int32Array) {
      return sweep(withVectors(theta, vectors, 1 + vectorsPerColumn(theta, vectors), asked));
    },
    inversionError(theta: Float64Array) {
      const angles = plain(theta);
      const psi = forward(angles);
      const scratch = emptyBatch(dimension, psi.columns);
      for (const step of steps.toReversed()) undoStep(step, psi, angles, scratch);
      return largestDifference(psi, inputs(psi.columns, angles));
    },
    dispose() {},
  };
}

/** Dense layers on more than two qubits keep their input, which costs memory but spares the product on the way back. */
const KEEP_INPUT_ABOVE_QUBITS = 2;

function stepsOf({ qubits, operations }: Circuit): Step[] {
  return operations.map((operation): Step => {
    if (operation.kind === "rotation") return { kind: "rotation", rotation: operation };
    const places = placesOf(qubits, operation.qubits);
    if (operation.kind === "dense") {
      requireLength("matrix entries", operation.matrix.re, 4 ** operation.qubits.length);
      return { kind: "matrix", places, matrix: operation.matrix, keepInput: operation.qubits.length > KEEP_INPUT_ABOVE_QUBITS };
    }
    const gate = fixedGates[operation.gate];
    return gate.transposition === undefined
      ? { kind: "matrix", places, matrix: gate.matrix, keepInput: false }
      : { kind: "transposition", places, pair: gate.transposition };
  });
}
