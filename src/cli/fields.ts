/**
 * The fields of a configuration as the command line sees them, loaded only where the command that is named takes them: most of the time that help
 * and small commands would take goes there.
 */
import type { OptionInfo } from "../experiment/option-info.ts";

/** Commands that take no field of a configuration. */
const WITHOUT_FIELDS = ["show", "export", "verify", "lab", "figure", "schema", "doctor", "sweep"];

const [, program = "", named] = process.argv;
const light = named === undefined || WITHOUT_FIELDS.includes(named) || (named.startsWith("-") && !named.startsWith("--import"));
// Whatever else imports this file may ask for any of them.
const needed = !/[\\/](cli\.mjs|qntk)$/.test(program) || !light;
const [schema, files, recorded] = needed
  ? await Promise.all([
      import("../experiment/schema.ts"),
      import("../runs/input-files.ts"),
      import("../training/quantities/index.ts"),
    ])
  : [];

/** Every field that is an option, in order, by its name; none where the command takes none. */
export function optionFields(): ReadonlyMap<string, OptionInfo> {
  return schema?.optionFields() ?? new Map();
}

/** The fields that say what circuit and what observable. */
export function problemFieldNames(): string[] {
  return schema?.problemFieldNames() ?? [];
}

/** Fields that say what data are trained on. */
export function dataFieldNames(): readonly string[] {
  return schema?.dataFieldNames ?? [];
}

/** Fields that say what kernel is asked for: circuit, observable, data, and which angles are drawn. */
export function kernelFields(): string[] {
  const drawing = ["samples", "seed", "streams", "precision"];
  return [
    ...problemFieldNames(),
    ...dataFieldNames().filter((name) => !["batch", "batchSeed", "weights"].includes(name)),
    ...drawing,
  ];
}

/** The value of a field whose text may stand in a file. */
export function textOfField(name: string, value: unknown): unknown {
  return files === undefined ? value : files.textOfField(name, value);
}

/** What can be recorded at a stride. */
export function measuredNames(): readonly string[] {
  return recorded?.quantities.names ?? [];
}
