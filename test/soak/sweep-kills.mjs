/**
 * A sweep on this machine killed with -9 at a random moment, over and over: it ends with the results of the undisturbed one.
 *
 *     node test/soak/sweep-kills.mjs [times] [seed]        with dist/ built
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [times = 20, seed = 1] = process.argv.slice(2).map(Number);
const cli = resolve(import.meta.dirname, "../../dist/cli.mjs");
const work = mkdtempSync(join(tmpdir(), "qntk-kills-"));
const env = { ...process.env, QNTK_COMMIT_SECONDS: "0.1" };
const start = (out) =>
  spawn(process.execPath, [cli, "sweep", "run", "sweep.json", "--out", out, "--quiet"], { cwd: work, env, stdio: "inherit" });
const end = (child) => new Promise((done) => child.on("close", (code, signal) => done(signal ?? code)));

/** A small generator, so that a failure can be had again: x -> 48271 x mod (2^31 - 1). */
let x = seed;
const random = () => {
  x = (48271 * x) % 2147483647;
  return x / 2147483647;
};

function resultsOf(folder) {
  const names = readdirSync(join(work, folder, "points")).sort();
  return names.map((name) => ({ ...JSON.parse(readFileSync(join(work, folder, "points", name), "utf8")), attempts: 0 }));
}

const sweep = {
  base: { qubits: 3, samples: 3, steps: 2500, eta: 0.003 },
  axes: { layers: [16, 32], target: ["min-2", "min", "min+2"], seed: { from: 1, to: 3 } },
  keep: ["epsilon", "kernel", "lambdaInfinity", "phase", "stepsToError"],
};
writeFileSync(join(work, "sweep.json"), JSON.stringify(sweep));
const began = performance.now();
assert.equal(await end(start("whole")), 0);
const seconds = (performance.now() - began) / 1000;
const expected = resultsOf("whole");
let kills = 0;
while (kills < times) {
  rmSync(join(work, "out"), { recursive: true, force: true });
  for (let k = 0; k < 3 && kills < times; k++) {
    const child = start("out");
    await sleep(1000 * random() * Math.max(0.8, 0.6 * seconds));
    child.kill("SIGKILL");
    if ((await end(child)) === "SIGKILL") kills++;
  }
  assert.equal(await end(start("out")), 0);
  assert.deepEqual(resultsOf("out"), expected);
}
console.log(`${kills} kills: ${expected.length} results, those of the undisturbed sweep to the last bit`);
rmSync(work, { recursive: true, force: true });
