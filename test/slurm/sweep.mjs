/**
 * A sweep on a real Slurm of two nodes on this machine, with everything going wrong that does: a task killed, a node's daemon killed, the
 * controller restarted, a point that always fails. Every other point is done once, what is missing is sent again and nothing else, and the
 * results are those of the same sweep run here, to the last bit.
 *
 *     node test/slurm/sweep.mjs        as root, with slurmctld, slurmd and munge installed and dist/ built
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const here = import.meta.dirname;
const cli = resolve(here, "../../dist/cli.mjs");
const work = mkdtempSync(join(tmpdir(), "qntk-slurm-"));
const cluster = (...args) =>
  execFileSync("bash", [join(here, "cluster.sh"), ...args], {
    env: { ...process.env, B: join(work, "slurm") },
    encoding: "utf8",
  });
const env = { ...process.env, SLURM_CONF: join(work, "slurm/etc/slurm.conf") };
const qntk = (...args) => spawnSync(process.execPath, [cli, "sweep", ...args], { cwd: work, env, encoding: "utf8" });
const statusOf = (folder) => JSON.parse(qntk("status", folder, "--json").stdout);
const pidOf = (name) => Number(readFileSync(join(work, "slurm/pids", name), "utf8"));
const say = (text) => console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${text}`);

/** 60 points that can be trained, in 20 batches, and one whose state is a file that is not there. */
const sweep = {
  base: { qubits: 3, layers: 24, samples: 4, steps: 1500, observable: "projector", eta: 0.01 },
  axes: { state: ["011", "missing.npy"], target: [0.5, 0.8, 1], seed: { from: 1, to: 20 } },
  exclude: [
    { state: "missing.npy", seed: Array.from({ length: 19 }, (_, k) => k + 2) },
    { state: "missing.npy", target: [0.5, 0.8] },
  ],
  keep: ["epsilon", "kernel", "lambdaInfinity", "phase"],
};

/** Results without how often a point was begun. */
function resultsOf(folder) {
  const names = readdirSync(join(work, folder, "points")).sort();
  return names.map((name) => ({ ...JSON.parse(readFileSync(join(work, folder, "points", name), "utf8")), attempts: 0 }));
}

/** Process ids of the tasks at work, by the index that they were given. */
function tasks() {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      return words[0].endsWith("node") && words.includes("work") && words.includes(join(work, "far")) ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}

async function until(what, condition, seconds = 240) {
  for (const end = Date.now() + 1000 * seconds; Date.now() < end; await sleep(300)) {
    const found = condition();
    if (found) return found;
  }
  throw new Error(`${what} did not come in ${seconds} s: ${JSON.stringify(statusOf("far"))}`);
}

let failed = false;
try {
  writeFileSync(join(work, "sweep.json"), JSON.stringify(sweep));
  cluster("up");
  say("two nodes are up");
  const submit = [
    "submit",
    "sweep.json",
    "--out",
    join(work, "far"),
    "--engine",
    "slurm",
    "--task-minutes",
    "0",
    "--mem",
    "300M",
    "--max-running",
    "4",
  ];
  const dry = qntk(...submit, "--dry-run");
  assert.equal(dry.status, 0, dry.stderr);
  assert.match(dry.stdout, /#SBATCH --array=0-20%4/);
  const sent = qntk(...submit);
  assert.equal(sent.status, 0, sent.stderr);
  assert.match(sent.stdout, /: 21 tasks of 21 batches sent as job \d+/);
  assert.match(qntk(...submit).stdout, /nothing is missing/);
  say("61 points sent as 21 tasks, and not a second time");

  const [victim] = await until("a task", () => (tasks().length > 0 ? tasks() : undefined));
  process.kill(victim, "SIGKILL");
  say("a task is killed");
  await until("a third of the points", () => statusOf("far").done >= 20);
  process.kill(pidOf("slurmd-n2"), "SIGKILL");
  await sleep(1000);
  cluster("slurmd", "n2");
  say("a node's daemon is killed, and started again");
  await until("half of the points", () => statusOf("far").done >= 30);
  // Killed with -9 it would forget what it has not saved, and run tasks twice: that is Slurm's own.
  process.kill(pidOf("slurmctld"), "SIGTERM");
  await sleep(2000);
  cluster("slurmctld");
  say("the controller is stopped, and started again");

  const over = await until("the end", () => {
    const status = statusOf("far");
    return status.running + status.waiting === 0 && status;
  });
  say(`over: ${over.done} done, ${over.failures.map(({ state, points }) => `${points.length} ${state}`).join(", ")}`);
  const own = over.failures.filter(({ state }) => state === "failed");
  assert.deepEqual(
    own.map(({ points }) => points.length),
    [1],
  );
  assert.match(own[0].reason, /missing\.npy/);
  const lost = over.failures.filter(({ state }) => state === "lost");
  assert.ok(lost.length >= 1, "the killed task is named");
  assert.equal(over.done + 1 + lost.reduce((sum, { points }) => sum + points.length, 0), 61);
  assert.match(qntk("logs", join(work, "far"), own[0].points[0]).stdout, /missing\.npy/);
  const before = new Map(resultsOf("far").map((result) => [result.id, JSON.stringify(result)]));

  const again = qntk(...submit);
  assert.match(again.stdout, new RegExp(`: ${lost.length} tasks? of ${lost.length} batches sent`));
  say(`sent again: ${lost.length} of 21, those that were lost`);
  await until("the rest", () => statusOf("far").done === 60);
  const attempts = readdirSync(join(work, "far/points")).map(
    (name) => JSON.parse(readFileSync(join(work, "far/points", name), "utf8")).attempts,
  );
  assert.ok(attempts.every((count) => count <= 2));
  for (const result of resultsOf("far"))
    if (before.has(result.id)) assert.equal(JSON.stringify(result), before.get(result.id), "done once");
  assert.equal(statusOf("far").failures.length, 1);

  const near = qntk("run", "sweep.json", "--out", "near", "--quiet");
  assert.equal(near.status, 1);
  assert.deepEqual(resultsOf("near"), resultsOf("far"));
  say("60 results, bit for bit those of the sweep run here");

  const long = { ...sweep, base: { ...sweep.base, steps: 100_000 }, axes: { seed: [1, 2] }, exclude: [] };
  long.base.target = 0.5;
  writeFileSync(join(work, "long.json"), JSON.stringify(long));
  assert.equal(qntk("submit", "long.json", "--out", "long", "--engine", "slurm", "--task-minutes", "0").status, 0);
  await until("a running task", () => statusOf("long").running > 0);
  assert.match(qntk("cancel", "long").stdout, /^cancelled qntk-/);
  await until("no task", () => statusOf("long").running + statusOf("long").waiting === 0);
  say("a running sweep is cancelled");
} catch (error) {
  failed = true;
  console.error(error);
  for (const name of readdirSync(join(work, "slurm/log")))
    console.error(
      `== ${name}\n${readFileSync(join(work, "slurm/log", name), "utf8")
        .split("\n")
        .slice(-15)
        .join("\n")}`,
    );
} finally {
  try {
    execFileSync("timeout", ["10", "scancel", "--user=root"], { env });
  } catch {
    // The cluster may not be there.
  }
  cluster("down");
  rmSync(work, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
