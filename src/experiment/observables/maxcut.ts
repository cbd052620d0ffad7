/**
 * Observable `maxcut`: minus the weight of the edges of a graph that a cut goes through, O = Σ_(a,b) w_ab (Z_a Z_b - 1)/2. A bit string says
 * which side each vertex is on; O_min is minus the maximum cut.
 */
import { ArgumentError } from "../../base/errors.ts";
import { plainNumerals } from "../../base/numerals.ts";
import { pauliOn } from "../../quantum/pauli.ts";
import type { WeightedEdge } from "../../quantum/qaoa-ansatz.ts";
import type { ObservableDefinition } from "./definition.ts";

const FORM =
  "edges such as 0-1:1.5,1-2: two different vertices, from 0 to one less than qubits, and a finite weight (1 where left out)";
const EDGE = /^(\d+)\s*-\s*(\d+)(?:\s*:\s*(\S+))?$/;

/**
 * Reads the edges of a graph.
 *
 * @param text such as `0-1:1.5,1-2`
 * @throws ArgumentError for text of another form, a vertex that is no qubit, or an edge that stands twice
 */
export function parseEdges(text: string, qubits: number): WeightedEdge[] {
  const seen = new Set<string>();
  return plainNumerals(text)
    .split(",")
    .map((part) => {
      const [, first, second, weight = "1"] = EDGE.exec(part.trim()) ?? [];
      const vertices = [Number(first), Number(second)].sort((a, b) => a - b) as [number, number];
      const named = vertices.join("-");
      if (first === undefined || vertices[0] === vertices[1] || vertices[1] >= qubits || !Number.isFinite(Number(weight)))
        throw new ArgumentError("edges", part.trim(), FORM);
      if (seen.has(named)) throw new ArgumentError("edges", part.trim(), `every edge once (${named} stands there twice)`);
      seen.add(named);
      return { vertices, weight: Number(weight) };
    });
}

export const maxCut: ObservableDefinition<{ readonly edges: string }> = {
  name: "maxcut",
  title: "maximum cut of a weighted graph",
  label: "MaxCut",
  fields: [
    {
      name: "edges",
      type: "text",
      words: "edges of the graph with their weights, such as 0-1:1.5,1-2",
      placeholder: "<list>",
      numerals: true,
      required: "edges such as 0-1:1.5,1-2",
      label: "Edges",
      hint: (qubits) => `vertices 0 to ${qubits - 1}, weight 1 where left out`,
      example: (qubits) =>
        Array.from({ length: qubits }, (_, q) => `${q}-${(q + 1) % qubits}`)
          .slice(qubits === 2 ? 1 : 0)
          .join(),
    },
  ],
  targets: ["min+20%", "min", "min-20%"],
  criticalFrom: "min-20%",
  isPauliSum: true,
  build({ edges }, { qubits }) {
    const graph = parseEdges(edges, qubits);
    const constant = { coefficient: -graph.reduce((sum, { weight }) => sum + weight / 2, 0), x: 0, z: 0 };
    const pairs = graph.map(({ vertices, weight }) => ({ coefficient: weight / 2, ...pauliOn(qubits, "ZZ", vertices) }));
    return { kind: "pauli-sum", qubits, terms: [...pairs, constant] };
  },
  sentence: ({ edges }) => `maximum cut of ${edges}`,
};
