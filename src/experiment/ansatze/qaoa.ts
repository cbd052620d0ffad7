/**
 * Ansatz `qaoa`: the quantum approximate optimisation ansatz of a graph.
 */
import { qaoaAnsatz } from "../../quantum/qaoa-ansatz.ts";
import { maxCut, parseEdges } from "../observables/maxcut.ts";
import type { AnsatzDefinition } from "./definition.ts";

export const qaoa: AnsatzDefinition<{ readonly edges: string }> = {
  name: "qaoa",
  title: "quantum approximate optimisation of a graph",
  label: "QAOA",
  labLayers: 96,
  layerSymbol: "p",
  layerWords: "p of the qaoa (2 parameters each)",
  // The graph is that of observable maxcut, where both are chosen.
  fields: maxCut.fields,
  isRandom: () => false,
  parameters: (_, { layers }) => 2 * layers,
  parameterNames: (_, { layers }) => Array.from({ length: 2 * layers }, (_, k) => `${k % 2 === 0 ? "gamma" : "beta"}[${k >> 1}]`),
  check({ edges }, { qubits }) {
    parseEdges(edges, qubits);
  },
  build: ({ edges }, { qubits, layers }) => qaoaAnsatz({ qubits, layers, edges: parseEdges(edges, qubits) }),
  footprint: () => ({}),
  layerWork: ({ edges }, { qubits }) => (edges.split(",").length + qubits) * 2 ** qubits,
  inGates: { words: "qaoa", holds: () => true },
  sentence: ({ edges }) => `quantum approximate optimisation of the graph ${edges}`,
};
