/**
 * `qntk figure` on the command line: its options, and what they ask for.
 */
import { requireInteger } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import type { Study, StudySize } from "../../studies/study.ts";
import { parseNumber } from "../run-options.ts";

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
  const count = threads === undefined ? undefined : parseNumber("threads", threads);
  if (count !== undefined) requireInteger("threads", count, 1);
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

/** The name a figure's files have in common, such as `figure-3-quick`. */
export function figureName({ id }: Study, size: StudySize): string {
  return `figure-${id}${size === "quick" ? "-quick" : ""}`;
}

/** The command line that makes a figure again. */
export function figureCommandLine({ id }: Study, { size, out, data }: Pick<FigureRequest, "size" | "out" | "data">): string {
  return [
    `npx qntk figure ${id}`,
    ...(size === "quick" ? ["--quick"] : []),
    ...(data === undefined ? [] : [`--data ${data}`]),
    ...(out === DEFAULT_FOLDER ? [] : [`--out ${out}`]),
  ].join(" ");
}
