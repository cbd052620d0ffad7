// Finds a checkout of the authors' data repository, if there is one: QNTK_PUBLISHED_DATA, or a folder named QNN-dynamics beside this
// repository, at most two folders down. Run as a program it prints the path, or nothing.
import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder, or undefined. */
export function findPublishedData() {
  if (process.env.QNTK_PUBLISHED_DATA) return process.env.QNTK_PUBLISHED_DATA;
  return findFolder(/^qnn-dynamics$/i, "data");
}

/** The data of the paper on data sets, or undefined. */
export function findPublishedDataSets() {
  return process.env.QNTK_PUBLISHED_DATA_SETS || findFolder(/^qnn[-_]sl[-_]dynamics$/i, "framePot");
}

function findFolder(name, inside) {
  const beside = foldersIn(resolve(import.meta.dirname, "../../.."));
  const below = beside.flatMap(foldersIn);
  return [...beside, ...below, ...below.flatMap(foldersIn)].find(
    (folder) => name.test(basename(folder)) && existsSync(join(folder, inside)),
  );
}

function foldersIn(parent) {
  try {
    return readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
      .map((entry) => join(parent, entry.name));
  } catch {
    return [];
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(findPublishedData() ?? "");
