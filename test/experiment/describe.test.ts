/**
 * The command line that a report prints computes the same configuration again.
 */
import { describe, expect, it } from "vitest";
import { loadFields } from "../../src/cli/fields.ts";
import { buildProgram } from "../../src/cli/program.ts";
import { configFields, type RunOptionValues } from "../../src/cli/run-options.ts";
import { type ExperimentConfigInput, parseExperiment } from "../../src/experiment/config.ts";
import { commandLineOf, describeRun } from "../../src/experiment/describe.ts";

await loadFields();

/** The words of a POSIX command line with single quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\'|[^\s'])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\'/g, (match, inner) => inner ?? (match === "\\'" ? "'" : "")),
  );
}

describe("commandLineOf", () => {
  it.each<[string, ExperimentConfigInput]>([
    ["the defaults", {}],
    ["numbers, negative and small", { qubits: 3, eta: 2.5e-4, coupling: -1.5, target: [-20, 1e-3, "max+2"], seed: 7 }],
    ["text with blanks and signs", { observable: "pauli", qubits: 4, pauli: "-1.0*XXII + 0.5*ZIIZ" }],
    ["strides", { measure: { mu: 40, theta: 100, hessian: 500 } }],
    ["nothing measured", { measure: {} }],
    ["published streams", { ansatz: "hea", streams: "published", observable: "tfim", field: 2, boundary: "periodic" }],
    ["a brickwork", { entangler: "brickwork", entanglerDepth: 3, qubits: 14 }],
    ["Clifford gates", { entangler: "clifford", qubits: 5 }],
    ["a path with a quote", { observable: "projector", state: "it's here/psi 1.npy", qubits: 2 }],
  ])("%s", (_, input) => {
    const config = parseExperiment(input);
    const line = commandLineOf("train", config);
    const words = wordsOf(line);
    expect(words.slice(0, 3)).toEqual(["npx", "qntk", "train"]);
    const train = buildProgram(() => {}).commands.find((command) => command.name() === "train");
    train?.parseOptions(words.slice(3));
    expect(parseExperiment(configFields(train?.opts<RunOptionValues>() ?? {}))).toEqual(config);
  });
});

describe("describeRun", () => {
  it("names the entangling layers where they are not the paper's", () => {
    const lineOf = (input: ExperimentConfigInput) => describeRun(parseExperiment(input), 64, { min: -14, max: 9 });
    expect(lineOf({})).toMatch(/^rpa n=4 L=64, xxz in /);
    expect(lineOf({ ansatz: "hea" })).toMatch(/^hea n=4 L=64, /);
    expect(lineOf({ entangler: "clifford", entanglerDepth: 3 })).toMatch(/^rpa clifford depth 3 n=4 L=64, /);
  });
});
