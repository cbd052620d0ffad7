/**
 * The state of the lab as one immutable value: an undo entry, the page's address and the configuration of a run at once.
 *
 * One table says, for every field, its default and what text stands for which value; fields of definitions are a part of it. Knows no DOM and no engine.
 */
import { encodings } from "qntk";
import {
  definitionFields,
  initialValue,
  labAnsatze,
  labLosses,
  labObservables,
  labOptimizers,
  labStreams,
  lossesOf,
  readValue,
} from "./definition-fields.ts";

export const views = ["dynamics", "data", "bifurcation", "race", "hessian", "ensemble", "circuit", "guide"] as const;
export type ViewName = (typeof views)[number];

export const overlays = ["fit", "haar", "late", "deep"] as const;
export type Overlay = (typeof overlays)[number];

/** Parts of the page that a teacher may hide. */
export const parts = ["controls", "presets", "badge", "views", "export"] as const;

/** A field: its default, and the value a text stands for (undefined where it stands for none). */
interface Field<T> {
  readonly initial: T;
  read(text: string): T | undefined;
}

/** The name of a definition that the lab offers. */
const named = (definitions: () => readonly { readonly name: string }[], initial: string): Field<string> => ({
  initial,
  read: (text) => definitions().find(({ name }) => name === text)?.name,
});

const choice = <const T extends string>(values: readonly T[], initial: T): Field<T> => ({
  initial,
  read: (text) => values.find((value) => value === text),
});

const number = (initial: number, accept: (value: number) => boolean): Field<number> => ({
  initial,
  read: (text) => {
    const value = Number(text);
    return text.trim() !== "" && Number.isFinite(value) && accept(value) ? value : undefined;
  },
});

const integer = (initial: number, low: number, high: number) =>
  number(initial, (value) => Number.isInteger(value) && value >= low && value <= high);

const list = <const T extends string>(values: readonly T[], initial: readonly T[]): Field<readonly T[]> => ({
  initial,
  read: (value) => {
    const named = value === "" ? [] : value.split(",");
    const known = values.filter((name) => named.includes(name));
    return known.length === named.length ? known : undefined;
  },
});

/** One target: a number, or an end of the spectrum with an offset. */
const TARGET = String.raw`(?:(?:min|max)(?:[+-]\d+(?:\.\d+)?%?)?|[+-]?\d+(?:\.\d+)?)`;

/** A text that a pattern describes as a whole. */
const textOf = (initial: string, pattern: string): Field<string> => ({
  initial,
  read: (value) => (new RegExp(`^(?:${pattern})$`).test(value) ? value : undefined),
});

/** Two of three data, as the axes of the plane. */
export const planes = ["1,2", "1,3", "2,3"] as const;

/** Largest number of qubits the lab offers; the command line goes further. */
export const MAX_LAB_QUBITS = 8;

/** Most shots that the lab offers; the command line goes further. */
export const MAX_LAB_SHOTS = 1_000_000;

/** The fields that every snapshot has. Defaults belong to version 1 of the address and never change within it, nor do those of definitions. */
const common = {
  view: choice(views, "dynamics"),
  ansatz: named(labAnsatze, "rpa"),
  qubits: integer(4, 2, MAX_LAB_QUBITS),
  layers: integer(64, 1, 4096),
  observable: named(labObservables, "xxz"),
  loss: named(labLosses, "quadratic"),
  target: textOf("min+2", TARGET),
  data: textOf("haar:2", String.raw`haar:[23]|basis:\d+(?:,\d+){1,2}|table`),
  table: { initial: "", read: (text) => text } as Field<string>,
  encode: named(() => encodings.all, "ry"),
  reupload: integer(1, 1, 16),
  targets: textOf("min+30%,max+20%", `${TARGET}(?:,${TARGET}){1,2}`),
  states: textOf("", "(?:[01]+(?:,[01]+){1,2})?"),
  plane: choice(planes, "1,2"),
  optimizer: named(labOptimizers, "gd"),
  eta: number(1e-3, (value) => value > 0),
  steps: integer(4000, 1, 1_000_000),
  samples: integer(8, 1, 64),
  seed: integer(0, 0, 2 ** 31 - 1),
  streams: named(labStreams, "default"),
  noise: number(0, (value) => value >= 0 && value < 1),
  shots: number(0, (value) => value === 0 || (Number.isInteger(value) && value >= 2 && value <= MAX_LAB_SHOTS)),
  drag: choice(["continue", "restart"], "continue"),
  speed: number(300, (value) => value >= 0),
  time: choice(["linear", "log"], "linear"),
  overlays: list(overlays, ["fit", "haar"]),
  hide: list(parts, []),
} as const satisfies Record<string, Field<unknown>>;

