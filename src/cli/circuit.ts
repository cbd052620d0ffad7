/**
 * `qntk circuit`: a circuit as OpenQASM, with symbols or numbers for its angles.
 */

import { existsSync } from "node:fs";
import { ArgumentError, StorageError } from "../base/errors.ts";
import { parseExperiment } from "../experiment/config.ts";
import { deviceExperiment } from "../experiment/device-experiment.ts";
import { qasmVersions } from "../interop/index.ts";
import { circuitText } from "../reports/circuit-text.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { currentConsole, print } from "../terminal/terminal.ts";
import { loadFields } from "./fields.ts";
import { configFields, type RunOptionValues } from "./run-options.ts";

/** Options of the command beside those of a circuit. */
export interface CircuitOptionValues extends RunOptionValues {
  readonly qasm?: string;
  readonly bind?: boolean;
  readonly deviceBasis?: boolean;
  readonly measure?: undefined;
}

/** Runs the command and returns its exit code. */
export async function circuitCommand({
  qasm = "3",
  bind,
  deviceBasis,
  out,
  force,
  ...values
}: CircuitOptionValues): Promise<number> {
  const version = qasmVersions.find((known) => String(known) === qasm);
  if (version === undefined) throw new ArgumentError("qasm", qasm, qasmVersions.join(" or "));
  await loadFields();
  const config = parseExperiment({ ansatz: deviceExperiment.ansatz, qubits: 2, layers: 4, ...configFields(values) });
  const text = circuitText(config, { version, deviceBasis, bind });
  if (out === undefined) {
    currentConsole().out(text);
    return 0;
  }
  if (existsSync(out) && !force) throw new StorageError(out, "exists already; choose another file or add --force");
  writeFileAtomic(out, new TextEncoder().encode(text));
  print(out);
  return 0;
}
