/**
 * Mutation testing: every small change of the code that a test should notice, and whether one does. Stryker is installed for it, and not kept in package.json.
 *
 * node test/mutation/run.mjs [optimizers|gradients|theory]: one area, or all three one after the other; the report of each is node_modules/.cache/mutation/AREA.json.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { AREAS } from "./areas.mjs";

const asked = process.argv.slice(2);
const unknown = asked.find((area) => !(area in AREAS));
if (unknown !== undefined) throw new Error(`The area is ${unknown}; allowed: ${Object.keys(AREAS).join(", ")}`);
const command = (name, ...args) => {
  const { status } = spawnSync(name, args, { stdio: "inherit", env: { ...process.env, NO_COLOR: "1" } });
  if (status !== 0) process.exit(status ?? 1);
};
if (!existsSync("node_modules/@stryker-mutator/vitest-runner"))
  command(
    "npm",
    "install",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "@stryker-mutator/core@9",
    "@stryker-mutator/vitest-runner@9",
  );

for (const area of asked.length > 0 ? asked : Object.keys(AREAS)) {
  process.env.QNTK_MUTATION = area;
  command("npx", "stryker", "run", "test/mutation/stryker.config.mjs");
  const { files } = JSON.parse(readFileSync(`node_modules/.cache/mutation/${area}.json`, "utf8"));
  const counts = {};
  for (const { mutants } of Object.values(files)) for (const { status } of mutants) counts[status] = (counts[status] ?? 0) + 1;
  const found = (counts.Killed ?? 0) + (counts.Timeout ?? 0);
  const all = found + (counts.Survived ?? 0) + (counts.NoCoverage ?? 0);
  console.log(`${area}: ${found} of ${all} found (${((100 * found) / all).toFixed(1)} %)`, counts);
}
