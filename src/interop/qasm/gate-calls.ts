/**
 * Gates on qubits as primitives: those of the library, those that the text defines, and their modifiers.
 */
import { errorAt, lineOf } from "../../base/source.ts";
import { type Affine, isConstant } from "./affine.ts";
import { evaluate, evaluateInteger, evaluateNumber, type Surroundings } from "./evaluate.ts";
import { type LibraryGate, library } from "./library.ts";
import { MAX_CONTROLS } from "./lower.ts";
import { type Control, controlled, inverse, type Primitive, phase, power } from "./primitives.ts";
import { type Entry, Scope } from "./scope.ts";
import type { Call, Expression, GateDefinition, Modifier, Statement } from "./syntax.ts";

/** Gates of the library that a circuit may have once everything is written out, and statements that lead to them. */
export const MAX_GATES = 250_000;

/** What expanding gates needs beside the text. */
export interface Expansion {
  /** Counts gates, one where not said; throws where there are too many. */
  readonly count: (at: number, gates?: number) => void;
  /** What stands in the place of a number as an angle: itself, or an input that starts at it. */
  readonly train: (angle: Affine, gate: string) => Affine;
  /** Runs the statements of a loop or block in a definition. */
  readonly loop: (statement: Statement, around: Surroundings, run: (inner: Statement, around: Surroundings) => void) => void;
}

/** A gate that a name stands for. */
type Gate = { readonly kind: "library"; readonly gate: LibraryGate } | (Entry & { readonly kind: "gate" });

const GLOBAL_PHASE: LibraryGate = { parameters: 1, qubits: 0, primitives: ([angle]) => [phase(angle)] };

/** How many qubits a call takes: those of its gate, and its controls. */
export function qubitsOfCall(call: Call, around: Surroundings): number {
  const controls = call.modifiers.map((modifier) => controlsOf(modifier, around)).reduce((sum, n) => sum + n, 0);
  return controls + arityOf(gateOf(call, around)).qubits;
}

/** The primitives of a call on given qubits. */
export function primitivesOf(call: Call, on: readonly number[], around: Surroundings, expansion: Expansion): Primitive[] {
  const gate = gateOf(call, around);
  const angles = anglesOf(call, arityOf(gate).parameters, around);
  // A power that is no whole number takes numbers only.
  const keeps = call.modifiers.some(
    (modifier) => modifier.kind === "pow" && !Number.isInteger(evaluateNumber(modifier.value, around, "a power")),
  );
  const inner = keeps ? { ...expansion, train: (angle: Affine) => angle } : expansion;
  return modified(call.modifiers, on, call, around, inner, (qubits) => applied(gate, call, angles, qubits, around, inner));
}

/** Checks the names and numbers of parameters and qubits of the calls in a definition. */
export function checkDefinition(definition: GateDefinition, around: Surroundings): void {
  const { source } = around;
  const formal = new Set(definition.qubits);
  if (formal.size < definition.qubits.length || new Set(definition.parameters).size < definition.parameters.length)
    throw errorAt(source, definition.at, `gate ${definition.name} has two parameters or qubits of the same name`);
  const check = (statement: Statement): void => {
    switch (statement.kind) {
      case "nothing":
      case "constant":
        return;
      case "block":
        for (const inner of statement.statements) check(inner);
        return;
      case "for":
        check(statement.body);
        return;
      case "call": {
        if (statement.name === definition.name) throw errorAt(source, statement.at, `gate ${definition.name} calls itself`);
        const { parameters } = arityOf(gateOf(statement, around));
        if (statement.parameters.length !== parameters) throw errorAt(source, statement.at, wrongAngles(statement, parameters));
        for (const operand of statement.on) {
          if (operand.kind !== "register" || operand.indices.length > 0 || !formal.has(operand.name))
            throw errorAt(source, operand.at, `a gate acts on its own qubits only: ${definition.qubits.join(", ")}`);
        }
        return;
      }
      default:
        throw errorAt(source, statement.at, `this cannot stand in the definition of gate ${definition.name}`);
    }
  };
  for (const statement of definition.body) check(statement);
}

function gateOf({ name, at }: Call, { source, scope, before = Number.POSITIVE_INFINITY }: Surroundings): Gate {
  if (name === "gphase") return { kind: "library", gate: GLOBAL_PHASE };
  const entry = scope.get(name);
  if (entry?.kind === "gate" && entry.order < before) return entry;
  if (entry?.kind === "opaque") throw errorAt(source, at, `gate ${name} is opaque: nothing says what it does`);
  const gate = library.get(name);
  if (gate === undefined) throw errorAt(source, at, `gate ${name} is not defined`);
  return { kind: "library", gate };
}

function arityOf(gate: Gate): { parameters: number; qubits: number } {
  if (gate.kind === "library") return gate.gate;
  return { parameters: gate.definition.parameters.length, qubits: gate.definition.qubits.length };
}

