/**
 * `qntk doctor`: what this machine has for qntk, which engine runs and why, and how to get the faster one.
 */
import { thisMachine } from "../running/machine.ts";
import { print, printJson } from "../terminal/terminal.ts";
import { machineText } from "../text/machine.ts";

/** Runs the command and returns its exit code. */
export async function doctorCommand({ json = false }: { json?: boolean }): Promise<number> {
  const machine = await thisMachine();
  if (json) printJson(machine);
  else print(machineText(machine));
  return 0;
}
