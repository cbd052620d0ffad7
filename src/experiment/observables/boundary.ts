/**
 * The boundary of a chain, a field that chains of every kind share.
 */
import type { Field } from "../../base/fields.ts";
import { boundaries } from "../../quantum/observables.ts";

export const boundary: Field = {
  name: "boundary",
  type: "choice",
  words: "boundary of the chain",
  placeholder: "<name>",
  choices: boundaries,
  default: "open",
  label: "Boundary",
};
