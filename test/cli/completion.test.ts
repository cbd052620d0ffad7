/**
 * Completion: scripts made from the commands, asked in the shells that are here.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { knownFields, loadFields } from "../../src/cli/fields.ts";
import { commands } from "../../src/commands/index.ts";
import { optionsOf } from "../../src/commands/options.ts";
import { optionFields } from "../../src/experiment/schema.ts";
import { runHere } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

await loadFields();
const scripts = Object.fromEntries(
  await Promise.all(
    ["bash", "zsh", "fish"].map(async (shell) => {
      const { code, stdout, stderr } = await runHere(["completion", shell]);
      expect([code, stderr]).toEqual([0, ""]);
      return [shell, stdout] as const;
    }),
  ),
);

/** Whether a shell is on this machine. */
const here = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

/** What bash offers at the end of a line of words. */
function inBash(words: readonly string[], cwd?: string): string[] {
  const program = `${scripts.bash}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _qntk; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", program, "bash", ...words], { cwd, encoding: "utf8" })
    .trimEnd()
    .split("\n");
}

describe("completion", () => {
  it.each(Object.keys(scripts))("%s: every command that help shows, and every option", (shell) => {
    for (const command of commands.all) {
      if (command.hidden) continue;
      expect(scripts[shell]).toContain(command.name.split(" ").at(-1));
      for (const { flags, hidden } of optionsOf(command, knownFields()))
        if (!hidden) expect(scripts[shell]).toContain(flags.split(" ")[0].slice(2));
    }
    expect(scripts[shell]).not.toContain("sweep/work");
  });

  it.skipIf(!here("bash"))("bash: commands, those below others, options", () => {
    expect(inBash(["qntk", "t"])).toEqual(["transition", "train", "theory"]);
    expect(inBash(["qntk", "theory", "ha"])).toEqual(["haar"]);
    expect(inBash(["qntk", "train", "--optim"])).toEqual(["--optimizer"]);
    expect(inBash(["qntk", "completion", ""])).toEqual(expect.arrayContaining(["bash", "zsh", "fish"]));
  });

  it.skipIf(!here("bash"))(
    "bash: the names that an option takes, after a space and after =; none where it takes a number",
    () => {
      const names = optionFields().get("ansatz")?.choices;
      expect(inBash(["qntk", "train", "--ansatz", ""])).toEqual(names);
      expect(inBash(["qntk", "train", "--ansatz", "=", "h"])).toEqual(["hea"]);
      expect(inBash(["qntk", "train", "--qubits", ""])).toEqual([""]);
      expect(inBash(["qntk", "sweep", "submit", "--engine", ""])).toEqual([""]);
    },
  );

  it.skipIf(!here("bash"))("bash: files and folders where a path is asked for, spaces in them", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "runs"));
    writeFileSync(join(folder, "my config.json"), "{}");
    expect(inBash(["qntk", "show", "r"], folder)).toEqual(["runs"]);
    expect(inBash(["qntk", "train", "--config", "my"], folder)).toEqual(["my config.json"]);
  });

  it.skipIf(!here("fish"))("fish: names with what they are", () => {
    const ask = (line: string) =>
      execFileSync("fish", ["--no-config", "-c", `${scripts.fish}\ncomplete -C '${line}'`], { encoding: "utf8" })
        .trimEnd()
        .split("\n");
    expect(ask("qntk theory ha")).toEqual([expect.stringMatching(/^haar\taverages of K/)]);
    expect(
      ask("qntk train --ansatz ")
        .map((line) => line.split("\t")[0])
        .sort(),
    ).toEqual([...(optionFields().get("ansatz")?.choices ?? [])].sort());
  });

  it.skipIf(!here("zsh"))("zsh: reads the script", () => {
    expect(spawnSync("zsh", ["-n"], { input: scripts.zsh }).status).toBe(0);
  });

  it("another shell is refused", async () => {
    const { code, stderr } = await runHere(["completion", "tcsh"]);
    expect([code, stderr]).toEqual([2, 'qntk: shell is "tcsh"; allowed: bash, zsh or fish.\n']);
  });
});
