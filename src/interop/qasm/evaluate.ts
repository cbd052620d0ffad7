/**
 * The values of expressions: numbers, and angles affine in the inputs.
 */
import { errorAt, type Source } from "../../base/source.ts";
import { isConstant, isFiniteAngle, plus, times } from "./affine.ts";
import { entryWords, numberValue, type Scope, type Value } from "./scope.ts";
import type { Expression } from "./syntax.ts";

const CONSTANTS: Readonly<Record<string, number>> = {
  pi: Math.PI,
  π: Math.PI,
  tau: 2 * Math.PI,
  τ: 2 * Math.PI,
  euler: Math.E,
  ℇ: Math.E,
  true: 1,
  false: 0,
};

/** Functions of numbers, by name, with how many they take. */
const FUNCTIONS: Readonly<Record<string, { readonly takes: number; readonly of: (...values: number[]) => number }>> = {
  sin: { takes: 1, of: Math.sin },
  cos: { takes: 1, of: Math.cos },
  tan: { takes: 1, of: Math.tan },
  arcsin: { takes: 1, of: Math.asin },
  arccos: { takes: 1, of: Math.acos },
  arctan: { takes: 1, of: Math.atan },
  asin: { takes: 1, of: Math.asin },
  acos: { takes: 1, of: Math.acos },
  atan: { takes: 1, of: Math.atan },
  exp: { takes: 1, of: Math.exp },
  ln: { takes: 1, of: Math.log },
  log: { takes: 1, of: Math.log },
  sqrt: { takes: 1, of: Math.sqrt },
  ceiling: { takes: 1, of: Math.ceil },
  floor: { takes: 1, of: Math.floor },
  mod: { takes: 2, of: (a, b) => a - b * Math.floor(a / b) },
  pow: { takes: 2, of: (a, b) => a ** b },
  popcount: { takes: 1, of: (a) => [...Math.trunc(a).toString(2)].filter((digit) => digit === "1").length },
};

const CASTS = new Set(["float", "angle", "int", "uint", "bool"]);

/** What the evaluation of an expression may know. */
export interface Surroundings {
  readonly source: Source;
  readonly scope: Scope;
  /** Version 2 knows real numbers only. */
  readonly version: 2 | 3;
  /** Whole numbers that do not divide are refused: version 3 would round their quotient, which hardly anyone means of an angle. */
  readonly exact?: boolean;
  /** In a gate's definition: only what was defined before it counts. */
  readonly before?: number;
}

/** The value of an expression. */
export function evaluate(expression: Expression, around: Surroundings): Value {
  const value = evaluated(expression, around);
  if (!isFiniteAngle(value.angle)) throw errorAt(around.source, expression.at, "the value of this expression is not finite");
  return value;
}

/** The value of an expression without inputs. */
export function evaluateNumber(expression: Expression, around: Surroundings, what: string): number {
  const { angle } = evaluate(expression, around);
  if (!isConstant(angle)) throw errorAt(around.source, expression.at, `${what} depends on an input; it must be a constant`);
  return angle.constant;
}

/** The value of an expression that must be a whole number. */
export function evaluateInteger(expression: Expression, around: Surroundings, what: string): number {
  const value = evaluateNumber(expression, around, what);
  if (!Number.isSafeInteger(value)) throw errorAt(around.source, expression.at, `${what} is ${value}; it must be a whole number`);
  return value;
}

function evaluated(expression: Expression, around: Surroundings): Value {
  switch (expression.kind) {
    case "number":
      return numberValue(expression.value, expression.integer && around.version === 3);
    case "name":
      return named(expression, around);
    case "unary":
      return unary(expression.operator, evaluate(expression.value, around), expression.at, around);
    case "binary":
      return binary(expression, around);
    case "function":
      return called(expression, around);
  }
}

function named({ name, indices, at }: Expression & { kind: "name" }, around: Surroundings): Value {
  const { source, scope } = around;
  const entry = scope.get(name);
  if (entry === undefined) {
    if (indices.length === 0 && Object.hasOwn(CONSTANTS, name)) return numberValue(CONSTANTS[name], /^(true|false)$/.test(name));
    throw errorAt(source, at, `${name} is not declared`);
  }
  if (entry.kind === "value" && indices.length === 0) return entry.value;
  if (entry.kind === "array") {
    if (indices.length !== 1) throw errorAt(source, at, `${name} is an array: ${name}[0] is its first number`);
    const index = evaluateInteger(indices[0], { ...around, exact: false }, "an index");
    const value = entry.values[index < 0 ? index + entry.values.length : index];
    if (value === undefined) throw errorAt(source, at, `${name}[${index}] is outside ${name}, which has ${entry.values.length}`);
    return value;
  }
  throw errorAt(
    source,
    at,
    entry.kind === "value" ? `${name} is a number and has no index` : `${name} is ${entryWords[entry.kind]}, not a number`,
  );
}

