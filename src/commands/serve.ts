/**
 * `qntk serve`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";

/** The command. */
export const serveCommand: CommandDefinition = {
  name: "serve",
  summary: "answer requests for commands in lines of JSON, many in one process: what the Python package talks to",
  options: [{ flags: "--stdio", words: "on standard input and output" }],
  notes: `A request is {"id": 1, "arguments": ["train", "--qubits=2", "--json"]}; {"cancel": 1} stops it. docs/python.md has the answers.`,
  examples: [`echo '{"id": 1, "arguments": ["doctor"]}' | npx qntk serve --stdio`],
};
