/**
 * The fields that say what data are trained on, for the schema and the command line.
 */
import { z } from "zod";
import { angleEncodings, encodings, stateEncodings } from "../data/encodings/index.ts";
import { DATA_FORMS } from "./data-config.ts";
import { integer, option, text } from "./option-info.ts";

/** Data sets. */
export const dataShape = () => ({
  data: option(text().optional(), "text", "<source>", `data to train on: ${DATA_FORMS}`, "none: |0...0> alone"),
  labels: option(
    text().optional(),
    "text",
    "<list>",
    "a target for each datum: numbers such as 1,-1,1, or a file with one in each row",
    "the column y of a table",
  ),
  encode: option(
    z.enum([...encodings.names]).optional(),
    "text",
    "<name>",
    `how the columns of a table enter: ${angleEncodings()} (as angles of rotations before the circuit), ${stateEncodings()} (as the input state)`,
    "columns that name inputs of the circuit set them",
  ),
  reupload: option(
    integer(1).optional(),
    "number",
    "<k>",
    "times that angles are encoded, before as many equal parts of the circuit's layers",
    "1",
  ),
  test: option(
    text().optional(),
    "text",
    "<share>",
    "data that are held out: a share such as 20%, drawn from a seed, or a file",
    "none",
  ),
  splitSeed: option(integer(0).optional(), "number", "<n>", "seed of the share that is held out", "0"),
  batch: option(integer(1).optional(), "number", "<n>", "data in the mini-batch of each step", "all"),
  batchSeed: option(integer(0).optional(), "number", "<n>", "seed of the mini-batches", "0"),
  weights: option(
    text().optional(),
    "text",
    "<list>",
    "a weight for each datum in the loss: numbers, or a file with one in each row",
    "all alike",
  ),
});
