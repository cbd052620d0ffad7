/**
 * The modules of one's own that have registered definitions here: what a run records of them, and what is said when one is missing. Loading
 * them is the task of others: nothing here touches files.
 */

/** A module that registers definitions, as a run records it. */
export interface PluginRecord {
  /** Path of the file, absolute. */
  readonly path: string;
  /** SHA-256 of its content, in hexadecimal digits. */
  readonly sha256: string;
}

const loaded: PluginRecord[] = [];

/** The modules that have been loaded here, in order. */
export function loadedPlugins(): readonly PluginRecord[] {
  return loaded;
}

/** Notes that a module has been loaded; whether it is new. */
export function notePlugin(plugin: PluginRecord): boolean {
  if (loaded.some(({ path }) => path === plugin.path)) return false;
  loaded.push(plugin);
  return true;
}

/** What is amiss with the modules that a run was made with, one sentence for each. */
export function pluginProblems(recorded: readonly PluginRecord[]): string[] {
  return recorded.flatMap(({ path, sha256 }) => {
    if (loaded.some((plugin) => plugin.sha256 === sha256)) return [];
    const changed = loaded.find((plugin) => plugin.path === path);
    return changed === undefined
      ? [`the run was made with ${path}, which is not imported here: add --import ${path}`]
      : [
          `the run was made with ${path} as it was then (SHA-256 ${sha256.slice(0, 12)}…); it has changed since (${changed.sha256.slice(0, 12)}…)`,
        ];
  });
}

type Listener = (notice: string) => void;

let listener: Listener = () => {};

/** Says who is told what is amiss with the modules of a run that can be read all the same. */
export function onPluginNotice(tell: Listener): void {
  listener = tell;
}

const told = new Set<string>();

/** Tells what is amiss with the modules of a run, each once. */
export function tellPluginProblems(recorded: readonly PluginRecord[]): void {
  for (const problem of pluginProblems(recorded)) {
    if (told.has(problem)) continue;
    told.add(problem);
    listener(problem);
  }
}