function wrongAngles({ name, parameters }: Call, takes: number): string {
  const words = takes === 0 ? "no angle" : takes === 1 ? "one angle" : `${takes} angles`;
  return `gate ${name} takes ${words}, here ${parameters.length === 0 ? "none" : parameters.length}`;
}

function anglesOf(call: Call, takes: number, around: Surroundings): Affine[] {
  if (call.parameters.length !== takes) throw errorAt(around.source, call.at, wrongAngles(call, takes));
  return call.parameters.map((parameter) => evaluate(parameter, { ...around, exact: true }).angle);
}

function controlsOf(modifier: Modifier, around: Surroundings): number {
  if (modifier.kind !== "ctrl" && modifier.kind !== "negctrl") return 0;
  const count = modifier.count === undefined ? 1 : evaluateInteger(modifier.count, around, "a number of controls");
  if (count < 1 || count > MAX_CONTROLS)
    throw errorAt(around.source, modifier.at, `${count} controls; from 1 to ${MAX_CONTROLS} are read`);
  return count;
}

/** Modifiers from the left: the outermost takes the first qubits. */
function modified(
  modifiers: readonly Modifier[],
  on: readonly number[],
  call: Call,
  around: Surroundings,
  expansion: Expansion,
  innermost: (on: readonly number[]) => Primitive[],
): Primitive[] {
  const [modifier, ...rest] = modifiers;
  if (modifier === undefined) return innermost(on);
  const controls = controlsOf(modifier, around);
  const inner = modified(rest, on.slice(controls), call, around, expansion, innermost);
  switch (modifier.kind) {
    case "inv":
      return inverse(inner);
    case "pow":
      return powered(inner, modifier.value, around, expansion);
    default: {
      const qubits = on.slice(0, controls).map((qubit): Control => ({ qubit, negative: modifier.kind === "negctrl" }));
      const list = controlled(inner, qubits);
      if (list.some((each) => each.controls.length > MAX_CONTROLS))
        throw errorAt(around.source, call.at, `more than ${MAX_CONTROLS} controls, which is as many as are read`);
      return list;
    }
  }
}

function powered(list: readonly Primitive[], value: Expression, around: Surroundings, expansion: Expansion): Primitive[] {
  const exponent = evaluateNumber(value, around, "a power");
  const result = power(list, exponent, MAX_GATES);
  if (result !== undefined) {
    expansion.count(value.at, result.length);
    return result;
  }
  throw errorAt(
    around.source,
    value.at,
    Number.isInteger(exponent)
      ? `a power of ${exponent} makes more than the ${MAX_GATES} gates that are read`
      : "a power that is no whole number is read of a single gate of the library without inputs; of others, whole powers are",
  );
}

function applied(
  gate: Gate,
  call: Call,
  angles: readonly Affine[],
  on: readonly number[],
  around: Surroundings,
  expansion: Expansion,
): Primitive[] {
  expansion.count(call.at);
  if (gate.kind === "library") {
    // Without a control a phase of the whole circuit has nothing to train.
    const isFree = call.name === "gphase" && call.modifiers.length === 0;
    const trained = angles.map((angle) => (isConstant(angle) && !isFree ? expansion.train(angle, call.name) : angle));
    return [...gate.gate.primitives(trained, on)];
  }
  const { definition } = gate;
  const scope = new Scope(outermost(around.scope));
  definition.parameters.forEach((name, k) => {
    scope.set(name, { kind: "value", value: { angle: angles[k], integer: false } });
  });
  definition.qubits.forEach((name, k) => {
    scope.set(name, { kind: "qubits", on: [on[k]], single: true });
  });
  const note = around.source.note ?? ` (in gate ${definition.name}, called on line ${lineOf(around.source, call.at)})`;
  const primitives: Primitive[] = [];
  const run = (statement: Statement, own: Surroundings): void => {
    if (statement.kind !== "call") {
      expansion.loop(statement, own, run);
      return;
    }
    const qubits = statement.on.flatMap((operand) => {
      const entry = operand.kind === "register" ? own.scope.get(operand.name) : undefined;
      return entry?.kind === "qubits" ? entry.on : [];
    });
    requireQubits(statement, qubits, own);
    for (const each of primitivesOf(statement, qubits, own, expansion)) primitives.push(each);
  };
  const inside = { ...around, scope, before: gate.order, source: { ...around.source, note } };
  for (const statement of definition.body) run(statement, inside);
  return primitives;
}

/** Checks the qubits of one gate: as many as it takes, all different. */
export function requireQubits(call: Call, on: readonly number[], around: Surroundings): void {
  const takes = qubitsOfCall(call, around);
  if (on.length !== takes)
    throw errorAt(
      around.source,
      call.at,
      `${call.name} takes ${takes === 1 ? "one qubit" : `${takes} qubits`} here, not ${on.length}`,
    );
  if (new Set(on).size < on.length) throw errorAt(around.source, call.at, `${call.name} names a qubit twice`);
}

function outermost(scope: Scope): Scope {
  return scope.outer === undefined ? scope : outermost(scope.outer);
}
