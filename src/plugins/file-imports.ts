/**
 * The modules that a configuration file asks for in its field `import`: they run with the user's rights, so that the command line must allow them. Node only.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ArgumentError } from "../base/errors.ts";
import { loadedPlugins } from "../experiment/plugins.ts";

/** Options that load a module, and that allow those of a configuration file. */
export const IMPORT = "--import";
export const ALLOW = "--allow-import";

/** The modules that a configuration file names; none where it cannot be read, which is said elsewhere. */
export function importsOfFile(config: string): string[] {
  try {
    return importPaths(config, JSON.parse(readFileSync(config, "utf8")));
  } catch {
    return [];
  }
}

/** Paths of the modules in the field `import` of a configuration file: relative to the file's folder. */
function importPaths(config: string, content: { readonly import?: unknown }): string[] {
  return [content.import ?? []].flat().map((path) => resolve(dirname(config), String(path)));
}

/**
 * Checks that the modules a configuration file asks for have been allowed.
 *
 * @throws ArgumentError if one has not been loaded
 */
export function requireImported(config: string, content: Readonly<Record<string, unknown>>): void {
  for (const path of importPaths(config, content))
    if (!loadedPlugins().some((plugin) => plugin.path === path))
      throw new ArgumentError(
        "import",
        content.import,
        `modules that the command line allows, since they run with your rights: add ${ALLOW}, or ${IMPORT} ${path}`,
      );
}