function unary(operator: string, value: Value, at: number, { source }: Surroundings): Value {
  if (operator === "-") return { angle: times(value.angle, -1), integer: value.integer };
  if (operator === "+") return value;
  if (!isConstant(value.angle)) throw errorAt(source, at, `${operator} is applied to an input; angles are affine in the inputs`);
  return numberValue(operator === "!" ? Number(value.angle.constant === 0) : ~value.angle.constant, true);
}

function binary({ operator, left, right, at }: Expression & { kind: "binary" }, around: Surroundings): Value {
  const a = evaluate(left, around);
  const b = evaluate(right, around);
  const integer = a.integer && b.integer;
  if (operator === "+" || operator === "-") return { angle: plus(a.angle, b.angle, operator === "+" ? 1 : -1), integer };
  if (operator === "*" && isConstant(a.angle)) return { angle: times(b.angle, a.angle.constant), integer };
  if (operator === "*" && isConstant(b.angle)) return { angle: times(a.angle, b.angle.constant), integer };
  if (operator === "/" && isConstant(b.angle)) return quotient(a, b.angle.constant, integer, at, around);
  if (!isConstant(a.angle) || !isConstant(b.angle))
    throw errorAt(around.source, at, `this angle is not affine in the inputs: ${operator} takes numbers here`);
  const value = ofNumbers(operator, a.angle.constant, b.angle.constant);
  return numberValue(value, integer || !/^[*/%]+$/.test(operator));
}

function quotient({ angle }: Value, divisor: number, integer: boolean, at: number, { source, exact }: Surroundings): Value {
  if (divisor === 0) throw errorAt(source, at, "division by zero");
  if (!integer) return { angle: times(angle, 1 / divisor), integer: false };
  if (exact && angle.constant % divisor !== 0)
    throw errorAt(source, at, "OpenQASM 3 rounds a quotient of whole numbers; write 1.0/2 for a half");
  return numberValue(Math.trunc(angle.constant / divisor), true);
}

function ofNumbers(operator: string, a: number, b: number): number {
  switch (operator) {
    case "**":
      return a ** b;
    case "%":
      return a % b;
    case "<<":
      return a << b;
    case ">>":
      return a >> b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    case "&&":
      return Number(a !== 0 && b !== 0);
    case "||":
      return Number(a !== 0 || b !== 0);
    case "==":
      return Number(a === b);
    case "!=":
      return Number(a !== b);
    case "<":
      return Number(a < b);
    case "<=":
      return Number(a <= b);
    case ">":
      return Number(a > b);
    case ">=":
      return Number(a >= b);
    default:
      return Number.NaN;
  }
}

function called({ name, values, at }: Expression & { kind: "function" }, around: Surroundings): Value {
  const { source } = around;
  if (name === "sizeof") return sizeOf(values, at, around);
  if (CASTS.has(name)) return cast(name, values[0], around);
  if (!Object.hasOwn(FUNCTIONS, name))
    throw errorAt(source, at, `${name} is not a function: ${Object.keys(FUNCTIONS).join(", ")} are`);
  const { takes, of } = FUNCTIONS[name];
  if (values.length !== takes)
    throw errorAt(source, at, `${name} takes ${takes === 1 ? "one number" : `${takes} numbers`}, here ${values.length}`);
  const numbers = values.map((value) => {
    const { angle } = evaluate(value, around);
    if (!isConstant(angle)) throw errorAt(source, value.at, `this angle is not affine in the inputs: ${name} takes numbers`);
    return angle.constant;
  });
  return numberValue(of(...numbers), name === "floor" || name === "ceiling" || name === "popcount");
}

function sizeOf(values: readonly Expression[], at: number, { source, scope }: Surroundings): Value {
  const [value] = values;
  const entry = values.length === 1 && value.kind === "name" ? scope.get(value.name) : undefined;
  if (entry?.kind === "array") return numberValue(entry.values.length, true);
  if (entry?.kind === "qubits") return numberValue(entry.on.length, true);
  if (entry?.kind === "bits") return numberValue(entry.size, true);
  throw errorAt(source, at, "sizeof takes the name of an array or a register");
}

function cast(name: string, value: Expression, around: Surroundings): Value {
  const { angle } = evaluate(value, around);
  if (name === "float" || name === "angle") return { angle, integer: false };
  const number = evaluateNumber(value, around, "a cast to whole numbers");
  return numberValue(name === "bool" ? Number(number !== 0) : Math.trunc(number), true);
}
