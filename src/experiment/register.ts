/**
 * Registration of definitions of one's own: the public way in, which checks that a definition fits beside the others.
 */
import { ArgumentError } from "../base/errors.ts";
import type { Field, FieldValues } from "../base/fields.ts";
import type { EncodingDefinition } from "../data/encodings/definition.ts";
import { encodings } from "../data/encodings/index.ts";
import type { EngineDefinition } from "../engine/definitions/definition.ts";
import { engines } from "../engine/engines.ts";
import type { NoiseDefinition } from "../quantum/noise/models/definition.ts";
import { noiseModels } from "../quantum/noise/models/index.ts";
import type { StreamDefinition } from "../quantum/streams/definition.ts";
import { streams } from "../quantum/streams/index.ts";
import { type LossDefinition, losses } from "../training/losses.ts";
import { optimizers } from "../training/optimizers/index.ts";
import type { OptimizerDefinition } from "../training/optimizers/optimizer.ts";
import { quantities } from "../training/quantities/index.ts";
import type { QuantityDefinition } from "../training/quantities/quantity.ts";
import { schedules } from "../training/schedules/index.ts";
import type { ScheduleDefinition } from "../training/schedules/schedule.ts";
import { stopRules } from "../training/stop-rules/index.ts";
import type { StopRule } from "../training/stop-rules/stop-rule.ts";
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
  requireFields("ansatz", definition?.fields);
  ansatze.register(definition as AnsatzDefinition);
  return definition;
}

/**
 * Registers an observable, likewise.
 *
 * @throws ArgumentError as `registerAnsatz`
 */
export function registerObservable<F = FieldValues>(definition: ObservableDefinition<F>): ObservableDefinition<F> {
  requireFields("observable", definition?.fields);
  observables.register(definition as ObservableDefinition);
  return definition;
}

/**
 * Registers an optimiser, likewise.
 *
 * @throws ArgumentError as `registerAnsatz`
 */
export function registerOptimizer<F = FieldValues>(definition: OptimizerDefinition<F>): OptimizerDefinition<F> {
  requireFields("optimizer", definition?.fields);
  requireFunctions("optimizer", definition, ["init", "update"]);
  optimizers.register(definition as OptimizerDefinition);
  return definition;
}

/**
 * Registers a loss.
 *
 * @throws ArgumentError for a name that is taken or malformed, or a function that is missing
 */
export function registerLoss(definition: LossDefinition): LossDefinition {
  requireFunctions("loss", definition, ["value", "slope", "curvature"]);
  return losses.register(definition);
}

/**
 * Registers a quantity that is recorded at a stride.
 *
 * @throws ArgumentError likewise, and for arrays that stored runs have already
 */
export function registerQuantity(definition: QuantityDefinition): QuantityDefinition {
  requireFunctions("quantity", definition, ["width", "measure"]);
  const taken = ["epsilon", "kernel", ...quantities.all.flatMap(arrayNames)];
  const twice = arrayNames(definition).find((name) => taken.includes(name));
  if (twice !== undefined) throw new ArgumentError("quantity array", twice, `a name other than ${taken.join(", ")}`);
  return quantities.register(definition);
}

/**
 * Registers a schedule of the learning rate.
 *
 * @throws ArgumentError for a name that is taken or malformed, or a function that is missing
 */
export function registerSchedule(definition: ScheduleDefinition): ScheduleDefinition {
  return schedules.register(definition);
}

/**
 * Registers a stop rule.
 *
 * @throws ArgumentError likewise
 */
export function registerStopRule(rule: StopRule): StopRule {
  return stopRules.register(rule);
}

/**
 * Registers an engine, which `--engine` can then name; its numbers are its own business.
 *
 * @throws ArgumentError for a name that is taken or malformed, precisions that there are not, or a function that is missing
 */
export function registerEngine(definition: EngineDefinition): EngineDefinition {
  return engines.register({ ...definition, kernels: undefined });
}

/**
 * Registers a noise model, which `--noise` can then name.
 *
 * @throws ArgumentError for a name that is taken or malformed, or a function that is missing
 */
export function registerNoiseModel(definition: NoiseDefinition): NoiseDefinition {
  if (definition?.isFile)
    throw new ArgumentError("noise model", definition.name, "one that reads a text of its own, not names of files");
  return noiseModels.register(definition);
}

/**
 * Registers random streams, which `--streams` can then name.
 *
 * @throws ArgumentError for a name that is taken or malformed, or a function that is missing
 */
export function registerStreams(definition: StreamDefinition): StreamDefinition {
  return streams.register(definition);
}

/**
 * Registers an encoding of tables, which `--encode` can then name.
 *
 * @throws ArgumentError for a name that is taken or malformed, or one that is neither as angles nor as a state
 */
export function registerEncoding(definition: EncodingDefinition): EncodingDefinition {
  return encodings.register(definition);
}

function arrayNames({ array, derived = [] }: QuantityDefinition): string[] {
  return [array.name, ...derived.map(({ name }) => name)];
}

function requireFunctions(kind: string, definition: object, names: readonly string[]): void {
  for (const name of names) {
    const value = (definition as Readonly<Record<string, unknown>> | undefined)?.[name];
    if (typeof value !== "function") throw new ArgumentError(`${kind} ${name}`, value, "a function");
  }
}

/** Refuses a field that is already called so and is something else. */
function requireFields(kind: string, fields: readonly Field[]): void {
  if (!Array.isArray(fields)) throw new ArgumentError(`${kind} fields`, fields, "a list of fields");
  // Circuits and observables may share a field, such as the edges of a graph; those of optimisers are apart.
  const table = kind === optimizers.kind ? optimizers.all : [...ansatze.all, ...observables.all];
  const own = table.flatMap((definition) => definition.fields);
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
