/**
 * `qntk figure`: its options and examples.
 */
import { ownFigures } from "../reproduce/own-figures.ts";
import type { CommandDefinition } from "./definition.ts";
import { json, quiet } from "./shared-options.ts";

/** The command. */
export const figureCommand: CommandDefinition = {
  name: "figure",
  summary: "compute figures of the paper again from nothing and draw them",
  get arguments() {
    const own = ownFigures.all.map(({ id, title }) => `; ${id} (${title})`).join("");
    const words = `figures of the paper, 2 to 9; averages, device, hea, tfim, frame-potential or correlations beside them; s-correlations, s-lambda, s-restricted-haar or s-shots from the supplement; n-phase of naming phases from shots; d-phases, d-dynamics, d-mixed, d-overlap, d-classify or d-frame-potential of training on data${own}; several of them, or all`;
    return [{ name: "<figures...>", words }];
  },
  options: [
    { flags: "--quick", words: "small circuits and few steps, seconds instead of minutes" },
    {
      flags: "--data <dir>",
      words:
        "the authors' data, as for verify, or for figures d-… those of the paper on data sets: drawn over the figure and compared with it",
    },
    { flags: "--out <dir>", words: "folder to write to, runs below it", initial: "qntk-figures" },
    { flags: "--format <list>", words: "of svg, pdf, png, html", initial: "all" },
    { flags: "--resume", words: "go on in a folder with figures: runs there are used again, figures drawn again" },
    { flags: "--threads <n>", words: "worker threads", initial: "all cores" },
    { flags: "--force", words: "replace figures, and runs of another configuration" },
    json,
    quiet,
  ],
  notes: `Each figure comes with a caption (.md) that states every parameter, seed and number of agreement, and its data (.json).
Runs that are complete are used again, interrupted ones gone on with.`,
  examples: [
    "npx qntk figure 3 --quick",
    "npx qntk figure 3 --data ../QNN-dynamics --out figures",
    "npx qntk figure 8 tfim --data ../QNN-dynamics",
    "npx qntk figure n-phase --quick",
    "npx qntk figure d-phases d-dynamics --data ../QNN_SL_dynamics",
    "npx qntk figure all --quick --format svg,pdf",
  ],
};
