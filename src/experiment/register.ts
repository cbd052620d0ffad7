/**
 * Registration of definitions of one's own: the public way in, which checks that a definition fits beside the others.
 */
import { ArgumentError } from "../base/errors.ts";
import type { Field, FieldValues } from "../base/fields.ts";
import type { AnsatzDefinition } from "./ansatze/definition.ts";
import { ansatze } from "./ansatze/index.ts";
import type { ObservableDefinition } from "./observables/definition.ts";
import { observables } from "./observables/index.ts";
import { schemas } from "./schema.ts";

/**
 * Registers an ansatz, which can then be named like any other: in configurations, on the command line and in the lab.
 *
 * @throws ArgumentError for a name that is taken or malformed, or a field that clashes with one of the same name
 */
export function registerAnsatz<F = FieldValues>(definition: AnsatzDefinition<F>): AnsatzDefinition<F> {
  requireFields("ansatz", definition.fields);
  ansatze.register(definition as AnsatzDefinition);
  return definition;
}

/**
 * Registers an observable, likewise.
 *
 * @throws ArgumentError as `registerAnsatz`
 */
export function registerObservable<F = FieldValues>(definition: ObservableDefinition<F>): ObservableDefinition<F> {
  requireFields("observable", definition.fields);
  observables.register(definition as ObservableDefinition);
  return definition;
}

/** Refuses a field that is already called so and is something else. */
function requireFields(kind: string, fields: readonly Field[]): void {
  if (!Array.isArray(fields)) throw new ArgumentError(`${kind} fields`, fields, "a list of fields");
  const own = [...ansatze.all, ...observables.all].flatMap((definition) => definition.fields);
  for (const field of fields) {
    const known = own.find(({ name }) => name === field.name);
    const taken = known === undefined && field.name in schemas().file.shape;
    const differs = known !== undefined && (known.type !== field.type || known.choices?.join() !== field.choices?.join());
    if (taken || differs)
      throw new ArgumentError(
        `${kind} field`,
        field.name,
        taken ? "a name that is no field of every experiment" : `another name, or type ${known?.type} as the field has elsewhere`,
      );
  }
}
