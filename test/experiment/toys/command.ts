/** A toy command: says how many amplitudes the circuits of some runs have together. */
import type { CommandDefinition } from "../../../src/index.ts";

export const toyCommand: CommandDefinition = {
  name: "toy-weigh",
  summary: "weigh toy circuits",
  fields: ({ problem }) => problem,
  options: [
    { flags: "--toy-times <n>", words: "how many there are", initial: "1" },
    { flags: "--toy-name <name>", words: "a name for one of them", repeats: true },
  ],
  examples: ["npx qntk toy-weigh --qubits 3 --toy-times 2"],
  run({ options: { toyTimes = "1", toyName = [] }, config, print }) {
    print(
      `${Number(toyTimes) * 2 ** (config?.qubits ?? 0)} amplitudes of ${config?.ansatz} ${[toyName].flat().join(" and ")}`.trim(),
    );
    return 0;
  },
};
