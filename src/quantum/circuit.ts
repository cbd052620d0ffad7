/**
 * Circuits as plain data, and the builder that makes them.
 *
 * A circuit is a list of operations on `qubits` qubits, the first acting first, on the input |0...0>. It can be posted to a
 * worker as it is. Nothing here knows how a circuit is simulated.
 */
import { requireFields, requireFinite, requireInteger, requireLength } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import { kindInWords } from "../base/words.ts";
import { type ComplexMatrix, unitarityError } from "../linalg/complex-matrix.ts";
import { fixedRotation } from "./fixed-rotation.ts";
import { type FixedGateName, fixedGates, rotationGates } from "./gates.ts";
import type { Operation, Rotation } from "./operations.ts";
import { formatPauliString, MAX_QUBITS, type PauliString, parsePauliString, pauliOn } from "./pauli.ts";

export type { DenseOperation, FixedRotation, GateOperation, Operation, Rotation } from "./operations.ts";

/** A parameterised circuit U(θ) acting on |0...0>. */
export interface Circuit {
  readonly qubits: number;
  /** Number of trainable parameters, L in the paper. */
  readonly parameters: number;
  readonly operations: readonly Operation[];
}

/** Refuses what is no circuit, such as an observable where arguments were taken in another order. @throws ArgumentError */
export function requireCircuit(value: Circuit): void {
  if (!Array.isArray(value?.operations))
    throw new ArgumentError(
      "circuit",
      new Described(kindInWords(value)),
      "a circuit, such as randomPauliAnsatz, hardwareEfficientAnsatz or CircuitBuilder make",
    );
}

/** Largest |(U U† - 1)_ij| that a dense operation may have. */
const UNITARITY_TOLERANCE = 1e-10;

/**
 * Builds a circuit gate by gate.
 *
 * Every rotation takes a new parameter unless it is given the index of an earlier one to share.
 *
 * @example
 * const circuit = new CircuitBuilder(2).ry(0).ry(1).cnot(0, 1).rotation("ZZ").build();
 */
export class CircuitBuilder {
  readonly #operations: Operation[] = [];
  #parameters = 0;

  /**
   * @param qubits number of qubits, 1 to 24
   * @throws ArgumentError outside that range
   */
  constructor(readonly qubits: number) {
    requireInteger("qubits", qubits, 1, MAX_QUBITS);
  }

  /** Number of parameters so far. */
  get parameters(): number {
    return this.#parameters;
  }

  /**
   * Adds exp(-i c θ_p P / 2).
   *
   * @param pauli letters of P, one for each qubit, not all I
   * @param options `parameter`: index p of an existing parameter to share (default: a new one); `coefficient`: c (default 1)
   * @throws ArgumentError for a string of the wrong length or letters, the identity, or an unknown parameter
   */
  rotation(pauli: string, options: { parameter?: number; coefficient?: number } = {}): this {
    requireFields("rotation", options, ["parameter", "coefficient"]);
    return this.#rotate(parsePauliString(pauli, this.qubits), options);
  }

  /** Adds RX(θ) = exp(-i θ X / 2) on a qubit. */
  rx(qubit: number, parameter?: number): this {
    return this.#rotateQubit("RX", qubit, parameter);
  }

  /** Adds RY(θ) = exp(-i θ Y / 2) on a qubit. */
  ry(qubit: number, parameter?: number): this {
    return this.#rotateQubit("RY", qubit, parameter);
  }

  /** Adds RZ(θ) = exp(-i θ Z / 2) on a qubit. */
  rz(qubit: number, parameter?: number): this {
    return this.#rotateQubit("RZ", qubit, parameter);
  }

  /**
   * Adds exp(-i φ P / 2) by a fixed angle, without a parameter: a dense unitary on one or two qubits, with CNOTs around it where P has more letters.
   *
   * @param pauli letters of P, one for each qubit, not all I
   * @param angle φ in radians
   * @throws ArgumentError for a string of the wrong length or letters, the identity, or an angle that is not finite
   */
  fixedRotation(pauli: string, angle: number): this {
    this.#operations.push(...fixedRotation(this.#requireGenerator(parsePauliString(pauli, this.qubits)), angle, this.qubits));
    return this;
  }

  /** Adds a Hadamard gate. */
  h(qubit: number): this {
    return this.gate("H", qubit);
  }

  /** Adds an S gate. */
  s(qubit: number): this {
    return this.gate("S", qubit);
  }

  /** Adds a T gate. */
  t(qubit: number): this {
    return this.gate("T", qubit);
  }

