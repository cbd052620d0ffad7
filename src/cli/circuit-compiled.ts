/**
 * `qntk circuit show --compiled`: what would run on a machine, as OpenQASM 3.
 */
import { ArgumentError } from "../base/errors.ts";
import type { ReadCircuit } from "../interop/qasm/read.ts";
import { parseStarts } from "../interop/qasm/starts.ts";
import { compileToDevice } from "../interop/qasm-native.ts";
import { machineOfNoise } from "../runs/device-file.ts";
import { currentConsole, note, printJson } from "../terminal/terminal.ts";
import type { CircuitShowOptionValues } from "./circuit-show-values.ts";
import { parseLayout } from "./run-options.ts";

/** Compiles a circuit for the machine of --noise and writes it to standard output; returns the exit code. */
export function compiledCommand(read: ReadCircuit, path: string, options: CircuitShowOptionValues): number {
  const { svg, layout: given, json = false } = options;
  if (svg !== undefined) throw new ArgumentError("svg", svg, "nothing with --compiled, which writes text");
  const { device, fractional } = machineOfNoise(options.noise);
  const { circuit, names } = read;
  const {
    qasm,
    counts,
    layout,
    device: used,
  } = compileToDevice(circuit, device, {
    layout: given === undefined ? undefined : parseLayout(given),
    fractional,
    ...(options.angles === undefined ? { names } : { theta: boundAngles(options.angles, read) }),
    measure: true,
  });
  const remarks = used.remarks ?? [];
  if (json) {
    printJson({ file: path, machine: used.name, layout, gates: counts, remarks, qasm });
    return 0;
  }
  currentConsole().out(qasm);
  for (const remark of remarks) note(`qntk: ${used.name}: ${remark}`);
  return 0;
}

/** A number for every input. */
function boundAngles(text: string, { names, starts }: ReadCircuit): number[] {
  const theta = parseStarts(text, names, starts);
  const open = names.filter((_, p) => Number.isNaN(theta[p]));
  if (open.length > 0)
    throw new ArgumentError(
      "angles",
      text,
      `an angle for every input; ${open.join(", ")} ${open.length === 1 ? "has" : "have"} none`,
    );
  return theta;
}
