/**
 * Figures of papers by name: what they are called, which files they consist of, and the command line that makes them again.
 */
import { quoted } from "../experiment/describe.ts";
import { ownFigures } from "../reproduce/own-figures.ts";
import type { Study, StudySize } from "../reproduce/study.ts";

/** Files a figure can be written as. */
export const figureFormats = ["svg", "pdf", "png", "html"] as const;

export type FigureFormat = (typeof figureFormats)[number];

/** Folder the figures go to unless they are given one. */
export const FIGURES_FOLDER = "qntk-figures";

/** Which figures are to be written, where and how. */
export interface FigureFilesRequest {
  readonly size: StudySize;
  /** Folder of figures, runs below it. */
  readonly out: string;
  readonly formats: readonly FigureFormat[];
  /** The folder of published data that was given. */
  readonly data?: string;
}

/** What a figure is called: those of the paper by their number, those of data by their name, one of one's own by its name. */
export function figureTitle({ id }: Study): string {
  return /^(\d+|d-.*)$/.test(id) || ownFigures.find(id) !== undefined ? `Figure ${id}` : `Supplementary figure ${id}`;
}

/** The name a figure's files have in common, such as `figure-3-quick`. */
export function figureName({ id }: Study, size: StudySize): string {
  return `figure-${id}${size === "quick" ? "-quick" : ""}`;
}

/** The command line that makes figures again. */
export function figureCommandLine(
  figures: readonly string[],
  { size, out, data }: Pick<FigureFilesRequest, "size" | "out" | "data">,
): string {
  return [
    `npx qntk figure ${figures.join(" ")}`,
    ...(size === "quick" ? ["--quick"] : []),
    ...(data === undefined ? [] : [`--data ${quoted(data)}`]),
    ...(out === FIGURES_FOLDER ? [] : [`--out ${quoted(out)}`]),
  ].join(" ");
}

/** The files a figure consists of. */
export function figureFiles(name: string, formats: readonly FigureFormat[]): string[] {
  return [...formats.map((format) => `${name}.${format}`), `${name}.md`, `${name}.json`];
}
