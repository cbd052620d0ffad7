/**
 * Initial angles by name, such as `a=0.3,p[0]=-1`.
 */
import { readNumber } from "../../base/numerals.ts";
import { errorAt, type Source } from "../../base/source.ts";
import { isConstant } from "./affine.ts";
import { evaluate } from "./evaluate.ts";
import { parseAngle } from "./parse.ts";
import { Scope } from "./scope.ts";

/** Most names that a message lists. */
const LISTED = 8;

/**
 * The initial angle of every parameter.
 *
 * Values may be written as in OpenQASM (`pi/2`). The name of Qiskit's θ[0], which OpenQASM spells `_θ_0_`, may be written either way.
 *
 * @param text assignments with commas (or semicolons) between them
 * @param names the parameters
 * @param starts what those have that are not named; NaN (default), which stands for one that is drawn
 * @throws SourceError pointing at a name that is unknown or there twice, or a value that is no number
 */
export function parseStarts(text: string, names: readonly string[], starts?: readonly number[]): number[] {
  const source: Source = { text, path: "angles" };
  const around = { source, scope: new Scope(), version: 2 } as const;
  const constantOf = ({ text: written, at }: Assignment["value"]) => {
    const { angle } = evaluate(parseAngle(source, written, at), around);
    if (!isConstant(angle)) throw errorAt(source, at, "an initial angle is a number");
    return angle.constant;
  };
  const values = starts === undefined ? names.map(() => Number.NaN) : [...starts];
  const given = new Set<number>();
  for (const { name, value, at } of assignmentsOf(source)) {
    const index = indexOf(name, names);
    if (index === -1) {
      const shown = names.length > LISTED ? [...names.slice(0, LISTED), "…"] : names;
      throw errorAt(source, at, `the circuit has no parameter ${name}; its parameters are ${shown.join(", ")}`);
    }
    if (given.has(index)) throw errorAt(source, at, `${name} is there twice`);
    given.add(index);
    values[index] = readNumber(value.text) ?? constantOf(value);
  }
  return values;
}

function indexOf(name: string, names: readonly string[]): number {
  const index = names.indexOf(name);
  return index === -1 ? names.indexOf(`_${name.replace("[", "_").replace("]", "_")}`) : index;
}

interface Assignment {
  readonly name: string;
  readonly value: { readonly text: string; readonly at: number };
  readonly at: number;
}

function assignmentsOf(source: Source): Assignment[] {
  let at = 0;
  return source.text.split(/[,;\n]/).flatMap((part) => {
    const start = at;
    at += part.length + 1;
    if (part.trim() === "") return [];
    const match = /^(\s*)([^=\s]+)(\s*=\s*)(\S.*?)\s*$/s.exec(part);
    if (match === null)
      throw errorAt(source, start + part.search(/\S/), "an initial angle is written as a name and a number, such as a=0.3");
    const [, lead, name, sign, value] = match;
    const place = start + lead.length;
    return [{ name, at: place, value: { text: value, at: place + name.length + sign.length } }];
  });
}
