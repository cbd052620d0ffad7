/**
 * Ansatz `circuit`: a circuit of one's own, as OpenQASM text. The text itself is the value of its field, so that a configuration is complete.
 */
import { ArgumentError, Described, FormatError } from "../../base/errors.ts";
import { counted } from "../../base/words.ts";
import { type ReadCircuit, readOpenQasm, type TrainedAngles, trainedAngles } from "../../interop/qasm/read.ts";
import { parseStarts } from "../../interop/qasm/starts.ts";
import type { ComplexVector } from "../../linalg/complex-matrix.ts";
import { namesArrayFile } from "../arrays.ts";
import type { AnsatzDefinition } from "./definition.ts";

type CircuitFields = { readonly circuit: string; readonly trainAngles?: TrainedAngles; readonly angles?: string };

/** Numbers that an operation takes in memory at most, in the circuit and in an engine. */
const NUMBERS_OF_OPERATION = 64;
/** Texts whose circuits are kept: a configuration is asked about its circuit many times. */
const KEPT = 4;

const isFile = (value: unknown) => namesArrayFile(String(value));

/** The circuits read last, by what was asked. */
const kept = new Map<string, ReadCircuit>();

function read({ circuit: text, trainAngles = "inputs" }: CircuitFields): ReadCircuit {
  const key = `${trainAngles}\n${text}`;
  const known = kept.get(key) ?? readTrainable(text, trainAngles);
  kept.delete(key);
  kept.set(key, known);
  for (const old of [...kept.keys()].slice(0, -KEPT)) kept.delete(old);
  return known;
}

function readTrainable(text: string, trained: TrainedAngles): ReadCircuit {
  const circuit = readOpenQasm(text, "circuit", trained);
  if (circuit.names.length > 0) return circuit;
  throw new FormatError(
    "circuit",
    trained === "all"
      ? "has no angle that could be trained"
      : "has no input, so that nothing is trained: declare angles as input float a; or train its numbers with --train-angles all",
  );
}

export const circuitFile: AnsatzDefinition<CircuitFields> = {
  name: "circuit",
  title: "a circuit of your own, from OpenQASM",
  label: "Own circuit",
  layerSymbol: "layers",
  layerWords: "one for circuit, whose text says it all",
  fields: [
    {
      name: "circuit",
      type: "text",
      words: "file with the circuit in OpenQASM 2 or 3",
      placeholder: "<file>",
      required: "a file with a circuit in OpenQASM",
      textFrom: "path",
      label: "OpenQASM",
      hint: () => "pasted, or a file dropped on the page",
      example: exampleCircuit,
      checkText: (text, path) => {
        readOpenQasm(text, path);
      },
      file: { content: "text", stored: "circuit.qasm", names: () => false, inline: true },
    },
    {
      name: "trainAngles",
      type: "choice",
      words: "angles that are trained: inputs, or all, by which every number is a parameter that starts at its value",
      placeholder: "<which>",
      choices: trainedAngles,
      default: "inputs",
      label: "Trained angles",
    },
    {
      name: "angles",
      type: "text",
      words: "initial angles by name, such as 'a=0.3,p[0]=-1', or all of them in a file (.npy, .npz, .csv); others are drawn",
      placeholder: "<list>",
      file: { content: "vector", stored: "angles.npy", names: isFile },
    },
  ],
  isRandom: () => false,
  size: (fields) => ({ qubits: read(fields).circuit.qubits, layers: 1 }),
  parameters: (fields) => read(fields).names.length,
  parameterNames: (fields) => read(fields).names,
  check(fields) {
    const { names } = read(fields);
    if (fields.angles !== undefined && !isFile(fields.angles)) parseStarts(fields.angles, names);
  },
  build: (fields) => read(fields).circuit,
  starts(fields, arrays) {
    const { names, starts } = read(fields);
    if (fields.angles === undefined) return starts;
    if (!isFile(fields.angles)) return parseStarts(fields.angles, names, starts);
    const angles = arrays.angles as ComplexVector | undefined;
    if (angles === undefined) throw new ArgumentError("angles", fields.angles, "angles that have been read");
    if (angles.re.length !== names.length || angles.im.some((value) => value !== 0) || !angles.re.every(Number.isFinite))
      throw new ArgumentError(
        "angles",
        new Described(`${fields.angles}, with ${counted(angles.re.length, "number")}`),
        `${counted(names.length, "finite real number")}: ${shortList(names)}`,
      );
    return angles.re;
  },
  footprint: (fields) => ({ gates: read(fields).circuit.operations.length * NUMBERS_OF_OPERATION }),
  layerWork: (fields, { qubits }) => read(fields).circuit.operations.length * 2 ** qubits,
  inGates: { words: "circuit", holds: () => true },
  sentence: (fields) => `circuit of ${counted(read(fields).gates.length, "gate")} from OpenQASM`,
  detail: (fields) => `of ${counted(read(fields).gates.length, "gate")}`,
};

/** A circuit to begin with: two rows of rotations and a chain of CNOTs between them. */
function exampleCircuit(qubits: number): string {
  return `OPENQASM 3.0;
include "stdgates.inc";
input array[float[64], ${2 * qubits}] p;
qubit[${qubits}] q;
for int k in [0:${qubits - 1}] { ry(p[k]) q[k]; }
for int k in [0:${qubits - 2}] { cx q[k], q[k + 1]; }
for int k in [0:${qubits - 1}] { ry(p[k + ${qubits}]) q[k]; }
`;
}

function shortList(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(", ")}, …` : names.join(", ");
}
