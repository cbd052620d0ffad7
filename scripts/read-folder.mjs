/**
 * Reads every circuit and Hamiltonian of a folder, and prints what each holds, or in one line why it is not read.
 * Usage: node scripts/read-folder.mjs FOLDER [--states FILE]
 *
 * FILE is written with the final state of every circuit of up to 10 qubits, at angles 0.3, 0.5, 0.7, …, for test/python/check_folder.py.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { engineNamed, interop, pauliSum } from "../dist/index.mjs";

const MAX_STATE_QUBITS = 10;
const [folder, flag, statesFile] = process.argv.slice(2);
if (folder === undefined || (flag !== undefined && (flag !== "--states" || statesFile === undefined))) {
  console.error("Usage: node scripts/read-folder.mjs FOLDER [--states FILE]");
  process.exit(2);
}

const states = {};
const rows = filesOf(folder).flatMap((file) => {
  const name = relative(folder, file);
  const read = reader(file);
  if (read === undefined) return [];
  try {
    return [[name, "read", read(readFileSync(file, "utf8"), name)]];
  } catch (error) {
    const [first] = String(error.message).split("\n");
    return [[name, error.constructor.name.endsWith("Error") && error.problem !== undefined ? "refused" : "FAILED", first]];
  }
});
const width = Math.max(...rows.map(([name]) => name.length), 4);
for (const [name, outcome, words] of rows) console.log(`${name.padEnd(width)}  ${outcome.padEnd(7)}  ${words}`);
const count = (outcome) => rows.filter((row) => row[1] === outcome).length;
console.log(`${rows.length} files: ${count("read")} read, ${count("refused")} refused, ${count("FAILED")} failed`);
if (statesFile !== undefined) writeFileSync(statesFile, JSON.stringify(states));
if (count("FAILED") > 0) process.exitCode = 1;

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

function reader(file) {
  switch (extname(file)) {
    case ".qasm":
      return readCircuit;
    case ".txt":
    case ".pauli":
      return (text, name) => sumWords(pauliSum(text, undefined, name));
    default:
      return undefined;
  }
}

function sumWords({ qubits, terms }) {
  return `${qubits} qubits, ${terms.length} terms`;
}

function readCircuit(text, name) {
  const { circuit, names } = interop.fromOpenQasm(text, name);
  const { qubits, parameters, operations } = circuit;
  if (statesFile !== undefined && qubits <= MAX_STATE_QUBITS) {
    const loaded = { ...circuit, parameters: Math.max(1, parameters) };
    const theta = Float64Array.from({ length: loaded.parameters }, (_, k) => 0.3 + 0.2 * k);
    const { re, im } = engineNamed("wasm")
      .load(loaded, pauliSum("Z".padEnd(qubits, "I")))
      .finalStates(theta);
    states[name] = { names, re: [...re], im: [...im] };
  }
  return `${qubits} qubits, ${parameters} parameters, ${operations.length} operations`;
}