  /** Adds a controlled NOT. */
  cnot(control: number, target: number): this {
    return this.gate("CNOT", control, target);
  }

  /** Adds a controlled Z. */
  cz(a: number, b: number): this {
    return this.gate("CZ", a, b);
  }

  /**
   * Adds a gate of the table.
   *
   * @throws ArgumentError for the wrong number of qubits, one out of range, or the same one twice
   */
  gate(name: FixedGateName, ...qubits: number[]): this {
    const gate = fixedGates[name];
    if (gate === undefined) throw new ArgumentError("gate", name, Object.keys(fixedGates).join(", "));
    if (qubits.length !== gate.qubits) throw new ArgumentError(`qubits of ${name}`, qubits, `${gate.qubits} of them`);
    this.#requireQubits(qubits);
    this.#operations.push({ kind: "gate", gate: name, qubits });
    return this;
  }

  /**
   * Adds a fixed dense unitary; the matrix is copied.
   *
   * @param matrix 2^k x 2^k unitary
   * @param qubits the k qubits it acts on, most significant first (default: all)
   * @throws ArgumentError if the size does not fit or the matrix is not unitary to 1e-10
   */
  unitary(matrix: ComplexMatrix, qubits: readonly number[] = Array.from({ length: this.qubits }, (_, q) => q)): this {
    this.#requireQubits(qubits);
    const size = 2 ** qubits.length;
    if (matrix.rows !== size || matrix.columns !== size) {
      throw new ArgumentError(
        "matrix",
        new Described(`${matrix.rows} x ${matrix.columns}`),
        `${size} x ${size}, for ${qubits.length} qubits`,
      );
    }
    requireLength("matrix.re", matrix.re, size * size);
    requireLength("matrix.im", matrix.im, size * size);
    const error = unitarityError(matrix);
    if (!(error <= UNITARITY_TOLERANCE)) {
      throw new ArgumentError(
        "matrix",
        new Described(`off by ${error.toExponential(1)} from unitary`),
        `a unitary matrix, to ${UNITARITY_TOLERANCE}`,
      );
    }
    const { rows, columns, re, im } = matrix;
    this.#operations.push({ kind: "dense", matrix: { rows, columns, re: re.slice(), im: im.slice() }, qubits: [...qubits] });
    return this;
  }

  /** The circuit built so far. */
  build(): Circuit {
    return { qubits: this.qubits, parameters: this.#parameters, operations: [...this.#operations] };
  }

  #rotateQubit(name: keyof typeof rotationGates, qubit: number, parameter?: number): this {
    this.#requireQubits([qubit]);
    return this.#rotate(pauliOn(this.qubits, rotationGates[name].generator, [qubit]), { parameter });
  }

  #rotate(pauli: PauliString, { parameter, coefficient = 1 }: { parameter?: number; coefficient?: number }): this {
    this.#requireGenerator(pauli);
    requireFinite("coefficient", coefficient);
    if (parameter !== undefined) requireInteger("parameter", parameter, 0, this.#parameters - 1);
    this.#operations.push({ kind: "rotation", pauli, parameter: parameter ?? this.#parameters++, coefficient });
    return this;
  }

  #requireGenerator(pauli: PauliString): PauliString {
    if (pauli.x === 0 && pauli.z === 0)
      throw new ArgumentError("pauli", formatPauliString(pauli, this.qubits), "a Pauli string other than the identity");
    return pauli;
  }

  #requireQubits(qubits: readonly number[]): void {
    qubits.forEach((q, k) => {
      requireInteger(`qubits[${k}]`, q, 0, this.qubits - 1);
      if (qubits.indexOf(q) !== k) throw new ArgumentError("qubits", qubits, "distinct qubits");
    });
  }
}

/** The rotations of a circuit in the order they act. */
export function rotationsOf(circuit: Circuit): Rotation[] {
  return circuit.operations.filter((operation) => operation.kind === "rotation");
}

/**
 * The same circuit with an own parameter for every rotation: rotation r has angle φ[r], φ = coefficient · θ[parameter].
 *
 * Used where each occurrence of a shared parameter must be moved alone, as in the parameter-shift rule.
 */
export function withIndependentRotations(circuit: Circuit): Circuit {
  let next = 0;
  const operations = circuit.operations.map((operation) =>
    operation.kind === "rotation" ? { ...operation, parameter: next++, coefficient: 1 } : operation,
  );
  return { qubits: circuit.qubits, parameters: next, operations };
}
