/**
 * Whether the files below a folder are what was written, in lines and as JSON.
 */
import { counted } from "../base/words.ts";
import type { FolderCheck } from "../runs/check-folder.ts";

/** Files without a checksum that are named one by one. */
const NAMED_FILES = 8;

/** The files of a folder by what is known of them. */
function sorted({ files }: FolderCheck) {
  return {
    damaged: damagedFiles({ files }),
    whole: files.filter(({ checked, damage, problem }) => checked && damage === undefined && problem === undefined),
    unknown: files.filter(({ checked, damage }) => !checked && damage === undefined),
  };
}

/** The damaged files of a folder. */
export function damagedFiles({ files }: Pick<FolderCheck, "files">): FolderCheck["files"] {
  return files.filter(({ damage, problem }) => damage !== undefined || problem !== undefined);
}

/** As `qntk show --check --json` prints it. */
export function checkJson(folder: string, check: FolderCheck): object {
  const { damaged, whole, unknown } = sorted(check);
  const entries = damaged.map(({ file, damage, problem }) => ({ file, ...damage, ...(problem !== undefined && { problem }) }));
  return {
    ...{ folder, runs: check.runs, whole: whole.length, damaged: entries },
    withoutChecksum: unknown.map(({ file }) => file),
  };
}

/** A line for each damaged file, one of files without checksum, and how many are whole. */
export function checkText(check: FolderCheck): string {
  const { damaged, whole, unknown } = sorted(check);
  const lines = damaged.map(
    ({ file, damage, problem }) => `damaged  ${file}: ${problem ?? `expected ${damage?.expected}, found ${damage?.found}`}`,
  );
  const named = unknown.slice(0, NAMED_FILES).map(({ file }) => file);
  const more = unknown.length > NAMED_FILES ? ", …" : "";
  if (unknown.length > 0) lines.push(`without checksum  ${named.join(", ")}${more}`);
  const parts = [`${counted(check.runs, "run")}: ${counted(whole.length, "file")} as written`];
  if (unknown.length > 0) parts.push(`${unknown.length} without checksum`);
  parts.push(damaged.length === 0 ? "none damaged" : `${damaged.length} damaged`);
  return [...lines, parts.join(", ")].join("\n");
}
