/**
 * The authors' data as a library: arrays by what they are, read when they are asked for.
 */

import type { RealArray } from "../../../runs/npy.ts";
import { type PublishedExperiment, type PublishedQuantity, recognizeFile } from "../data/catalogue.ts";
import { experimentName } from "../data/experiment.ts";
import type { LoadedFile } from "./outcome.ts";
import { samplesOf, shapeProblem } from "./shapes.ts";

/** Arrays of a data folder. */
export interface PublishedLibrary {
  /** The file of an experiment's quantity with so many samples; undefined where the folder has none. */
  file(experiment: PublishedExperiment, quantity: PublishedQuantity, samples: number): LoadedFile | undefined;
  /** The array of a file by its path below `data`; undefined where the folder has none. */
  array(path: string): RealArray | undefined;
}

/**
 * A library of the files at some paths.
 *
 * @param paths below `data`, with forward slashes
 * @param read reads one of them; what it throws reaches who asks for the file
 */
export function publishedLibrary(paths: readonly string[], read: (path: string) => RealArray): PublishedLibrary {
  const known = new Set(paths);
  const byName = new Map<string, LoadedPath[]>();
  for (const path of paths) {
    const file = recognizeFile(path);
    if (file.kind !== "determined") continue;
    const name = nameOf(file.experiment, file.quantity);
    byName.set(name, [...(byName.get(name) ?? []), { path, file }]);
  }
  return {
    array: (path) => (known.has(path) ? read(path) : undefined),
    file(experiment, quantity, samples) {
      // Two folders may hold the same experiment with other samples.
      for (const { path, file } of byName.get(nameOf(experiment, quantity)) ?? []) {
        const loaded = { path, file, array: read(path) };
        if (shapeProblem(loaded) === undefined && samplesOf(loaded) === samples) return loaded;
      }
      return undefined;
    },
  };
}

type LoadedPath = Pick<LoadedFile, "path" | "file">;

function nameOf(experiment: PublishedExperiment, quantity: PublishedQuantity): string {
  return `${experimentName(experiment)} ${quantity}`;
}
