/**
 * `qntk figure`: computes figures of the paper again from nothing and draws them, with the published data over them where it is given.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withError } from "../../figures/report.ts";
import { publishedLibrary } from "../../published/library.ts";
import { readCsv } from "../../runs/csv.ts";
import { readRealNpy } from "../../runs/npy.ts";
import { studies } from "../../studies/index.ts";
import type { Study, StudyInput, StudyOutput } from "../../studies/study.ts";
import { openDataFolder } from "../data-folder.ts";
import { formatNumber, formatTable, note, print, printJson } from "../terminal.ts";
import { requireFreeFigures, writeFigure } from "./figure-files.ts";
import { requireFreeGallery, writeGallery } from "./gallery.ts";
import { type FigureRequest, type FigureValues, figureCommandLine, figureRequest } from "./options.ts";
import { type StudyResults, simulateStudy } from "./study-runs.ts";

/** Runs the command and returns its exit code. */
export async function figureCommand(names: readonly string[], values: FigureValues): Promise<number> {
  const request = figureRequest(names, values, studies);
  const published = request.data === undefined ? undefined : openLibrary(request.data);
  requireFreeFigures(request);
  requireFreeGallery(request.out);
  const reports: Record<string, unknown>[] = [];
  for (const study of request.studies) {
    const results = await simulateStudy(study, request);
    if (results === undefined) {
      if (request.json) printJson({ figures: reports, interrupted: true });
      note(`qntk: stopped; go on with: ${figureCommandLine(study, request)} --resume`);
      return 1;
    }
    const output = study.output(inputOf(results, request, published));
    const files = await writeFigure(study, output, results, request);
    const { agreement, comparisons } = output;
    reports.push({ figure: study.id, title: study.title, seconds: results.seconds, agreement, comparisons, files });
    if (!request.quiet) printFigure(study, output, results, files);
  }
  const gallery = writeGallery(request.out);
  if (request.json) printJson({ figures: reports, gallery, interrupted: false });
  else if (!request.quiet) print(`gallery  ${gallery}`);
  return 0;
}

function openLibrary(dir: string): StudyInput["published"] {
  const { root, paths } = openDataFolder(dir);
  return publishedLibrary(paths, (path) => {
    const bytes = readFileSync(join(root, path));
    return path.endsWith(".csv") ? readCsv(new TextDecoder().decode(bytes), path) : readRealNpy(bytes, path);
  });
}

function inputOf({ runs, draws }: StudyResults, { size }: FigureRequest, published: StudyInput["published"]): StudyInput {
  return {
    size,
    published,
    run: (name) => known(runs, name),
    draws: (name) => known(draws, name),
  };
}

function known<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the study asks for ${name}, which it has not named`);
  return value;
}

function printFigure({ id, title }: Study, output: StudyOutput, { seconds }: StudyResults, files: readonly string[]): void {
  const { agreement, comparisons } = output;
  print(`Figure ${id}. ${title}\n`);
  if (agreement.length > 0) {
    const rows = agreement.map(({ what, source, found, error, expected }) => [
      what,
      source,
      error === undefined ? formatNumber(found) : withError(found, error, formatNumber),
      formatNumber(expected),
    ]);
    print(`${formatTable(["quantity", "expected from", "found", "expected"], rows, 2)}\n`);
  }
  if (comparisons.length > 0) {
    const rows = comparisons.map(({ curve, compared, maxDifference, maxRelative }) => [
      curve,
      compared,
      maxDifference.toExponential(1).replace("-", "−"),
      maxRelative.toExponential(1).replace("-", "−"),
    ]);
    print(`${formatTable(["curve beside the published one", "compared", "max |diff|", "relative"], rows, 2)}\n`);
  }
  print(`files    ${files.join(", ")}`);
  print(`runs     ${formatNumber(seconds, 3)} s\n`);
}
