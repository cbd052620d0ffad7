/**
 * The option `--import`, as `commands/options.ts` has it: modules are loaded before options are read, since these
 * follow from the definitions.
 */
import { ArgumentError } from "../base/errors.ts";
import { ALLOW, IMPORT, importsOfFile } from "../plugins/file-imports.ts";

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
