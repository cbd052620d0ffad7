/**
 * Ansatz `hea`: rotations of every qubit and a brick pattern of CNOTs.
 */
import { hardwareEfficientAnsatz } from "../../quantum/hardware-efficient-ansatz.ts";
import type { AnsatzDefinition } from "./definition.ts";

export const hardwareEfficient: AnsatzDefinition = {
  name: "hea",
  title: "hardware-efficient ansatz",
  label: "HEA",
  layerSymbol: "D",
  layerWords: "D of the hea (2 n parameters each)",
  labLayers: 96,
  fields: [],
  isRandom: () => false,
  parameters: (_, { qubits, layers }) => 2 * qubits * layers,
  build: (_, { qubits, layers }) => hardwareEfficientAnsatz({ qubits, layers }),
  footprint: () => ({}),
  layerWork: (_, { qubits }) => 3 * qubits * 2 ** qubits,
  inGates: { words: "hea", holds: () => true },
  sentence: () => "hardware-efficient ansatz",
  layerSentence: () => "Each layer: RY and RZ on every qubit, then a CNOT on each pair of neighbours.",
};
