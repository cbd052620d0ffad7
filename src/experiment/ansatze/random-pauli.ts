/**
 * Ansatz `rpa`: the random Pauli ansatz, with the entangling layers that it may have. Source: Eqs. 26-27.
 */
import { ArgumentError } from "../../base/errors.ts";
import { drawRandomPauli } from "../../ensembles/draws.ts";
import { type EntanglerName, entanglerNames, gatesOfBrickwork } from "../../quantum/entanglers.ts";
import { DEFAULT_ENTANGLER_DEPTH, randomPauliAnsatzSteps } from "../../quantum/random-pauli-ansatz.ts";
import { streams as streamTable } from "../../quantum/streams/index.ts";
import { randomPauliMeanK } from "../../theory/haar/averages.ts";
import type { AnsatzDefinition } from "./definition.ts";

/** Numbers that a two-qubit gate takes in memory, in the circuit and in an engine. */
const NUMBERS_OF_GATE = 128;

/** The entangling layers on all qubits, as in the paper. */
const HAAR: EntanglerName = "haar";
const CLIFFORD: EntanglerName = "clifford";
const BRICKWORKS = entanglerNames.filter((name) => name !== HAAR);

type RandomPauliFields = { readonly entangler: EntanglerName; readonly entanglerDepth: number };

export const randomPauli: AnsatzDefinition<RandomPauliFields> = {
  name: "rpa",
  title: "random Pauli ansatz",
  label: "Random Pauli",
  layerSymbol: "L",
  layerWords: "L of the rpa (one parameter each)",
  labLayers: 512,
  fields: [
    {
      name: "entangler",
      type: "choice",
      words:
        "W_l: haar, a Haar-random unitary on all qubits; brickwork, rows of Haar-random two-qubit gates; clifford, rows of random two-qubit Clifford gates",
      placeholder: "<name>",
      choices: entanglerNames,
      default: HAAR,
      label: "Entangler",
      defaultStreams: true,
    },
    {
      name: "entanglerDepth",
      type: "integer",
      words: "rows of two-qubit gates in each W_l that is no Haar unitary",
      placeholder: "<rows>",
      min: 1,
      default: DEFAULT_ENTANGLER_DEPTH,
      label: "Rows of W",
      range: { min: 1, max: 32, step: 1 },
      when: { field: "entangler", is: BRICKWORKS },
      defaultStreams: true,
    },
  ],
  isRandom: () => true,
  parameters: (_, { layers }) => layers,
  check({ entangler }, { streams }) {
    if (!streamTable.get(streams).seeded && entangler !== HAAR)
      throw new ArgumentError("entangler", entangler, `${HAAR}, with streams ${streams}`);
  },
  build: ({ entangler, entanglerDepth }, { qubits, layers, seed, streams, precision, recruit }) =>
    randomPauliAnsatzSteps({ qubits, layers, seed, streams, entangler, entanglerDepth, precision }, recruit),
  footprint: ({ entangler, entanglerDepth = 0 }, { qubits, layers }) =>
    entangler === HAAR
      ? { matrices: 2 * layers * 4 ** qubits, states: layers }
      : { gates: layers * gatesOfBrickwork(qubits, entanglerDepth) * NUMBERS_OF_GATE },
  layerWork: ({ entangler, entanglerDepth = 1 }, { qubits }) =>
    entangler === HAAR ? 4 ** qubits : entanglerDepth * qubits * 2 ** qubits,
  lighter: ({ entangler }) => (entangler === HAAR ? "entangler brickwork" : undefined),
  inGates: { words: `rpa with entangler ${CLIFFORD}`, holds: ({ entangler }) => entangler === CLIFFORD },
  sentence: ({ entangler = HAAR, entanglerDepth }) =>
    entangler === HAAR
      ? "random Pauli ansatz"
      : `random Pauli ansatz with ${entangler === CLIFFORD ? "Clifford" : "Haar"} brickworks of depth ${entanglerDepth}`,
  detail: ({ entangler = HAAR, entanglerDepth }) => (entangler === HAAR ? undefined : `${entangler} depth ${entanglerDepth}`),
  meanKernel: randomPauliMeanK,
  draws: ({ entangler = HAAR }) => (entangler === HAAR ? drawRandomPauli : undefined),
  layerSentence: ({ entangler = HAAR }) =>
    `Each layer: a rotation about a random Pauli string on all qubits, then ${
      entangler === HAAR
        ? "W, a fixed random unitary on all qubits, different in each layer"
        : "a fixed brickwork of random two-qubit gates"
    }.`,
};
