/**
 * Reads every circuit, Hamiltonian, file of backend properties, array and run folder of a folder, and prints what each holds, or in one line why it is not read.
 * Usage: node scripts/read-folder.mjs FOLDER [--states FILE]
 *
 * FILE is written with the final state of every circuit of up to 10 qubits, at angles 0.3, 0.5, 0.7, …, for test/python/check_folder.py.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { engineNamed, interop, noise, pauliSum, QntkError } from "../dist/index.mjs";
import { readArrayFile } from "../dist/runs.mjs";
import { readRun } from "../dist/runs-fs.mjs";

const MAX_STATE_QUBITS = 10;
const [folder, flag, statesFile] = process.argv.slice(2);
if (folder === undefined || (flag !== undefined && (flag !== "--states" || statesFile === undefined))) {
  console.error("Usage: node scripts/read-folder.mjs FOLDER [--states FILE]");
  process.exit(2);
}

const states = {};
const rows = [];
const others = [];
for (const file of filesOf(folder)) {
  const name = relative(folder, file) || file;
  const read = reader(file);
  if (read === undefined) {
    others.push(name);
    continue;
  }
  try {
    rows.push([name, "read", await read(file, name)]);
  } catch (error) {
    const [first] = String(error.message).split("\n");
    rows.push([name, error instanceof QntkError ? "refused" : "FAILED", first.replaceAll(join(folder, "/"), "")]);
  }
}
const width = Math.max(4, ...rows.map(([name]) => name.length));
for (const [name, outcome, words] of rows) console.log(`${name.padEnd(width)}  ${outcome.padEnd(7)}  ${words}`);
const countOf = (outcome) => rows.filter((row) => row[1] === outcome).length;
console.log(`${rows.length} files: ${countOf("read")} read, ${countOf("refused")} refused, ${countOf("FAILED")} failed`);
if (others.length > 0) console.log(`left alone, for their names: ${others.join(", ")}`);
if (statesFile !== undefined) writeFileSync(statesFile, JSON.stringify(states));
if (countOf("FAILED") > 0) process.exitCode = 1;

/** The files below a folder; a run folder counts as one. */
function filesOf(path) {
  if (!existsSync(path) && lstatSync(path).isSymbolicLink()) return [path];
  if (!statSync(path).isDirectory() || existsSync(join(path, "run.json"))) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

function reader(file) {
  if (!existsSync(file))
    return (_, name) => {
      throw new QntkError(`${name} is a link that leads nowhere.`);
    };
  if (statSync(file).isDirectory()) return readRunFolder;
  const text = () => readFileSync(file, "utf8");
  switch (extname(file).toLowerCase()) {
    case ".qasm":
      return (_, name) => readCircuit(text(), name);
    case ".json":
      // Lists are Hamiltonians, objects what a machine says of itself.
      return (_, name) => (text().trimStart().startsWith("{") ? readObject(text(), name) : readSum(text(), name));
    case ".txt":
    case ".pauli":
      return (_, name) => readSum(text(), name);
    case ".npy":
    case ".npz":
    case ".csv":
      return (_, name) => readNumbers(readFileSync(file), name);
    default:
      return undefined;
  }
}

function readSum(text, name) {
  const { qubits, terms } = pauliSum(text, undefined, name);
  return `${counted(qubits, "qubit")}, ${counted(terms.length, "term")}`;
}

/** Properties of a machine; files that other commands read are told apart by their fields. */
function readObject(text, name) {
  const fields = fieldsOf(text);
  if ("base" in fields || "axes" in fields) throw new QntkError(`${name} describes a sweep, which qntk sweep plan reads.`);
  if (typeof fields.qubits === "number" || "ansatz" in fields || "observable" in fields)
    throw new QntkError(`${name} configures a run, which qntk train --config reads.`);
  return readBackend(text, name);
}

function fieldsOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function readBackend(text, name) {
  const { name: machine, relaxation, gates, broken = [], remarks = [] } = noise.parseBackendProperties(text, name);
  const kinds = [...new Set(gates.map(({ gate }) => gate))].sort();
  const words = [`${machine}: ${counted(relaxation.length, "qubit")}`, kinds.join(" ")];
  if (broken.length > 0) words.push(`${broken.length} broken`);
  return [...words, ...remarks].join("; ");
}

function readNumbers(bytes, name) {
  const [head, ...rest] = extname(name).toLowerCase() === ".csv" ? String(bytes).split(/\r?\n/) : [];
  // A table of data: names above numbers.
  if (rest.length > 0 && /^[\s"]*[A-Za-z_]/.test(head)) {
    const { shape } = readArrayFile(Buffer.from(`#\n${rest.join("\n")}`), name, "table", 2);
    return `table of ${counted(shape[0], "row")} with columns ${head.trim()}`;
  }
  const { shape, im } = readArrayFile(bytes, name, "array", [1, 2, 3]);
  return `${im.some((value) => value !== 0) ? "complex" : "real"} array of shape (${shape.join(", ")})`;
}

async function readRunFolder(path) {
  const { document, record } = await readRun(path);
  const { qubits, ansatz, observable } = document.config;
  return `run of ${ansatz} on ${counted(qubits, "qubit")}, ${observable}: ${counted(record.rows, "row")}, ${document.status}`;
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
  return `${counted(qubits, "qubit")}, ${counted(parameters, "parameter")}, ${counted(operations.length, "operation")}`;
}

function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
