/**
 * Help: what is printed is what docs/cli.md says, for every command that the program has, and every command has examples.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandWords } from "../../scripts/commands.mjs";
import { runHere } from "../support/cli.ts";

const helps = new Map<string, string>();
const commands = await commandWords(async (words) => {
  const { code, stdout } = await runHere([...words, "--help"]);
  expect(code).toBe(0);
  helps.set(words.join(" "), stdout.trimEnd());
  return stdout;
});
const names = commands.map((words) => words.join(" ")).filter((name) => name !== "");

describe("help", () => {
  it("docs/cli.md has every command, as its help says it, and no other (npm run generate)", () => {
    const reference = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");
    for (const name of ["", ...names]) expect(reference).toContain(`\`\`\`text\n${helps.get(name)}\n\`\`\``);
    const titles = [...reference.matchAll(/^## qntk ?(.*)$/gm)].map(([, name]) => name);
    expect(titles.sort()).toEqual(["", ...names].sort());
  });

  it("all commands are found, those below others too", () => {
    for (const name of ["train", "noise", "circuit", "figure", "theory", "theory haar", "theory late-time"])
      expect(names).toContain(name);
  });

  it.each(names)("%s has examples", (name) => {
    expect(helps.get(name)).toContain(`npx qntk ${name}`);
  });

  it("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect((await runHere(["--version"])).stdout).toBe(`${version}\n`);
  });

  it("no command at all: help, exit 0", async () => {
    expect(await runHere([])).toEqual({ code: 0, stdout: `${helps.get("")}\n`, stderr: "" });
  });

  it("a command that needs another word: help on standard error, exit 2", async () => {
    const { code, stdout, stderr } = await runHere(["theory"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.trimEnd()).toBe(helps.get("theory"));
  });

  it("an option that is not there: one line and a hint", async () => {
    const { code, stderr } = await runHere(["train", "--qubit", "2"]);
    expect([code, stderr]).toEqual([2, "error: unknown option '--qubit'\n(Did you mean --qubits?)\n(add --help for help)\n"]);
  });
});
