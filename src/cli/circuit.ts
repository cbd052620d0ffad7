/**
 * `qntk circuit`: a circuit as OpenQASM, with symbols or numbers for its angles.
 */

import { existsSync } from "node:fs";
import { ArgumentError, StorageError } from "../base/errors.ts";
import { parseExperiment } from "../experiment/config.ts";
import { deviceExperiment } from "../experiment/device-experiment.ts";
import { qasmVersions, toOpenQasm } from "../interop/index.ts";
import { hardwareEfficientAnsatz } from "../quantum/hardware-efficient-ansatz.ts";
import { toDeviceBasis } from "../quantum/noise/basis.ts";
import { initialAngles } from "../quantum/streams.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { configFields, type RunOptionValues } from "./run-options.ts";
import { currentConsole, print } from "./terminal.ts";

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
  const config = parseExperiment({ ansatz: deviceExperiment.ansatz, qubits: 2, layers: 4, ...configFields(values) });
  const plain = hardwareEfficientAnsatz({ qubits: config.qubits, layers: config.layers });
  const circuit = deviceBasis ? toDeviceBasis(plain) : plain;
  const { parameters } = circuit;
  const theta =
    bind || version === 2 ? initialAngles({ seed: config.seed, streams: config.streams, samples: 1, parameters }) : undefined;
  const text = toOpenQasm(circuit, { version, theta });
  if (out === undefined) {
    currentConsole().out(text);
    return 0;
  }
  if (existsSync(out) && !force) throw new StorageError(out, "exists already; choose another file or add --force");
  writeFileAtomic(out, new TextEncoder().encode(text));
  print(out);
  return 0;
}
