/**
 * A table of definitions of one kind: each has a name, its own file and one line where it is registered. Everything that offers, reads,
 * explains or checks names goes through a table, so that a definition is all there is to write.
 */
import { ArgumentError } from "./errors.ts";

/** The definitions of one kind, such as all observables. */
export interface Registry<D extends { readonly name: string }> {
  /** What the kind is called as an argument and in messages, such as `observable`. */
  readonly kind: string;
  /** The names, in the order of registration. */
  readonly names: readonly string[];
  /** The definitions, in that order. */
  readonly all: readonly D[];
  /**
   * Adds a definition and returns it.
   *
   * @throws ArgumentError for a name that is taken, or is not made of lower-case letters, digits and inner hyphens
   */
  register<E extends D>(definition: E): E;
  /** The definition of a name; undefined where there is none. */
  find(name: string): D | undefined;
  /** The definition of a name. @throws ArgumentError that lists the names there are */
  get(name: string): D;
}

/** What a name looks like: it is typed on command lines and stands in addresses and files. */
const NAME = {
  form: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  words: "lower-case letters, digits and hyphens between them, beginning with a letter",
} as const;

/** What the name of something looks like that is written as a text of its own form, such as `1/t:100` or `K<1e-6`. */
export const FORM_NAME = {
  form: /^[A-Za-z0-9][A-Za-z0-9/-]*$/,
  words: "letters, digits, hyphens and slashes, beginning with a letter or digit",
} as const;

let registrations = 0;

/** What follows from definitions: made when it is first asked for, and anew where some have been registered since. */
export function derived<T>(make: () => T): () => T {
  let made: { readonly at: number; readonly value: T } | undefined;
  return () => {
    if (made?.at !== registrations) made = { at: registrations, value: make() };
    return made.value;
  };
}

/**
 * A table with the given definitions; `check` refuses one that does not fit, beyond its name, whose form is `pattern`. Called as a pure function: who
 * does not use a table leaves it out of a page, with all that its definitions bring along.
 */
export function registry<D extends { readonly name: string }>(
  kind: string,
  initial: readonly D[],
  check: (definition: D) => void = () => {},
  pattern: { readonly form: RegExp; readonly words: string } = NAME,
): Registry<D> {
  const definitions = new Map<string, D>();
  const table: Registry<D> = {
    kind,
    get names() {
      return [...definitions.keys()];
    },
    get all() {
      return [...definitions.values()];
    },
    register(definition) {
      const name = (definition as D | undefined)?.name;
      if (typeof name !== "string" || !pattern.form.test(name)) throw new ArgumentError(`${kind} name`, name, pattern.words);
      if (definitions.has(name)) throw new ArgumentError(`${kind} name`, name, `a name other than ${table.names.join(", ")}`);
      check(definition);
      definitions.set(name, definition);
      registrations++;
      return definition;
    },
    find: (name) => definitions.get(name),
    get(name) {
      const definition = definitions.get(name);
      if (definition === undefined) throw new ArgumentError(kind, name, table.names.join(", "));
      return definition;
    },
  };
  for (const definition of initial) table.register(definition);
  return table;
}

/** Refuses a definition that is named by texts and does not read the form that it gives as its own. */
export function requireReadable(kind: string): (definition: { readonly form: string }) => void {
  return (definition) => {
    const { form } = definition;
    const { read } = definition as { readonly read?: unknown };
    if (typeof form !== "string" || form === "") throw new ArgumentError(`${kind} form`, form, "a text such as it is written");
    if (typeof read !== "function") throw new ArgumentError(`${kind} read`, read, "a function of a text");
  };
}
