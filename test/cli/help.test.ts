/**
 * Help: what is printed is what docs/cli.md says, and every command has examples.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runCli } from "../support/cli.ts";

const commands = [
  ...["transition", "train", "show", "export", "verify", "lab", "doctor", "schema", "diagnose", "depth", "hessian", "speedup"],
  ...["theory", "theory haar", "theory restricted-haar", "theory frame-potential", "theory late-time"],
  ...["theory deep-limit", "theory lotka-volterra"],
];

describe("help", () => {
  it("docs/cli.md is up to date (npm run generate)", async () => {
    const reference = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");
    for (const args of [[], ...commands.map((name) => name.split(" "))]) {
      const { code, stdout } = await runCli([...args, "--help"]);
      expect(code).toBe(0);
      expect(reference).toContain(stdout.trimEnd());
    }
  });

  it.each(commands)("%s has examples", async (name) => {
    expect((await runCli([...name.split(" "), "--help"])).stdout).toContain(`npx qntk ${name}`);
  });

  it("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect((await runCli(["--version"])).stdout).toBe(`${version}\n`);
  });

  it("no command at all: help on standard error, exit 2", async () => {
    const { code, stderr } = await runCli([]);
    expect(code).toBe(2);
    expect(stderr).toContain("Usage: qntk");
  });
});
