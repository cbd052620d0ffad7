/**
 * Observable `tfim`: the Ising chain in a transverse field h.
 */
import { type Boundary, tfim } from "../../quantum/observables.ts";
import { tfimAsymptotic } from "../../theory/haar/chains.ts";
import { boundary } from "./boundary.ts";
import type { ObservableDefinition } from "./definition.ts";

export const tfimChain: ObservableDefinition<{ readonly field: number; readonly boundary: Boundary }> = {
  name: "tfim",
  title: "Ising chain in a transverse field",
  label: "TFIM",
  fields: [
    {
      name: "field",
      type: "number",
      words: "field h",
      placeholder: "<h>",
      default: 2,
      symbol: "h",
      label: "Field",
      range: { min: -4, max: 4, step: 0.1 },
    },
    boundary,
  ],
  targets: ["min+4", "min", "min-4"],
  criticalFrom: "min-20%",
  isPauliSum: true,
  build: ({ field, boundary }, { qubits }) => tfim({ qubits, field, boundary }),
  sentence: ({ field = 2, boundary = "open" }) => `transverse-field Ising, h = ${field}, ${boundary} chain`,
  asymptotics: ({ field, boundary }, chain) =>
    boundary === "open" ? { of: "TFIM chain", averages: tfimAsymptotic({ ...chain, field }) } : undefined,
};
