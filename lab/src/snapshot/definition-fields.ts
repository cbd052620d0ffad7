/**
 * The part of a snapshot that follows from the package's definitions: which circuits, observables and optimisers there are, and their fields.
 */
import {
  type AnsatzDefinition,
  ansatze,
  ansatzOf,
  type Field,
  type FieldValue,
  type LossDefinition,
  losses,
  type ObservableDefinition,
  type OptimizerDefinition,
  observableOf,
  observables,
  optimizers,
  type StreamDefinition,
  streams,
} from "qntk";

/** A definition with a name in the lab; the lab offers no others. */
type Labelled<D> = D & { readonly label: string };

const labelled = <D extends { readonly label?: string }>(all: readonly D[]): Labelled<D>[] =>
  all.filter((definition): definition is Labelled<D> => definition.label !== undefined);

export const labAnsatze = (): Labelled<AnsatzDefinition>[] => labelled(ansatze.all);
export const labObservables = (): Labelled<ObservableDefinition>[] => labelled(observables.all);
/** Losses that can be chosen in a view: those of labels alone where there are data. */
export const lossesOf = (data: boolean): Labelled<LossDefinition>[] =>
  labLosses().filter(({ needsLabels }) => data || !needsLabels);
export const labLosses = (): Labelled<LossDefinition>[] => labelled(losses.all);
export const labOptimizers = (): Labelled<OptimizerDefinition>[] => labelled(optimizers.all);
export const labStreams = (): Labelled<StreamDefinition>[] => labelled(streams.all);

/** The definitions that the lab offers, by the field that chooses one. */
const KINDS: Readonly<Record<string, () => readonly { readonly fields: readonly Field[] }[]>> = {
  ansatz: labAnsatze,
  observable: labObservables,
  optimizer: labOptimizers,
};

/** The fields of the definitions that a field chooses from, each once. */
export function definitionFields(kind: string): Field[] {
  const all = (KINDS[kind]?.() ?? []).flatMap(({ fields }) => fields);
  return [...new Map(all.map((field) => [field.name, field])).values()];
}

/** The value that a snapshot begins with; a text that must be given is empty at first. */
export function initialValue({ default: initial = "" }: Field): FieldValue {
  return initial;
}

/** The value that a text stands for; undefined where it stands for none of the field's. */
export function readValue({ type, choices = [], min, max, above, below }: Field, text: string): FieldValue | undefined {
  if (type === "text") return text;
  if (type === "choice") return choices.find((choice) => choice === text);
  if (type === "flag") return text === "true" || text === "false" ? text === "true" : undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || (type === "integer" && !Number.isInteger(value))) return undefined;
  const inside = !(value < (min ?? value) || value > (max ?? value) || (above !== undefined && value <= above));
  return inside && !(below !== undefined && value >= below) ? value : undefined;
}

/** A definition that a snapshot chooses, with the values of those of its fields that apply. */
type Chooses = { readonly [field: string]: unknown } & {
  readonly ansatz: string;
  readonly observable: string;
  readonly optimizer: string;
};

/** What a snapshot chooses, with the values of the fields that apply. */
export function chosenOf(snapshot: Chooses) {
  const optimizer = optimizers.get(snapshot.optimizer);
  return { ansatz: ansatzOf(snapshot), observable: observableOf(snapshot), optimizer: { definition: optimizer } };
}

/** The field in which every datum may have a value of its own; undefined where an observable has none. */
export function perDatumField(observable: string): string | undefined {
  return observables.all.find(({ name }) => name === observable)?.fields.find(({ perDatum }) => perDatum)?.name;
}

/** The values of a definition's fields that are to be said: those that have a symbol, or are not the defaults. */
export function ownValues(definition: { readonly fields: readonly Field[] }, values: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    definition.fields.flatMap((field) => {
      const value = values[field.name];
      const applies = field.when === undefined || field.when.is.includes(String(values[field.when.field]));
      const said = applies && value !== undefined && (field.symbol !== undefined || value !== initialValue(field));
      return said ? [[field.name, value]] : [];
    }),
  );
}

/** The fields that have a control at present: those with a name in the lab that apply beside the values of the others. */
export function shownFields(fields: readonly Field[], values: Readonly<Record<string, unknown>>): Labelled<Field>[] {
  return labelled(fields).filter(({ when }) => when === undefined || when.is.includes(String(values[when.field])));
}

/** Whether the values of a definition's fields go with other random streams than the default ones. */
export function goesWithOtherStreams(fields: readonly Field[], values: Readonly<Record<string, unknown>>): boolean {
  return fields.every((field) => !field.defaultStreams || values[field.name] === initialValue(field));
}

/** Values of fields that must fit so many qubits. */
export function examplesFor(fields: readonly Field[], qubits: number): Record<string, FieldValue> {
  return Object.fromEntries(fields.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example(qubits)]])));
}
