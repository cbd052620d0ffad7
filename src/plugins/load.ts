/**
 * Loads modules of one's own that register definitions. Node only.
 *
 * A module's default export, or its export named `register`, is a function that is called once with the public library of this package, so
 * that a module needs no import of its own: `export default ({ registerObservable, pauliSum }) => { … }`.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ArgumentError, QntkError } from "../base/errors.ts";
import { loadedPlugins, notePlugin } from "../experiment/plugins.ts";

/** The library as a module gets it. */
export type PluginApi = typeof import("../index.ts");

/** What a module exports. */
export type RegisterDefinitions = (qntk: PluginApi) => void | Promise<void>;

/**
 * Loads a module and lets it register its definitions; one that is loaded already is left alone.
 *
 * @param path its file, relative to the present folder
 * @throws ArgumentError if the file cannot be read or run, exports no such function, or registers what does not fit
 */
export async function loadPlugin(path: string): Promise<void> {
  const file = resolve(path);
  if (loadedPlugins().some((plugin) => plugin.path === file)) return;
  const sha256 = digestOf(file, path);
  const register = await registerOf(file, path);
  try {
    await register(await import("../index.ts"));
  } catch (error) {
    const reason = (error as Error).message.replace(/\.$/, "");
    throw new ArgumentError("import", path, `a module whose definitions can be registered (${reason})`);
  }
  notePlugin({ path: file, sha256 });
}

function digestOf(file: string, path: string): string {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch (error) {
    throw new ArgumentError("import", path, `a file that can be read (${(error as Error).message})`);
  }
}

async function registerOf(file: string, path: string): Promise<RegisterDefinitions> {
  let module: { readonly default?: unknown; readonly register?: unknown };
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof QntkError) throw error;
    throw new ArgumentError("import", path, `an ECMAScript module that runs (${(error as Error).message})`);
  }
  const register = module.default ?? module.register;
  if (typeof register !== "function")
    throw new ArgumentError("import", path, "a module whose default export, or export named register, is a function");
  return register as RegisterDefinitions;
}
