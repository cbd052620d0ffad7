/** A toy observable: minus a field along Z on the first qubit. */
import { type ObservableDefinition, pauliSum } from "../../../src/index.ts";

export const toyObservable: ObservableDefinition<{ readonly toyField: number }> = {
  name: "toy-field",
  title: "toy field",
  label: "Toy field",
  fields: [
    {
      ...{ name: "toyField", type: "number", words: "strength of the toy field", placeholder: "<h>", default: 1.5, above: 0 },
      ...{ symbol: "t", label: "Strength", range: { min: 0.5, max: 4, step: 0.5 } },
    },
  ],
  targets: ["min+1", "min", "min-1"],
  criticalFrom: "min-20%",
  isPauliSum: true,
  build: ({ toyField }, { qubits }) => pauliSum(`-${toyField}*Z${"I".repeat(qubits - 1)}`, qubits),
  sentence: ({ toyField }) => `toy field of ${toyField}`,
};
