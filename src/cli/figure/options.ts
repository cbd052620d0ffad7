/**
 * `qntk figure` on the command line: its options, what they ask for, and the files that come of it.
 */

import { ArgumentError } from "../../base/errors.ts";
import type { FigureFilesRequest, FigureFormat } from "../../figures/study-names.ts";
import { FIGURES_FOLDER, figureFormats } from "../../figures/study-names.ts";
import type { Study } from "../../reproduce/study.ts";
import { parseInteger } from "../run-options.ts";

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
export interface FigureRequest extends FigureFilesRequest {
  readonly studies: readonly Study[];
  readonly resume: boolean;
  readonly force: boolean;
  readonly threads?: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Reads the command's arguments and options.
 *
 * @throws ArgumentError for a figure or format that does not exist
 */
export function figureRequest(names: readonly string[], values: FigureValues, known: readonly Study[]): FigureRequest {
  const { quick = false, data, out = FIGURES_FOLDER, resume = false, force = false, threads, json = false } = values;
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
