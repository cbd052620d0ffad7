/**
 * From the fields of a configuration to a snapshot of the lab.
 */
import { perDatumField } from "./definition-fields.ts";
import { shotsProblem } from "./shots.ts";
import { type FieldName, fieldNames, fields, hasData, initialSnapshot, type Snapshot } from "./snapshot.ts";

/** Fields of a snapshot that are no part of a configuration, or that mean something else there. */
const OWN: ReadonlySet<FieldName> = new Set([
  ...["view", "drag", "speed", "time", "overlays", "hide", "noise"],
  ...["targets", "states", "plane", "table", "encode", "reupload"],
]);
/** Fields of a configuration that change no number the lab shows. */
const SILENT: ReadonlySet<string> = new Set(["engine", "measure", "precision", "$schema"]);

/** Fields of the page that a configuration with data fills. */
const DATA: ReadonlySet<FieldName> = new Set(["view", "targets", "states"]);

/** A snapshot, and the fields that the lab has no place for. */
export interface ReadConfiguration {
  readonly snapshot: Snapshot;
  readonly left: readonly string[];
}

/** The snapshot that trains a configuration, on the page as it is; one with data in the view of data, and only such a one. */
export function snapshotOfConfiguration(given: Readonly<Record<string, unknown>>, shown: Snapshot): ReadConfiguration {
  const page: Snapshot = given.data === undefined && hasData(shown) ? { ...shown, view: "dynamics" } : shown;
  const configuration = given.data === undefined ? given : withPageFields(given);
  const left: string[] = [];
  const experiment: Record<FieldName, unknown> = Object.fromEntries(
    fieldNames.map((name) => [name, (OWN.has(name) ? page : initialSnapshot)[name]]),
  );
  for (const [name, value] of Object.entries(configuration)) {
    if (SILENT.has(name) || isOfShots(name, value, configuration)) continue;
    const read = (OWN.has(name) && (given.data === undefined || !DATA.has(name)) ? undefined : fields[name])?.read(
      String(Array.isArray(value) && value.length === 1 ? value[0] : value),
    );
    if (read === undefined) left.push(name);
    else experiment[name] = read;
  }
  const snapshot = experiment as Snapshot;
  if (snapshot.shots === 0 || shotsProblem(snapshot) === undefined) return { snapshot, left };
  return { snapshot: { ...snapshot, shots: 0 }, left: [...left, "shots"] };
}

/** Whether a field says what the lab's shots are anyhow. */
function isOfShots(name: string, value: unknown, { shots }: Readonly<Record<string, unknown>>): boolean {
  return shots !== undefined && ((name === "gradient" && value === "parameter-shift") || (name === "shotSeed" && value === 0));
}

/** A configuration with data, with its targets and the states of its projectors where the page has them. */
function withPageFields({ target, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const each = perDatumField(String(rest.observable ?? initialSnapshot.observable));
  const { [each ?? ""]: states, ...others } = rest;
  return {
    ...(typeof states === "string" && states.includes(",") ? { ...others, states } : rest),
    ...(target !== undefined && { targets: [target].flat(2).join(",") }),
    view: "data",
  };
}
