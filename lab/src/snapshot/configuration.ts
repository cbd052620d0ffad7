/**
 * From the fields of a configuration to a snapshot of the lab.
 */
import { type FieldName, fieldNames, fields, initialSnapshot, type Snapshot } from "./snapshot.ts";

/** Fields of a snapshot that are no part of a configuration, or that mean something else there. */
const OWN: ReadonlySet<FieldName> = new Set(["view", "drag", "speed", "time", "overlays", "hide", "noise"]);
/** Fields of a configuration that change no number the lab shows. */
const SILENT: ReadonlySet<string> = new Set(["engine", "measure", "precision", "$schema"]);

/** A snapshot, and the fields that the lab has no place for. */
export interface ReadConfiguration {
  readonly snapshot: Snapshot;
  readonly left: readonly string[];
}

/** The snapshot that trains a configuration, on the page as it is. */
export function snapshotOfConfiguration(configuration: Readonly<Record<string, unknown>>, page: Snapshot): ReadConfiguration {
  const left: string[] = [];
  const experiment: Record<FieldName, unknown> = Object.fromEntries(
    fieldNames.map((name) => [name, (OWN.has(name) ? page : initialSnapshot)[name]]),
  );
  for (const [name, value] of Object.entries(configuration)) {
    if (SILENT.has(name)) continue;
    const read = (OWN.has(name) ? undefined : fields[name])?.read(
      String(Array.isArray(value) && value.length === 1 ? value[0] : value),
    );
    if (read === undefined) left.push(name);
    else experiment[name] = read;
  }
  return { snapshot: experiment as Snapshot, left };
}
