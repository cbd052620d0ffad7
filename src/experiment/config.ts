/**
 * The configuration of an experiment: everything that determines its numbers, as one JSON object.
 *
 * The same fields are the options of the command line, the attributes of a stored run and the state of the lab.
 */
import { z } from "zod";
import { ArgumentError, Described } from "../base/errors.ts";
import { applies, type Field, type FieldValues, ownedFields } from "../base/fields.ts";
import { derived } from "../base/registry.ts";
import { joined } from "../base/words.ts";
import { noNoise } from "../quantum/noise/models/none.ts";
import { streams as streamTable } from "../quantum/streams/index.ts";
import { DEFAULT_DEVICE_SHOTS } from "../shots/device-name.ts";
import { type LossName, losses } from "../training/losses.ts";
import { optimizers } from "../training/optimizers/index.ts";
import type { Strides } from "../training/plan.ts";
import { quantities } from "../training/quantities/index.ts";
import { readStopRules } from "../training/stop-rules/index.ts";
import type { AnsatzDefinition, AnsatzSize } from "./ansatze/definition.ts";
import { ansatze } from "./ansatze/index.ts";
import { type DataConfig, dataConfigOf, dataSetsOf } from "./data-config.ts";
import { measurementOf } from "./measurement-config.ts";
import { withPlainNumerals } from "./numerals.ts";
import { observables } from "./observables/index.ts";
import { type CheckedInput, DEFAULT_CRITICAL_STEPS, type ExperimentConfig, type RunSettings, schemas } from "./schema.ts";
import { CRITICAL_TARGET } from "./targets.ts";
import { trainingConfigOf } from "./training-config.ts";

export {
  type ExperimentConfig,
  type ExperimentConfigInput,
  noiseEngineNames,
  type RunSettings,
} from "./schema.ts";
export { CRITICAL_TARGET, PLAIN_TARGET, parseTarget, type SymbolicTarget } from "./targets.ts";

/** A field that decides which others apply: a kind of definition, or a field that others of its definition name. */
interface Decider {
  readonly name: string;
  /** The fields that depend on it, with the choices they belong to. */
  readonly dependent: readonly { readonly field: string; readonly owners: readonly string[] }[];
}

/** All deciding fields, kinds of definition first. */
const deciders = /* @__PURE__ */ derived((): readonly Decider[] => {
  const kinds = [observables, ansatze].map(({ kind, all }) => ({
    name: kind,
    dependent: ownedFields(all).map(({ field, owners }) => ({ field: field.name, owners })),
  }));
  // A field that definitions of several kinds share belongs to a choice of either.
  const shared = (name: string) => kinds.filter(({ dependent }) => dependent.some(({ field }) => field === name)).length > 1;
  const inner = new Map<string, { field: string; owners: readonly string[] }[]>();
  for (const { field } of problemFields()) {
    if (field.when === undefined) continue;
    inner.set(field.when.field, [...(inner.get(field.when.field) ?? []), { field: field.name, owners: field.when.is }]);
  }
  return [
    ...kinds.map(({ name, dependent }) => ({ name, dependent: dependent.filter(({ field }) => !shared(field)) })),
    {
      name: optimizers.kind,
      dependent: ownedFields(optimizers.all).map(({ field, owners }) => ({ field: field.name, owners })),
    },
    ...[...inner].map(([name, dependent]) => ({ name, dependent })),
  ];
});

/** The fields of observables and ansätze. */
const problemFields = /* @__PURE__ */ derived(() => ownedFields([...observables.all, ...ansatze.all]));

/** Names of the fields that decide which others apply. */
export function decidingFields(): string[] {
  return deciders().map(({ name }) => name);
}

/** The fields of an input that do not apply to a choice of another field. */
export function foreignFields(input: Readonly<Record<string, unknown>>, by: string, choice: string): string[] {
  const dependent = deciders().find(({ name }) => name === by)?.dependent ?? [];
  return dependent.flatMap(({ field, owners }) => (input[field] !== undefined && !owners.includes(choice) ? [field] : []));
}

/** Whether a text names noise. */
export function isNoisy(noise: string): boolean {
  return noise !== noNoise.name;
}

/** Whether random streams take a seed, and what is drawn from one beside it. */
export function takesSeed(name: string): boolean {
  return streamTable.find(name)?.seeded !== false;
}

/** The fields that go with the default random streams alone. */
export function defaultStreamFields(): string[] {
  const own = problemFields().filter(({ field }) => field.defaultStreams);
  return ["seed", ...own.map(({ field }) => field.name)];
}

/** Refuses fields that do not apply to what the input chooses. */
function refuseForeign(input: Readonly<Record<string, unknown>>, chosen: Readonly<Record<string, unknown>>): void {
  for (const { name: by, dependent } of deciders()) {
    const choice = String(chosen[by]);
    const [foreign] = chosen[by] === undefined ? [] : foreignFields(input, by, choice);
    if (foreign === undefined) continue;
    const owners = dependent.find(({ field }) => field === foreign)?.owners ?? [];
    throw new ArgumentError(foreign, input[foreign], `no ${foreign} with ${by} ${choice} (it belongs to ${joined(owners)})`);
  }
  refuseUnshared(input, chosen);
}

