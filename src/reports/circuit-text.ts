/**
 * The hardware-efficient circuit of a configuration as OpenQASM.
 */
import type { ExperimentConfig } from "../experiment/config.ts";
import { type QasmVersion, toOpenQasm } from "../interop/index.ts";
import { hardwareEfficientAnsatz } from "../quantum/hardware-efficient-ansatz.ts";
import { toDeviceBasis } from "../quantum/noise/basis.ts";
import { initialAngles } from "../quantum/streams/index.ts";

/**
 * The circuit as text.
 *
 * @param options `deviceBasis`: in the gates of IBM's devices; `bind`: with the initial angles in place of symbols, which OpenQASM 2 has none of
 */
export function circuitText(
  { qubits, layers, seed, streams }: Pick<ExperimentConfig, "qubits" | "layers" | "seed" | "streams">,
  {
    version,
    deviceBasis = false,
    bind = false,
  }: { readonly version: QasmVersion; readonly deviceBasis?: boolean; readonly bind?: boolean },
): string {
  const plain = hardwareEfficientAnsatz({ qubits, layers });
  const circuit = deviceBasis ? toDeviceBasis(plain) : plain;
  const { parameters } = circuit;
  const theta = bind || version === 2 ? initialAngles({ seed, streams, samples: 1, parameters }) : undefined;
  return toOpenQasm(circuit, { version, theta });
}