/** Every field of a snapshot: those that all have, each kind followed by the fields of its definitions. */
export const fields: Readonly<Record<string, Field<unknown>>> = Object.fromEntries(
  Object.entries<Field<unknown>>(common).flatMap(([name, field]) => [
    [name, field],
    ...definitionFields(name).map((own): [string, Field<unknown>] => [
      own.name,
      { initial: initialValue(own), read: (value) => readValue(own, value) },
    ]),
  ]),
);

type Value<F> = F extends Field<infer T> ? T : never;

/**
 * The state of the lab. `data`, `targets` and `states` are those of the Data view: its inputs, which may be the rows of a `table`, a target for each, and a state for each where every datum has a
 * projector of its own; `shots` is 0 for exact values; `speed` is in steps per second, 0 for as fast as it goes; `target` is symbolic, such as min-4. */
export type Snapshot = { readonly [Name in keyof typeof common]: Value<(typeof common)[Name]> } & {
  /** The fields of definitions. */
  readonly [field: string]: unknown;
};

/** The name of a field, such as `qubits` or one of a definition's. */
export type FieldName = string;

export const fieldNames: readonly FieldName[] = Object.keys(fields);

/** The state a page without an address starts in. */
export const initialSnapshot = Object.fromEntries(fieldNames.map((name) => [name, fields[name].initial])) as Snapshot;

/** The default experiment, with the page as it is. */
export function defaultSnapshot(page: Snapshot): Snapshot {
  const kept = fieldNames.filter((name) => LOOKS.has(name) && name !== "steps").map((name) => [name, page[name]] as const);
  return { ...initialSnapshot, ...Object.fromEntries(kept) };
}

/** Whether two values of a field are the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b) ? a.join() === b.join() : a === b;
}

/** The fields in which two snapshots differ. */
export function differences(a: Snapshot, b: Snapshot): FieldName[] {
  return fieldNames.filter((name) => !sameValue(a[name], b[name]));
}

/** Fields that a run can take up while it goes on; a change of any other experiment field starts it again. */
const STEERING: ReadonlySet<FieldName> = new Set(["target", "targets", "eta", "loss"]);
/** Fields that say how to look at a run. */
const LOOKS: ReadonlySet<FieldName> = new Set(["view", "speed", "time", "overlays", "hide", "drag", "steps", "plane"]);
/** Fields that a run with data has in place of those of one state and one target. */
const OF_DATA: ReadonlySet<FieldName> = new Set(["data", "table", "encode", "reupload", "targets", "states"]);
const OF_ONE: ReadonlySet<FieldName> = new Set(["target"]);

/** Whether a snapshot trains on data. */
export function hasData({ view }: Snapshot): boolean {
  return view === "data";
}

/** A snapshot whose loss is one of its view: one of labels gives way to the default where there are no data. */
export function withKnownLoss(snapshot: Snapshot): Snapshot {
  const known = lossesOf(hasData(snapshot)).some(({ name }) => name === snapshot.loss);
  return known ? snapshot : { ...snapshot, loss: initialSnapshot.loss };
}

/** The settings that a sweep over targets and losses, which is exact, depends on, as text. */
export function sweepKey(snapshot: Snapshot): string {
  const apart: readonly FieldName[] = ["target", "loss", "shots"];
  return JSON.stringify(
    fieldNames.filter((name) => !LOOKS.has(name) && !OF_DATA.has(name) && !apart.includes(name)).map((name) => snapshot[name]),
  );
}

/** What a change of snapshot asks of the run: nothing, to be steered, or to start again. */
export function changeOf(before: Snapshot, after: Snapshot): "none" | "steer" | "restart" {
  if (hasData(before) !== hasData(after)) return "restart";
  const foreign = hasData(after) ? OF_ONE : OF_DATA;
  const changed = differences(before, after).filter((name) => !LOOKS.has(name) && !foreign.has(name));
  if (changed.length === 0) return "none";
  return after.drag === "continue" && changed.every((name) => STEERING.has(name)) ? "steer" : "restart";
}
