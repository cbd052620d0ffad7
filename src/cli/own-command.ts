/**
 * Runs a command of the user's own.
 */
import { ArgumentError } from "../base/errors.ts";
import type { CommandDefinition } from "../commands/definition.ts";
import { optionName } from "../commands/options.ts";
import { unlessStopped } from "../terminal/interrupt.ts";
import { note, print } from "../terminal/terminal.ts";
import type { Given } from "./actions.ts";
import { configurationOf } from "./configuration.ts";
import { knownFields } from "./fields.ts";
import type { RunOptionValues } from "./run-options.ts";

/** Runs the command and returns its exit code. */
export async function runOwn(definition: CommandDefinition, { args, values }: Given): Promise<number> {
  const given = values as RunOptionValues;
  const own = new Set((definition.options ?? []).map(optionName));
  const fields = new Set(definition.fields?.(knownFields()) ?? []);
  const only = (names: ReadonlySet<string>) => Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name)));
  const config = fields.size === 0 ? undefined : configurationOf(only(new Set([...fields, "config"]))).config;
  const ended = await unlessStopped(async (signal) => {
    const code = await definition.run?.({
      arguments: args.filter((each) => each !== undefined).flat() as string[],
      options: only(own) as Readonly<Record<string, string | readonly string[] | boolean | undefined>>,
      ...(config !== undefined && { config }),
      print,
      note,
      signal,
    });
    if (code !== 0 && code !== 1) throw new ArgumentError(`command ${definition.name}`, code, "a run that returns 0 or 1");
    return code;
  });
  if (ended === undefined) note("qntk: stopped");
  return ended ?? 1;
}
