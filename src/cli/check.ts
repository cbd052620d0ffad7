/**
 * `qntk show --check`: whether the files below a folder are what was written.
 */
import { counted } from "../base/words.ts";
import { checkFolder } from "../runs/check-folder.ts";
import { print, printJson } from "../terminal/terminal.ts";

/** Files without a checksum that are named one by one. */
const NAMED_FILES = 8;

/** Runs the command and returns its exit code: 1 where a file is damaged. */
export function checkCommand(dir: string, json: boolean): number {
  const { runs, files } = checkFolder(dir);
  const damaged = files.filter(({ damage, problem }) => damage !== undefined || problem !== undefined);
  const whole = files.filter(({ checked, damage, problem }) => checked && damage === undefined && problem === undefined);
  const unknown = files.filter(({ checked, damage }) => !checked && damage === undefined);
  if (json) {
    const entries = damaged.map(({ file, damage, problem }) => ({ file, ...damage, ...(problem !== undefined && { problem }) }));
    printJson({ folder: dir, runs, whole: whole.length, damaged: entries, withoutChecksum: unknown.map(({ file }) => file) });
    return damaged.length === 0 ? 0 : 1;
  }
  for (const { file, damage, problem } of damaged)
    print(`damaged  ${file}: ${problem ?? `expected ${damage?.expected}, found ${damage?.found}`}`);
  const named = unknown.slice(0, NAMED_FILES).map(({ file }) => file);
  const more = unknown.length > NAMED_FILES ? ", …" : "";
  if (unknown.length > 0) print(`without checksum  ${named.join(", ")}${more}`);
  const parts = [`${counted(runs, "run")}: ${counted(whole.length, "file")} as written`];
  if (unknown.length > 0) parts.push(`${unknown.length} without checksum`);
  parts.push(damaged.length === 0 ? "none damaged" : `${damaged.length} damaged`);
  print(parts.join(", "));
  return damaged.length === 0 ? 0 : 1;
}
