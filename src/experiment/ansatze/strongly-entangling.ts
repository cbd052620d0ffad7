/**
 * Ansatz `strongly-entangling`: any rotation of every qubit and rings of CNOTs, as PennyLane's StronglyEntanglingLayers.
 */
import { stronglyEntanglingAnsatz } from "../../quantum/strongly-entangling-ansatz.ts";
import type { AnsatzDefinition } from "./definition.ts";

export const stronglyEntangling: AnsatzDefinition = {
  name: "strongly-entangling",
  title: "strongly entangling layers",
  label: "Strongly entangling",
  labLayers: 96,
  layerSymbol: "D",
  layerWords: "D of strongly-entangling (3 n parameters each)",
  fields: [],
  isRandom: () => false,
  parameters: (_, { qubits, layers }) => 3 * qubits * layers,
  build: (_, { qubits, layers }) => stronglyEntanglingAnsatz({ qubits, layers }),
  footprint: () => ({}),
  layerWork: (_, { qubits }) => 4 * qubits * 2 ** qubits,
  inGates: { words: "strongly-entangling", holds: () => true },
  sentence: () => "strongly entangling layers",
};
