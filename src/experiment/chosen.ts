/**
 * The definitions that a configuration chooses, with the values of their fields.
 */
import { applies, type Field, type FieldFile, type FieldValue, type FieldValues } from "../base/fields.ts";
import type { AnsatzDefinition } from "./ansatze/definition.ts";
import { ansatze } from "./ansatze/index.ts";
import type { ExperimentArrays } from "./arrays.ts";
import type { ObservableDefinition } from "./observables/definition.ts";
import { observables } from "./observables/index.ts";
import type { ExperimentConfig } from "./schema.ts";

/** A definition and the values of its fields. */
export interface Chosen<D> {
  readonly definition: D;
  readonly fields: FieldValues;
}

/** The ansatz of a configuration; fields that it does not state have their defaults. */
export function ansatzOf(config: Pick<ExperimentConfig, "ansatz">): Chosen<AnsatzDefinition> {
  return chosen(ansatze.get(config.ansatz), config);
}

/** The observable of a configuration. */
export function observableOf(config: Pick<ExperimentConfig, "observable">): Chosen<ObservableDefinition> {
  return chosen(observables.get(config.observable), config);
}

function chosen<D extends { readonly fields: readonly Field[] }>(definition: D, config: object): Chosen<D> {
  const all = config as FieldValues;
  const fields: Record<string, FieldValues[string]> = {};
  for (const field of definition.fields) {
    const value = applies(field, fields) ? (all[field.name] ?? field.default) : undefined;
    if (value !== undefined) fields[field.name] = value;
  }
  return { definition, fields };
}

/** Number of parameters of a configuration's circuit; an estimate where a file that is not at hand says it. */
export function parametersOf(
  config: Pick<ExperimentConfig, "ansatz" | "qubits" | "layers">,
  arrays: ExperimentArrays = {},
): number {
  const { definition, fields } = ansatzOf(config);
  return definition.parameters(fields, { qubits: config.qubits, layers: config.layers }, arrays);
}

/** The size of a circuit in the field's symbols, such as `L = 64` or `D = 4, L = 16`. */
export function sizeWords(config: Pick<ExperimentConfig, "ansatz" | "qubits" | "layers">): string {
  const { layerSymbol, size } = ansatzOf(config).definition;
  if (size !== undefined) return `L = ${parametersOf(config)}`;
  const layers = `${layerSymbol} = ${config.layers}`;
  return layerSymbol === "L" ? layers : `${layers}, L = ${parametersOf(config)}`;
}

/** Names of a configuration's parameters, where its ansatz gives them any. */
export function parameterNamesOf(config: Pick<ExperimentConfig, "ansatz" | "qubits" | "layers">): readonly string[] | undefined {
  const { definition, fields } = ansatzOf(config);
  return definition.parameterNames?.(fields, { qubits: config.qubits, layers: config.layers });
}

/** Parameters of a layer; undefined where a circuit has no layers. */
export function perLayer(config: Pick<ExperimentConfig, "ansatz" | "layers">, parameters: number): number | undefined {
  return ansatzOf(config).definition.size === undefined ? parameters / config.layers : undefined;
}

/** The texts of a configuration that a run folder keeps as files, by the name of the file. */
export function inlineFiles(config: Pick<ExperimentConfig, "ansatz" | "observable">): Readonly<Record<string, string>> {
  const texts = [ansatzOf(config), observableOf(config)].flatMap(({ definition, fields }) =>
    definition.fields.flatMap(({ name, file }) => {
      const value = fields[name];
      return file?.inline && value !== undefined && !namesFile(file, value) ? [[file.stored, String(value)] as const] : [];
    }),
  );
  return Object.fromEntries(texts);
}

function namesFile(file: FieldFile, value: FieldValue): boolean {
  return file.names?.(value) ?? true;
}

/** A field of a configuration that names a file, and the file. */
export interface NamedFile {
  readonly field: Field & { readonly file: NonNullable<Field["file"]> };
  readonly path: string;
}

/** The files that the ansatz and the observable of a configuration name. */
export function namedFiles(config: ExperimentConfig): NamedFile[] {
  return [ansatzOf(config), observableOf(config)].flatMap(({ definition, fields }) =>
    definition.fields.flatMap((field) => {
      const value = fields[field.name];
      if (field.file === undefined || value === undefined || !applies(field, fields)) return [];
      return namesFile(field.file, value) ? [{ field: { ...field, file: field.file }, path: String(value) }] : [];
    }),
  );
}