/** Refuses fields that definitions of several kinds share, where none of these is chosen. */
function refuseUnshared(input: Readonly<Record<string, unknown>>, chosen: Readonly<Record<string, unknown>>): void {
  const kinds = [observables, ansatze].map(({ kind, all, get }) => ({ kind, all, own: get(String(chosen[kind])).fields }));
  for (const { field } of problemFields()) {
    if (input[field.name] === undefined || kinds.some(({ own }) => own.some(({ name }) => name === field.name))) continue;
    const owners = kinds.flatMap(({ kind, all }) =>
      all.filter(({ fields }) => fields.some(({ name }) => name === field.name)).map(({ name }) => `${kind} ${name}`),
    );
    throw new ArgumentError(field.name, input[field.name], `no ${field.name} here (it belongs to ${joined(owners)})`);
  }
}

/**
 * Reads a configuration, fills in the defaults and checks it.
 *
 * @throws ArgumentError naming the first field that is wrong, its value and what is allowed
 */
export function parseExperiment(input: unknown): ExperimentConfig {
  return completed(parseWith(schemas().experiment, input), sizeGiven(input));
}

/** As `parseExperiment`, for the content of a configuration file. */
export function parseConfigFile(input: unknown): { config: ExperimentConfig; settings: RunSettings } {
  const {
    engine,
    threads,
    python,
    out,
    force,
    plot,
    json,
    quiet,
    import: _modules,
    $schema: _,
    ...experiment
  } = parseWith(schemas().file, input);
  const config = completed(experiment, sizeGiven(input));
  if (config.device !== undefined && engine !== undefined && engine !== "auto")
    throw new ArgumentError("engine", engine, `auto, with device ${config.device}, which takes the place of an engine`);
  return { config, settings: { engine, threads, python, out, force, plot, json, quiet } };
}

/** The JSON Schema of a configuration file. */
export function configFileJsonSchema(): unknown {
  return {
    ...z.toJSONSchema(schemas().file, { io: "input", unrepresentable: "any" }),
    title: "qntk run configuration",
    description: "The fields are the options of `qntk train` and `qntk transition`.",
  };
}

/** An input with data, its target vectors as one list. */
function withFlatTargets(input: unknown): unknown {
  const { data, target } = (input ?? {}) as { data?: unknown; target?: unknown };
  if (data === undefined || target === undefined) return input;
  const flat = [target].flat(2);
  return { ...(input as object), target: flat.length === 0 ? undefined : flat };
}

function parseWith<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(withPlainNumerals(withFlatTargets(input)), { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw argumentErrorOf(issue);
}

/** One validation issue as an `ArgumentError`. */
function argumentErrorOf(issue: z.core.$ZodIssue): ArgumentError {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const fields = path[0] === "measure" ? quantities.names : Object.keys(schemas().file.shape);
    return new ArgumentError(
      [...path, issue.keys[0]].join("."),
      new Described("unknown"),
      `the fields ${fields.filter((name) => name !== "$schema").join(", ")}`,
    );
  }
  if (path.length === 0) return new ArgumentError("config", issue.input, "a JSON object");
  if (issue.code === "invalid_value") return new ArgumentError(path.join("."), issue.input, issue.values.map(String).join(", "));
  if (issue.code === "invalid_union") {
    // An entry of a list that is wrong says more than the list.
    const inner = issue.errors.flat().find((nested) => nested.path.length > 0);
    if (inner !== undefined) return argumentErrorOf({ ...inner, path: [...issue.path, ...inner.path] });
  }
  return new ArgumentError(path.join("."), issue.input, issue.message);
}

/** The values of a definition's own fields, with defaults where none is given. */
function ownValues(kind: string, { name, fields }: { name: string; fields: readonly Field[] }, input: FieldValues): FieldValues {
  const own: Record<string, FieldValues[string]> = {};
  for (const field of fields) {
    if (!applies(field, own)) continue;
    const value = input[field.name] ?? field.default;
    if (value === undefined && field.required !== undefined)
      throw new ArgumentError(field.name, undefined, `${field.required}, required by ${kind} ${name}`);
    if (value !== undefined) own[field.name] = value;
  }
  return own;
}

/** What an input says of the circuit's size, before defaults stand for it. */
function sizeGiven(input: unknown): Partial<AnsatzSize> {
  return (input ?? {}) as Partial<AnsatzSize>;
}

/** The size that an ansatz has by itself; refuses another that was given. */
function ownSize(ansatz: AnsatzDefinition, fields: FieldValues, given: Partial<AnsatzSize>): AnsatzSize | undefined {
  const size = ansatz.size?.(fields);
  for (const name of ["qubits", "layers"] as const) {
    if (size !== undefined && given[name] !== undefined && given[name] !== size[name])
      throw new ArgumentError(name, given[name], `nothing, or ${size[name]}: ansatz ${ansatz.name} says itself how many`);
  }
  return size;
}

