/**
 * Files that figures are drawn with: beside the built code, or in their packages where the source itself runs. Node only.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const built = new URL("./assets/", import.meta.url);

/**
 * A file's bytes.
 *
 * @param name its name in dist/assets
 * @param source the same file as a package has it
 */
export function asset(name: string, source: string): Buffer {
  const file = fileURLToPath(new URL(name, built));
  return readFileSync(existsSync(file) ? file : createRequire(import.meta.url).resolve(source));
}
