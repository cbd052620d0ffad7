#!/usr/bin/env node
/**
 * Entry of the command line: what belongs to the process, its exit code among it.
 */
import module from "node:module";
import { onPluginNotice } from "../experiment/plugins.ts";
import { runCommandLine } from "./program.ts";

// From Node 22 on, what commands load is compiled once for all runs.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
onPluginNotice((notice) => process.stderr.write(`qntk: ${notice}\n`));

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // The reader of a pipe has left: what is being computed and written to files goes on.
    if (error.code !== "EPIPE") throw error;
  });
}

const { code, error } = await runCommandLine(process.argv.slice(2));
if (error !== undefined) process.stderr.write(`${error.said}\n`);
process.exitCode = code;