/** Checks that the fields fit together and fills in those whose default depends on others. */
function completed(given: CheckedInput, givenSize: Partial<AnsatzSize>): ExperimentConfig {
  const input = given.device === undefined ? given : { ...given, shots: given.shots ?? DEFAULT_DEVICE_SHOTS };
  const { eta, steps, samples, precision, streams, seed = 0 } = input;
  // Cross entropy is refused without data; with them `dataPlanOf` reads it.
  const loss = input.loss as LossName;
  const observable = observables.get(input.observable);
  const ansatz = ansatze.get(input.ansatz);
  const values = input as unknown as FieldValues;
  const { target = observable.targets } = input;
  const initial = Object.fromEntries([...observable.fields, ...ansatz.fields].map((field) => [field.name, field.default]));
  refuseForeign(values, { ...initial, ...definedOnly(values) });
  const ofAnsatz = ownValues("ansatz", ansatz, values);
  const { qubits, layers } = ownSize(ansatz, ofAnsatz, givenSize) ?? input;
  ansatz.check?.(ofAnsatz, { qubits, layers, streams });
  const ofObservable = ownValues("observable", observable, values);
  observable.check?.(ofObservable, { ...(typeof values.data === "string" && { data: values.data }) });
  const { seeded, only: needed } = streamTable.get(streams);
  if (!seeded && input.seed !== undefined)
    throw new ArgumentError("seed", input.seed, `no seed with streams ${streams}, whose seeds are fixed`);
  if (needed !== undefined && (needed.observable !== observable.name || needed.ansatz !== ansatz.name))
    throw new ArgumentError(
      "streams",
      streams,
      `ansatz ${needed.ansatz} and observable ${needed.observable}, whose published runs these streams draw`,
    );
  if (input.theta !== undefined && values.angles !== undefined)
    throw new ArgumentError("theta", input.theta, "no theta with angles, which says where they start as well");
  const data = dataConfigOf(values);
  const critical = [target].flat().includes(CRITICAL_TARGET);
  if (critical && data.data !== undefined)
    throw new ArgumentError("target", CRITICAL_TARGET, "numbers, min, max or offsets from these, with data");
  if (critical && losses.get(loss).aims === "end")
    throw new ArgumentError("target", CRITICAL_TARGET, `no critical target with the ${loss} loss, which knows no target`);
  if (critical && input.shots !== undefined)
    throw new ArgumentError(
      given.shots === undefined ? "target" : "shots",
      given.shots ?? CRITICAL_TARGET,
      `no ${given.shots === undefined ? "critical target with a device" : "shots with critical targets"}: a preliminary run finds them to every digit`,
    );
  for (const field of ["criticalFrom", "criticalSteps"] as const) {
    if (!critical && input[field] !== undefined)
      throw new ArgumentError(
        field,
        input[field],
        `no ${field} without target ${CRITICAL_TARGET}, whose preliminary run it describes`,
      );
  }
  const { criticalFrom = observable.criticalFrom, criticalSteps = DEFAULT_CRITICAL_STEPS } = input;
  return {
    ...{ ansatz: ansatz.name, qubits, layers, ...ofAnsatz, observable: observable.name, ...ofObservable, loss },
    target: data.data === undefined ? [target].flat() : dataTargets(input.target),
    ...(critical && { criticalFrom, criticalSteps }),
    ...{ eta, steps, samples, precision, ...(seeded && { seed }), streams },
    ...(input.theta !== undefined && { theta: input.theta }),
    ...trainingConfigOf(values, steps),
    ...stopRulesOf(input.stopWhen, loss),
    ...data,
    ...measurementOf({ ...input, loss, ...data, ...ofAnsatz, ...defaultStrides(data, input) }),
  };
}

/** Target vectors as one list; none where labels are the targets. */
function dataTargets(target: CheckedInput["target"]): (number | string)[] {
  return target === undefined ? [] : [target].flat();
}

/** Most data whose μ is measured unless asked otherwise: each takes as many products with the Hessian as there are data. */
const FEW_DATA = 4;

/** What is measured in a run with data that says nothing of it. */
function defaultStrides(
  { data, test }: DataConfig,
  { measure, shots }: Pick<CheckedInput, "measure" | "shots">,
): { measure?: Strides } {
  if (data === undefined || measure !== undefined) return {};
  const [source] = dataSetsOf(data);
  const count =
    source.kind === "haar" ? source.count : source.kind === "basis" ? source.indices.length : Number.POSITIVE_INFINITY;
  return {
    measure: {
      ...(count <= FEW_DATA && shots === undefined && { mu: 10 }),
      ...(test !== undefined && { test: 10 }),
    },
  };
}

/** A list of stop rules, from one or several. */
function stopRulesOf(rules: string | readonly string[] | undefined, loss: LossName): { stopWhen?: string[] } {
  if (rules === undefined) return {};
  const stopWhen = [rules].flat();
  readStopRules(stopWhen, { loss, extremes: { min: 0, max: 0 } });
  return { stopWhen };
}

function definedOnly(values: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
