/**
 * The fields of a configuration as the command line sees them, loaded only where the command that is named takes them: most of the time that help
 * and small commands would take goes there.
 */
import type { KnownFields } from "../commands/options.ts";

type Loaded = [
  schema: typeof import("../experiment/schema.ts"),
  files: typeof import("../runs/input-files.ts"),
  recorded: typeof import("../training/quantities/index.ts"),
];

let loaded: Loaded | undefined;

/** Loads them, once. */
export async function loadFields(): Promise<void> {
  loaded ??= await Promise.all([
    import("../experiment/schema.ts"),
    import("../runs/input-files.ts"),
    import("../training/quantities/index.ts"),
  ]);
}

/** Every field that is an option, and which are about what; none before they are loaded. */
export function knownFields(): KnownFields {
  if (loaded === undefined) return { infos: new Map(), all: [], problem: [], data: [] };
  const [schema] = loaded;
  const infos = schema.optionFields();
  return { infos, all: [...infos.keys()], problem: schema.problemFieldNames(), data: schema.dataFieldNames };
}

/** The value of a field whose text may stand in a file. */
export function textOfField(name: string, value: unknown): unknown {
  return loaded === undefined ? value : loaded[1].textOfField(name, value);
}

/** What can be recorded at a stride. */
export function measuredNames(): readonly string[] {
  return loaded?.[2].quantities.names ?? [];
}
