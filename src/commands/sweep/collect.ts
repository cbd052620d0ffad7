/**
 * `qntk sweep collect`: its options and examples.
 */
import type { CommandDefinition } from "../definition.ts";
import { force, json } from "../shared-options.ts";

/** The command. */
export const sweepCollectCommand: CommandDefinition = {
  name: "sweep collect",
  summary: "put all results into one file: .zarr with a dimension for each axis, or a tidy .csv or .parquet",
  arguments: [{ name: "<dir>", words: "folder of a sweep" }],
  options: [{ flags: "--out <file>", words: "file to write", required: true }, force, json],
  examples: ["npx qntk sweep collect sweeps/first --out first.zarr", "npx qntk sweep collect sweeps/first --out first.csv"],
};
