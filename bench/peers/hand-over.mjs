// Workloads written down for other tools: angles and matrices as .npy, the rest as JSON.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { formatPauliString } from "../../node_modules/.cache/qntk-bench/support.mjs";
import { build } from "../workloads.mjs";

/** Writes a workload into a folder; `train` are states that a circuit begins from, in place of |0...0>. */
export function handOver(workload, folder, { circuit, observable, theta, train } = build(workload)) {
  const { qubits, operations, parameters } = circuit;
  mkdirSync(folder);
  writeNpy(join(folder, "angles.npy"), "<f8", [workload.columns, parameters], [theta]);
  const terms = observable.terms.map((term) => [term.coefficient, formatPauliString(term, qubits)]);
  const paulis = operations.flatMap(({ kind, pauli }) => (kind === "rotation" ? [formatPauliString(pauli, qubits)] : []));
  const gates = operations.map((operation) => gateForm(operation, qubits));
  const { name, ansatz, layers } = workload;
  const form = ansatz === "rpa" ? { paulis } : { gates };
  writeFileSync(join(folder, "workload.json"), JSON.stringify({ name, ansatz, qubits, layers, terms, ...form }));
  if (train !== undefined) writeNpy(join(folder, "states.npy"), "<c16", [train.count, 2 ** qubits], interleaved([train.states]));
  const matrices = operations.flatMap(({ matrix }) => (matrix === undefined ? [] : [matrix]));
  if (matrices.length === 0) return;
  const { rows, columns } = matrices[0];
  writeNpy(join(folder, "unitaries.npy"), "<c16", [matrices.length, rows, columns], interleaved(matrices));
}

/** An operation as a name and what it acts by: a rotation's word, or qubits. The matrices of "dense" ones are unitaries.npy in turn. */
function gateForm({ kind, pauli, gate, qubits: on }, qubits) {
  return kind === "rotation" ? [kind, formatPauliString(pauli, qubits)] : [gate ?? kind, on];
}

/** Real and imaginary parts in turn, matrix by matrix. */
function* interleaved(matrices) {
  for (const { re, im } of matrices) {
    const numbers = new Float64Array(2 * re.length);
    for (let i = 0; i < re.length; i++) {
      numbers[2 * i] = re[i];
      numbers[2 * i + 1] = im[i];
    }
    yield numbers;
  }
}

/** An .npy file, version 1, in C order, of the given parts one after the other. */
function writeNpy(path, type, shape, parts) {
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const preamble = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, length & 255, length >> 8]);
  const file = openSync(path, "w");
  writeSync(file, Buffer.concat([preamble, Buffer.from(`${text.padEnd(length - 1)}\n`)]));
  for (const part of parts) writeSync(file, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  closeSync(file);
}
