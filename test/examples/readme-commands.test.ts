/**
 * The README's commands, one after the other in an empty folder, as somebody types them.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { blocksOf } from "../support/blocks.ts";
import { temporaryFolder } from "../support/temporary.ts";

const root = resolve(import.meta.dirname, "../..");

it("the README's commands do what they say", { timeout: 300_000 }, () => {
  const [block = ""] = blocksOf(readFileSync(join(root, "README.md"), "utf8"), "sh", "From the shell");
  const commands = block.trim().split("\n");
  expect(commands.length).toBeGreaterThan(7);
  const cwd = temporaryFolder();
  for (const command of commands) {
    const [npx, qntk, ...words] = command.replace(/ +#.*$/, "").split(" ");
    expect([npx, qntk]).toEqual(["npx", "qntk"]);
    execFileSync(process.execPath, [join(root, "dist/cli.mjs"), ...words], { cwd, stdio: "pipe" });
  }
  for (const file of ["runs/first/training.png", "first.npz", "hessian.svg", "figures/figure-frame-potential-quick.svg"])
    expect(existsSync(join(cwd, file)), file).toBe(true);
});
