/**
 * Observable `heisenberg`: the Heisenberg chain with a coupling and a field for each axis,
 * O = -Σ_i (Jx X_i X_{i+1} + Jy Y_i Y_{i+1} + Jz Z_i Z_{i+1}) - Σ_i (hx X_i + hy Y_i + hz Z_i).
 */
import { ArgumentError } from "../../base/errors.ts";
import type { Field } from "../../base/fields.ts";
import { type Boundary, chainBonds } from "../../quantum/observables.ts";
import { pauliOn } from "../../quantum/pauli.ts";
import { boundary } from "./boundary.ts";
import type { ObservableDefinition } from "./definition.ts";

const AXES = ["x", "y", "z"] as const;

type HeisenbergFields = Readonly<Record<`${"j" | "h"}${(typeof AXES)[number]}`, number>> & { readonly boundary: Boundary };

/** A coupling or a field along an axis, on a slider. */
function along(letter: "J" | "h", axis: string, initial: number): Field {
  const noun = letter === "J" ? "coupling" : "field";
  return {
    name: `${letter.toLowerCase()}${axis}`,
    type: "number",
    words: `${noun} along ${axis}`,
    placeholder: `<${letter.toLowerCase()}>`,
    default: initial,
    symbol: `${letter}${axis}`,
    label: `${noun[0].toUpperCase()}${noun.slice(1)} ${axis}`,
    range: { min: -4, max: 4, step: 0.1 },
  };
}

export const heisenbergChain: ObservableDefinition<HeisenbergFields> = {
  name: "heisenberg",
  title: "Heisenberg chain with fields",
  label: "Heisenberg",
  fields: [...AXES.map((axis) => along("J", axis, 1)), ...AXES.map((axis) => along("h", axis, 0)), boundary],
  targets: ["min+20%", "min", "min-20%"],
  criticalFrom: "min-20%",
  isPauliSum: true,
  build(fields, { qubits }) {
    const bonds = chainBonds(qubits, fields.boundary);
    const couplings = AXES.flatMap((axis) =>
      bonds.map((bond) => ({ coefficient: -fields[`j${axis}`], ...pauliOn(qubits, axis.toUpperCase().repeat(2), bond) })),
    );
    const ofFields = AXES.flatMap((axis) =>
      Array.from({ length: qubits }, (_, i) => ({
        coefficient: -fields[`h${axis}`],
        ...pauliOn(qubits, axis.toUpperCase(), [i]),
      })),
    );
    const terms = [...couplings, ...ofFields].filter(({ coefficient }) => coefficient !== 0);
    if (terms.length === 0)
      throw new ArgumentError("jx", fields.jx, "a number other than 0, where all other couplings and fields are 0");
    return { kind: "pauli-sum", qubits, terms };
  },
  sentence: ({ jx, jy, jz, hx, hy, hz, boundary }) =>
    `Heisenberg, J = (${jx}, ${jy}, ${jz}), h = (${hx}, ${hy}, ${hz}), ${boundary} chain`,
};
