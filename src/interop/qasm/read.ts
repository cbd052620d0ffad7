/**
 * Circuits from OpenQASM 2 and 3 text: statements carried out one after the other, gates written out and lowered to a circuit's operations.
 */
import { errorAt, lineOf, type Source, withinStack } from "../../base/source.ts";
import type { Circuit, Operation } from "../../quantum/circuit.ts";
import { MAX_QUBITS } from "../../quantum/pauli.ts";
import { type Affine, inputAngle } from "./affine.ts";
import { evaluate, evaluateInteger, type Surroundings } from "./evaluate.ts";
import { checkDefinition, type Expansion, MAX_GATES, primitivesOf, requireQubits } from "./gate-calls.ts";
import { lower } from "./lower.ts";
import { parseOpenQasm, versionOf } from "./parse.ts";
import type { Primitive } from "./primitives.ts";
import { bitsOfOperand, broadcast, qubitsOfOperand, valuesOf } from "./registers.ts";
import { type Entry, entryWords, numberValue, Scope, type Value } from "./scope.ts";
import type { Call, Expression, Loop, Statement } from "./syntax.ts";

export const trainedAngles = ["inputs", "all"] as const;

/** Which angles of a text become parameters: its inputs, or its numbers too. */
export type TrainedAngles = (typeof trainedAngles)[number];

/** A gate as the text writes it, definitions not looked into. */
export interface WrittenGate {
  /** With modifiers, such as `ctrl @ rx`. */
  readonly name: string;
  readonly angles: readonly Affine[];
  readonly qubits: readonly number[];
  /** How many of the qubits, the first ones, are controls of a modifier. */
  readonly controls: number;
}

/** What a text describes. */
export interface ReadCircuit {
  readonly circuit: Circuit;
  /** Name of every parameter. */
  readonly names: readonly string[];
  /** Value that every parameter starts at; NaN for inputs, which have none. */
  readonly starts: readonly number[];
  readonly gates: readonly WrittenGate[];
}

const LIBRARIES = ["stdgates.inc", "qelib1.inc"];

/** Statements and turns of loops that are carried out. */
const MAX_STEPS = 1_000_000;
/** Operations of a circuit. */
const MAX_OPERATIONS = 1_000_000;

/**
 * Reads a circuit.
 *
 * @throws SourceError at the first thing that cannot be read, is not unitary, or is too large
 */
export function readOpenQasm(text: string, path: string, trained: TrainedAngles = "inputs"): ReadCircuit {
  const source: Source = { text, path };
  const statements = parseOpenQasm(source);
  const reader = new Reader(source, trained);
  const around: Surroundings = { source, scope: new Scope(), version: versionOf(text) };
  withinStack(source, () => {
    for (const statement of statements) reader.carryOut(statement, around, true);
  });
  return reader.result();
}

class Reader {
  readonly #names: string[] = [];
  readonly #starts: number[] = [];
  readonly #gates: WrittenGate[] = [];
  readonly #primitives: { readonly primitive: Primitive; readonly at: number }[] = [];
  readonly #measured = new Map<number, number>();
  readonly #expansion: Expansion;
  #qubits = 0;
  #physical = false;
  #steps = 0;
  #count = 0;

