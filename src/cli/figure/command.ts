/**
 * `qntk figure`: computes figures of the paper again from nothing and draws them, with the published data over them where it is given.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requireFreeFigures } from "../../figures/node/free-figures.ts";
import { figureCommandLine } from "../../figures/study-names.ts";
import { allStudies } from "../../papers/studies.ts";
import { publishedLibrary } from "../../papers/transition/verification/library.ts";
import type { StudyInput, StudyResults } from "../../reproduce/study.ts";
import { openDataFolder } from "../../running/data-folder.ts";
import { simulateStudy } from "../../running/figure-runs.ts";
import { readCsv } from "../../runs/csv.ts";
import { readRealNpy } from "../../runs/npy.ts";
import { unlessStopped } from "../../terminal/interrupt.ts";
import { note, print, printJson, terminalListener } from "../../terminal/terminal.ts";
import { type FigureRequest, type FigureValues, figureRequest } from "./options.ts";

/** Runs the command and returns its exit code. */
export async function figureCommand(names: readonly string[], values: FigureValues): Promise<number> {
  const request = figureRequest(names, values, allStudies());
  const published = request.data === undefined ? undefined : openLibrary(request.data);
  if (!request.resume && !request.force) requireFreeFigures(request.studies, request);
  if (existsSync(join(request.out, "index.html")))
    (await import("../../figures/node/gallery.ts")).requireFreeGallery(request.out);
  const reports: Record<string, unknown>[] = [];
  for (const study of request.studies) {
    const results = await unlessStopped((signal) =>
      simulateStudy(study, { ...request, listener: terminalListener(request.quiet), signal }),
    );
    if (results === undefined) {
      if (request.json) printJson({ figures: reports, interrupted: true });
      note(`qntk: stopped; go on with: ${figureCommandLine(names, request)} --resume`);
      return 1;
    }
    const output = study.output(inputOf(results, request, published));
    // Plotting and typesetting are large, and not needed before.
    const { writeFigure } = await import("../../figures/node/study-files.ts");
    const files = await writeFigure(study, output, results, request);
    const { agreement, comparisons, determined } = output;
    reports.push({ figure: study.id, title: study.title, seconds: results.seconds, agreement, comparisons, determined, files });
    if (!request.quiet) print((await import("../../text/figure.ts")).figureText(study, output, results, files));
  }
  const gallery = (await import("../../figures/node/gallery.ts")).writeGallery(request.out);
  if (request.json) printJson({ figures: reports, gallery, interrupted: false });
  else if (!request.quiet) print(`gallery  ${gallery}`);
  return 0;
}

function openLibrary(dir: string): StudyInput["published"] {
  const { root, paths } = openDataFolder(dir, { dataSets: true });
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
