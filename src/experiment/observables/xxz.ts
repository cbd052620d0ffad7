/**
 * Observable `xxz`: the Heisenberg chain with anisotropy and field J. Source: Eq. 29.
 */
import { type Boundary, xxz } from "../../quantum/observables.ts";
import { xxzAsymptotic } from "../../theory/haar/chains.ts";
import { boundary } from "./boundary.ts";
import type { ObservableDefinition } from "./definition.ts";

export const xxzChain: ObservableDefinition<{ readonly coupling: number; readonly boundary: Boundary }> = {
  name: "xxz",
  title: "XXZ chain",
  label: "XXZ",
  fields: [
    {
      name: "coupling",
      type: "number",
      words: "coupling J",
      placeholder: "<j>",
      default: 2,
      symbol: "J",
      label: "Coupling",
      range: { min: -4, max: 4, step: 0.1 },
    },
    boundary,
  ],
  targets: ["min+4", "min", "min-4"],
  criticalFrom: "min-20%",
  isPauliSum: true,
  build: ({ coupling, boundary }, { qubits }) => xxz({ qubits, coupling, boundary }),
  sentence: ({ coupling = 2, boundary = "open" }) => `XXZ, J = ${coupling}, ${boundary} chain`,
  asymptotics: ({ coupling, boundary }, chain) =>
    boundary === "open" ? { of: "XXZ chain", averages: xxzAsymptotic({ ...chain, coupling }) } : undefined,
};
