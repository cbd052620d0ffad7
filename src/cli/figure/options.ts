/**
 * `qntk figure` on the command line: its options, what they ask for, and the files that come of it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ArgumentError, StorageError } from "../../base/errors.ts";
import type { Study, StudySize } from "../../reproduce/study.ts";
import { quoted } from "../describe.ts";
import { parseInteger } from "../run-options.ts";

/** Files a figure can be written as. */
export const figureFormats = ["svg", "pdf", "png", "html"] as const;

export type FigureFormat = (typeof figureFormats)[number];

/** Option values of the command. */
export interface FigureValues {
  readonly quick?: boolean;
  readonly data?: string;
  readonly out?: string;
  readonly format?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly threads?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What a command asks for. */
export interface FigureRequest {
  readonly studies: readonly Study[];
  readonly size: StudySize;
  /** Folder of figures, runs below it. */
  readonly out: string;
  readonly formats: readonly FigureFormat[];
  readonly data?: string;
  readonly resume: boolean;
  readonly force: boolean;
  readonly threads?: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Folder the figures go to unless they are given one. */
const DEFAULT_FOLDER = "qntk-figures";

/**
 * Reads the command's arguments and options.
 *
 * @throws ArgumentError for a figure or format that does not exist
 */
export function figureRequest(names: readonly string[], values: FigureValues, known: readonly Study[]): FigureRequest {
  const { quick = false, data, out = DEFAULT_FOLDER, resume = false, force = false, threads, json = false } = values;
  const count = threads === undefined ? undefined : parseInteger("threads", threads, 1);
  return {
    studies: studiesNamed(names, known),
    size: quick ? "quick" : "paper",
    out,
    formats: parseFormats(values.format),
    data,
    resume,
    force,
    threads: count,
    json,
    quiet: values.quiet === true || json,
  };
}

function studiesNamed(names: readonly string[], known: readonly Study[]): Study[] {
  const ids = known.map(({ id }) => id);
  const wrong = names.find((name) => name !== "all" && !ids.includes(name));
  if (wrong !== undefined) throw new ArgumentError("figure", wrong, `${ids.join(", ")} or all`);
  return names.includes("all") ? [...known] : known.filter(({ id }) => names.includes(id));
}

function parseFormats(text: string | undefined): FigureFormat[] {
  if (text === undefined) return [...figureFormats];
  const wanted = text.split(",").map((part) => part.trim().toLowerCase());
  if (wanted.some((format) => !(figureFormats as readonly string[]).includes(format)))
    throw new ArgumentError("format", text, `a list of ${figureFormats.join(", ")}, such as svg,png`);
  return figureFormats.filter((format) => wanted.includes(format));
}

/** What a figure is called: those of the paper by their number. */
export function figureTitle({ id }: Study): string {
  return /^\d+$/.test(id) ? `Figure ${id}` : `Supplementary figure ${id}`;
}

/** The name a figure's files have in common, such as `figure-3-quick`. */
export function figureName({ id }: Study, size: StudySize): string {
  return `figure-${id}${size === "quick" ? "-quick" : ""}`;
}

/** The command line that makes figures again. */
export function figureCommandLine(
  figures: readonly string[],
  { size, out, data }: Pick<FigureRequest, "size" | "out" | "data">,
): string {
  return [
    `npx qntk figure ${figures.join(" ")}`,
    ...(size === "quick" ? ["--quick"] : []),
    ...(data === undefined ? [] : [`--data ${quoted(data)}`]),
    ...(out === DEFAULT_FOLDER ? [] : [`--out ${quoted(out)}`]),
  ].join(" ");
}

/** The files a figure consists of. */
export function figureFiles(name: string, formats: readonly FigureFormat[]): string[] {
  return [...formats.map((format) => `${name}.${format}`), `${name}.md`, `${name}.json`];
}

/**
 * Refuses to write over figures that are there; called before anything is simulated.
 *
 * @throws StorageError naming the first file in the way
 */
export function requireFreeFigures({ studies, size, out, formats, resume, force }: FigureRequest): void {
  if (resume || force) return;
  const files = studies.flatMap((study) => figureFiles(figureName(study, size), formats).map((file) => join(out, file)));
  const taken = files.find((path) => existsSync(path));
  if (taken !== undefined)
    throw new StorageError(
      taken,
      "exists already; add --resume to draw it again from the runs beside it, or choose another --out",
    );
}