  constructor(
    readonly source: Source,
    trained: TrainedAngles,
  ) {
    this.#expansion = {
      count: (at, gates = 1) => {
        this.#count += gates;
        if (this.#count > MAX_GATES) throw errorAt(source, at, `there are more than the ${MAX_GATES} gates that are read`);
      },
      train: (angle, gate) => {
        if (trained === "inputs") return angle;
        this.#starts.push(angle.constant);
        return inputAngle(this.#names.push(`${gate}.${this.#names.length}`) - 1);
      },
      loop: (statement, around, run) => this.#inGate(statement, around, run),
    };
  }

  result(): ReadCircuit {
    const { source } = this;
    if (this.#qubits === 0) throw errorAt(source, 0, "declares no qubit");
    const operations: Operation[] = [];
    for (const { primitive, at } of this.#primitives) {
      for (const operation of lower(primitive, this.#qubits)) operations.push(operation);
      if (operations.length > MAX_OPERATIONS)
        throw errorAt(
          source,
          at,
          `there are more than the ${MAX_OPERATIONS} operations that are read, once controls are written out`,
        );
    }
    return {
      circuit: { qubits: this.#qubits, parameters: this.#names.length, operations },
      names: this.#names,
      starts: this.#starts,
      gates: this.#gates,
    };
  }

  carryOut(statement: Statement, around: Surroundings, global = false): void {
    const { source } = around;
    this.#step(statement.at);
    if (!global && ["gate", "opaque", "qubits", "bits", "input", "include", "version"].includes(statement.kind))
      throw errorAt(source, statement.at, "this cannot stand in a loop or block");
    switch (statement.kind) {
      case "nothing":
        return;
      case "version":
        if (!/^[23](\.\d+)?$/.test(statement.number))
          throw errorAt(source, statement.at, `OpenQASM ${statement.number} is not read: versions 2 and 3 are`);
        return;
      case "include":
        if (!LIBRARIES.includes(statement.path))
          throw errorAt(source, statement.at, `the file ${statement.path} is not read: put its definitions in its place`);
        return;
      case "gate":
        this.#declare(statement.name, { kind: "gate", definition: statement, order: this.#steps }, statement.at, around);
        checkDefinition(statement, { ...around, before: this.#steps });
        return;
      case "opaque":
        this.#declare(statement.name, { kind: "opaque" }, statement.at, around);
        return;
      case "input":
        this.#input(statement, around);
        return;
      case "qubits":
        this.#register(statement, around);
        return;
      case "bits":
        this.#bits(statement, around);
        return;
      case "alias": {
        const { on, single } = qubitsOfOperand(statement.value, around);
        this.#declare(statement.name, { kind: "qubits", on, single }, statement.at, around);
        return;
      }
      case "measure":
        this.#measure(statement, around);
        return;
      case "call":
        this.#call(statement, around);
        return;
      default:
        this.#classical(statement, around, (inner, inside) => this.carryOut(inner, inside));
    }
  }

  /** Constants, loops and blocks, whatever stands in them. */
  #classical(statement: Statement, around: Surroundings, run: (inner: Statement, around: Surroundings) => void): void {
    switch (statement.kind) {
      case "constant":
        this.#declare(
          statement.name,
          { kind: "value", value: declared(statement.type, statement.value, around) },
          statement.at,
          around,
        );
        return;
      case "constants": {
        const size = evaluateInteger(statement.size, around, "the size of an array");
        if (size !== statement.values.length)
          throw errorAt(
            around.source,
            statement.at,
            `array ${statement.name} has ${size} places and ${statement.values.length} values`,
          );
        const values = statement.values.map((value) => declared(statement.type, value, around));
        this.#declare(statement.name, { kind: "array", values }, statement.at, around);
        return;
      }
      case "block": {
        const inside = { ...around, scope: new Scope(around.scope) };
        for (const inner of statement.statements) run(inner, inside);
        return;
      }
      case "for":
        this.#loop(statement, around, run);
        return;
    }
  }

  #inGate(statement: Statement, around: Surroundings, run: (inner: Statement, around: Surroundings) => void): void {
    this.#step(statement.at);
    this.#classical(statement, around, run);
  }

  #loop({ name, over, body }: Loop, around: Surroundings, run: (inner: Statement, around: Surroundings) => void): void {
    for (const value of valuesOf(over, around)) {
      this.#step(body.at);
      const scope = new Scope(around.scope);
      scope.set(name, { kind: "value", value: numberValue(value, true) });
      run(body, { ...around, scope });
    }
  }

  #step(at: number): void {
    this.#steps++;
    if (this.#steps > MAX_STEPS)
      throw errorAt(this.source, at, `there are more than the ${MAX_STEPS} statements that are carried out`);
  }

  #declare(name: string, entry: Entry, at: number, around: Surroundings): void {
    if (!around.scope.set(name, entry)) {
      const known = around.scope.get(name);
      throw errorAt(
        around.source,
        at,
        `${name} is declared already${known === undefined ? "" : `, as ${entryWords[known.kind]}`}`,
      );
    }
  }

  #input({ name, size, type, at }: Statement & { kind: "input" }, around: Surroundings): void {
    if (type !== "float" && type !== "angle")
      throw errorAt(around.source, at, `input ${name} is of type ${type}: inputs are angles, of type float or angle`);
    const named = (label: string): Value => {
      this.#starts.push(Number.NaN);
      return { angle: inputAngle(this.#names.push(label) - 1), integer: false };
    };
    if (size === undefined) {
      this.#declare(name, { kind: "value", value: named(name) }, at, around);
      return;
    }
    const length = this.#size(size, around, `array ${name}`, MAX_GATES);
    const values = Array.from({ length }, (_, k) => named(`${name}[${k}]`));
    this.#declare(name, { kind: "array", values }, at, around);
  }

  #size(size: Expression | undefined, around: Surroundings, what: string, max: number): number {
    if (size === undefined) return 1;
    const value = evaluateInteger(size, around, `the size of ${what}`);
    if (value < 1 || value > max) throw errorAt(around.source, size.at, `${what} has ${value} places; from 1 to ${max} are read`);
    return value;
  }

  #register({ name, size, at }: Statement & { kind: "qubits" }, around: Surroundings): void {
    if (this.#physical) throw errorAt(around.source, at, "physical qubits ($0) and registers are not read together");
    const length = this.#size(size, around, `register ${name}`, MAX_QUBITS);
    if (this.#qubits + length > MAX_QUBITS)
      throw errorAt(around.source, at, `there are ${this.#qubits + length} qubits; at most ${MAX_QUBITS} are read`);
    const on = Array.from({ length }, (_, k) => this.#qubits + k);
    this.#declare(name, { kind: "qubits", on, single: size === undefined }, at, around);
    this.#qubits += length;
  }

  #bits(statement: Statement & { kind: "bits" }, around: Surroundings): void {
    const size = this.#size(statement.size, around, `register ${statement.name}`, MAX_GATES);
    this.#declare(statement.name, { kind: "bits", size }, statement.at, around);
    if (statement.value !== undefined)
      throw errorAt(around.source, statement.at, "bits that are given a value are not read: measurements are");
    if (statement.measured === undefined) return;
    const target = { kind: "register", name: statement.name, indices: [], at: statement.at } as const;
    this.#measure({ kind: "measure", source: statement.measured, target, at: statement.at }, around);
  }

  #measure({ source: from, target, at }: Statement & { kind: "measure" }, around: Surroundings): void {
    const { on } = this.#qubitsOf(from, around);
    if (target !== undefined) {
      const size = bitsOfOperand(target, around);
      if (size !== on.length)
        throw errorAt(
          around.source,
          at,
          `${on.length === 1 ? "one qubit is" : `${on.length} qubits are`} measured into ${size === 1 ? "one bit" : `${size} bits`}`,
        );
    }
    for (const q of on) if (!this.#measured.has(q)) this.#measured.set(q, at);
  }

  #qubitsOf(operand: Parameters<typeof qubitsOfOperand>[0], around: Surroundings): ReturnType<typeof qubitsOfOperand> {
    const qubits = qubitsOfOperand(operand, around);
    if (operand.kind !== "physical") return qubits;
    if (this.#qubits > 0 && !this.#physical)
      throw errorAt(around.source, operand.at, "physical qubits ($0) and registers are not read together");
    if (operand.number >= MAX_QUBITS)
      throw errorAt(
        around.source,
        operand.at,
        `physical qubit $${operand.number} is beyond $${MAX_QUBITS - 1}: at most ${MAX_QUBITS} qubits are read`,
      );
    this.#physical = true;
    this.#qubits = Math.max(this.#qubits, operand.number + 1);
    return qubits;
  }

  #call(call: Call, around: Surroundings): void {
    const operands = call.on.map((operand) => this.#qubitsOf(operand, around));
    const lists = broadcast(operands);
    if (lists === undefined) throw errorAt(around.source, call.at, `${call.name} is given registers of different lengths`);
    for (const on of lists) {
      this.#step(call.at);
      requireQubits(call, on, around);
      const measured = on.map((q) => this.#measured.get(q)).find((at) => at !== undefined);
      if (measured !== undefined) {
        throw errorAt(
          around.source,
          call.at,
          `${call.name} acts on a qubit after its measurement on line ${lineOf(this.source, measured)}: measurements are read at the end only`,
        );
      }
      for (const primitive of primitivesOf(call, on, around, this.#expansion)) this.#primitives.push({ primitive, at: call.at });
      this.#gates.push(written(call, on, around));
    }
  }
}

function declared(type: string, value: Expression, around: Surroundings): Value {
  const { angle } = evaluate(value, around);
  if (type === "float" || type === "angle") return { angle, integer: false };
  if (type === "bool") return numberValue(Number(evaluateInteger(value, around, "a truth value") !== 0), true);
  return numberValue(evaluateInteger(value, around, "a whole number"), true);
}

function written(call: Call, qubits: readonly number[], around: Surroundings): WrittenGate {
  const modifiers = call.modifiers.map((modifier) => {
    if (modifier.kind === "inv") return "inv @ ";
    if (modifier.kind === "pow") return `pow(${evaluate(modifier.value, around).angle.constant}) @ `;
    return `${modifier.kind} @ `;
  });
  const controls = call.modifiers.reduce((sum, modifier) => {
    if (modifier.kind !== "ctrl" && modifier.kind !== "negctrl") return sum;
    return sum + (modifier.count === undefined ? 1 : evaluateInteger(modifier.count, around, "a number of controls"));
  }, 0);
  const angles = call.parameters.map((parameter) => evaluate(parameter, around).angle);
  return { name: `${modifiers.join("")}${call.name}`, angles, qubits, controls };
}
