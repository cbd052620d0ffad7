// A module of a user's own: an observable that the package does not have.
export default ({ registerObservable, pauliSum }) => {
  registerObservable({
    name: "ring",
    title: "XX ring with a field",
    fields: [{ name: "ringField", type: "number", words: "field of the ring", placeholder: "<g>", default: 1, symbol: "g" }],
    targets: ["min+1", "min", "min-1"],
    criticalFrom: "min-20%",
    isPauliSum: true,
    build: ({ ringField }, { qubits }) => {
      const letters = (letter, places) => Array.from({ length: qubits }, (_, q) => (places.includes(q) ? letter : "I")).join("");
      const terms = Array.from({ length: qubits }, (_, k) => [
        `- ${letters("X", [k, (k + 1) % qubits])}`,
        `- ${ringField}*${letters("Z", [k])}`,
      ]);
      return pauliSum(terms.flat().join(" "), qubits);
    },
    sentence: ({ ringField }) => `an XX ring with field ${ringField}`,
  });
};
