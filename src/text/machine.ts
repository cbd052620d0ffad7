/**
 * What a machine has for qntk, in words.
 */
import type { Machine } from "../running/machine.ts";

/** A line for each thing that was looked for. */
export function machineText({ qntk, node, platform, processor, engine, threads, memory, python, slurm, lab }: Machine): string {
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const { native, wasm } = engine;
  const wide = native.available ? `${native.simd}, vectors of ${native.vectorBytes.join(", ")} bytes` : `no: ${native.reason}`;
  const reach = engine.auto === "native" ? "engine native can use all of it" : "engine wasm can use";
  const qiskit = (found: { qiskit: string | null; qiskitAer: string | null }) =>
    found.qiskit === null
      ? "no Qiskit"
      : `Qiskit ${found.qiskit}, ${found.qiskitAer === null ? "no Aer" : `Aer ${found.qiskitAer}`}`;
  const rows: readonly (readonly [string, string])[] = [
    ["qntk", `${qntk}, Node ${node}, ${platform}`],
    ["processor", processor],
    ["engine", `${engine.auto}: ${engine.why}`],
    ["  native", wide],
    ["  wasm", `${wasm.simd} SIMD, 16 bytes`],
    ...(engine.faster === null ? [] : [["  faster", engine.faster] as const]),
    ["threads", `${threads}`],
    [
      "memory",
      `${gib(memory.total)}, ${gib(memory.free)} free; ${reach}${engine.auto === "native" ? "" : ` ${gib(wasm.memory)}`}`,
    ],
    ["Python", python.available ? `${python.version} (${python.command}), ${qiskit(python)}` : `no: ${python.reason}`],
    ["Slurm", slurm.available ? slurm.version : `no: ${slurm.reason}`],
    ["lab", lab.available ? "built: npx qntk lab" : `no: ${lab.reason}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join("\n");
}
