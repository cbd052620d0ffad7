/**
 * Ansatz `two-local`: rotations of every qubit and two-qubit gates in a pattern, in turn.
 */
import { ArgumentError } from "../../base/errors.ts";
import {
  type LocalRotation,
  localRotations,
  type PairGate,
  type PairPattern,
  pairGates,
  pairPatterns,
  twoLocalAnsatz,
  twoLocalParameters,
} from "../../quantum/two-local-ansatz.ts";
import type { AnsatzDefinition, AnsatzSize } from "./definition.ts";

type TwoLocalFields = { readonly rotations: string; readonly pairGate: PairGate; readonly pattern: PairPattern };

function optionsOf({ rotations, pairGate: gate, pattern }: TwoLocalFields, { qubits, layers }: AnsatzSize) {
  const list = rotations.split(",").map((name) => name.trim());
  const known = list.filter((name): name is LocalRotation => (localRotations as readonly string[]).includes(name));
  if (known.length < list.length)
    throw new ArgumentError("rotations", rotations, `a list of ${localRotations.join(", ")}, such as ry,rz`);
  return { qubits, layers, rotations: known, gate, pattern };
}

export const twoLocal: AnsatzDefinition<TwoLocalFields> = {
  name: "two-local",
  title: "rotations and two-qubit gates of your choice, in turn",
  label: "Two-local",
  layerSymbol: "D",
  labLayers: 96,
  layerWords: "D of two-local (and one more row of rotations at the end)",
  fields: [
    {
      name: "rotations",
      type: "text",
      words: "rotations of every qubit in each row, such as ry or ry,rz",
      placeholder: "<list>",
      default: "ry",
      label: "Rotations",
    },
    {
      name: "pairGate",
      type: "choice",
      words: "gate on pairs of qubits; all but cx and cz have a parameter",
      placeholder: "<gate>",
      choices: pairGates,
      default: "cx",
      label: "Gate",
    },
    {
      name: "pattern",
      type: "choice",
      words: "pairs that it acts on",
      placeholder: "<name>",
      choices: pairPatterns,
      default: "linear",
      label: "Pairs",
    },
  ],
  isRandom: () => false,
  parameters: (fields, size) => twoLocalParameters(optionsOf(fields, size)),
  check(fields, size) {
    optionsOf(fields, size);
  },
  build: (fields, { qubits, layers }) => twoLocalAnsatz(optionsOf(fields, { qubits, layers })),
  footprint: () => ({}),
  layerWork: ({ rotations, pattern }, { qubits }) =>
    (rotations.split(",").length * qubits + (pattern === "full" ? qubits ** 2 : qubits)) * 2 ** qubits,
  inGates: { words: "two-local", holds: () => true },
  sentence: ({ rotations, pairGate, pattern }) => `two-local ansatz of ${rotations} and ${pattern} ${pairGate}`,
  detail: ({ rotations, pairGate, pattern }) => `${rotations} ${pattern} ${pairGate}`,
};
