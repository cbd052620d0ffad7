/**
 * The option `--import`, as `commands/options.ts` has it: modules are loaded before options are read, since these
 * follow from the definitions.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ArgumentError } from "../base/errors.ts";
import { loadedPlugins } from "../experiment/plugins.ts";

const IMPORT = "--import";
const ALLOW = "--allow-import";

/** An argument list without the options of this file, and what they ask for. */
export interface ImportRequest {
  readonly args: readonly string[];
  /** Files of the modules to load. */
  readonly paths: readonly string[];
}

/**
 * Takes `--import` and `--allow-import` out of the arguments.
 *
 * @throws ArgumentError for an import without a file
 */
export function takeImports(argv: readonly string[]): ImportRequest {
  const args: string[] = [];
  const paths: string[] = [];
  let allowed = false;
  let config: string | undefined;
  for (let k = 0; k < argv.length; k++) {
    const [flag, inline] = splitOption(argv[k]);
    if (flag === "--") {
      args.push(...argv.slice(k));
      break;
    }
    if (flag === IMPORT) {
      const path = inline ?? argv[++k];
      if (path === undefined || path.startsWith("--")) throw new ArgumentError("import", path, "the file of a module");
      paths.push(path);
    } else if (argv[k] === ALLOW) allowed = true;
    else {
      if (flag === "--config") config = inline ?? argv[k + 1];
      args.push(argv[k]);
    }
  }
  return { args, paths: [...paths, ...(allowed && config !== undefined ? importsOfFile(config) : [])] };
}

function splitOption(argument: string): [flag: string, value: string | undefined] {
  const at = argument.indexOf("=");
  return at < 0 || !argument.startsWith("--") ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

/** The modules that a configuration file names; none where it cannot be read, which is said elsewhere. */
function importsOfFile(config: string): string[] {
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
