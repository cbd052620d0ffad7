/**
 * The built command line under what a machine can do to it: every command that writes killed with -9 at random moments, disks that are full,
 * folders that cannot be written, a clock that goes backwards, and one process that answers many requests.
 *
 *     node test/soak/robustness.mjs [all|kill|full|readonly|clock|soak] [times] [seed] [commands]        with dist/ built
 *
 * `commands` is a part of the names of those that are tried, such as `sweep`.
 *
 * Says what it skips and why; ends with 1 at the first thing that is not as it should be.
 */
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const [part = "all", times = 5, seed = 1, only = ""] = process.argv
  .slice(2)
  .map((argument) => (/^\d+$/.test(argument) ? Number(argument) : argument));
const cli = resolve(import.meta.dirname, "../../dist/cli.mjs");
const work = mkdtempSync(join(tmpdir(), "qntk-robustness-"));
const env = { ...process.env, QNTK_COMMIT_SECONDS: "0.1", NO_COLOR: "1" };
const root = process.getuid?.() === 0;

/** A small generator, so that a failure can be had again: x -> 48271 x mod (2^31 - 1). */
let x = seed;
const random = () => {
  x = (48271 * x) % 2147483647;
  return x / 2147483647;
};

const table = [];
const row = (...cells) => {
  table.push(cells);
  console.log(cells.join(" | "));
};

function start(args, { cwd = work, more = {} } = {}) {
  const child = spawn(process.execPath, [cli, ...args], { cwd, env: { ...env, ...more }, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stdout.on("data", (data) => {
    text += data;
  });
  child.stderr.on("data", (data) => {
    text += data;
  });
  child.ended = new Promise((done) => {
    child.on("close", (code, signal) => done({ code, signal, text }));
  });
  return child;
}
const run = (args, options) => start(args, options).ended;

/** Every file below a path with its content; what belongs to a moment or a process (times, attempts) is left out. */
function contentOf(path) {
  if (!existsSync(path)) return undefined;
  if (!statSync(path).isDirectory()) return { "": withoutMoments(path) };
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/checkpoint|\.lock$|(^|\/)(log|attempts|claims|logs)(\/|$)/.test(relative(path, file)))
      .sort()
      .map((file) => [relative(path, file), withoutMoments(file)]),
  );
}

const momentary =
  /^(digest|digests|attempts|checkpoint|memory|resumed|history|created|started|finished|seconds|wallTime|threads|engine|command|source|intervals|timing|sessions)$/;

function withoutMoments(file) {
  // A report says how long the run took, and when it was stopped; its curves are those of the .svg beside it.
  if (file.endsWith("report.html")) return "a report";
  const bytes = readFileSync(file);
  if (/\.(md|html|svg)$/.test(file)) return bytes.toString().replaceAll(/--out \w+|(took|Simulations:) [\d.]+ \w+/g, "");
  if (!file.endsWith(".json")) return bytes.toString("base64");
  const ordered = (value) => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(JSON.parse(bytes.toString()), (key, value) => {
    if (momentary.test(key)) return undefined;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? ordered(value) : value;
  });
}

/** What stands in two texts from the first difference on. */
function difference(expected, got = "(nothing)") {
  const at = [...expected].findIndex((letter, k) => letter !== got[k]);
  return `${expected.slice(Math.max(0, at - 40), at + 40)} is ${got.slice(Math.max(0, at - 40), at + 40)}`;
}

function leftOvers(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith(".tmp"));
}

const small = "--qubits 3 --layers 24 --samples 3 --quiet";

/** Every command that writes, with `OUT` for where it writes: how it begins, how it goes on, and the file it writes where that is no folder. */
const writers = {
  transition: { begin: `transition ${small} --steps 3000 --out OUT`, goOn: "transition --resume OUT --quiet" },
  train: trained("--target min-2 --measure mu:40,theta:500"),
  "train --optimizer adam": trained("--target -2 --optimizer adam --eta 0.01"),
  "train --optimizer spsa": trained("--target -2 --optimizer spsa"),
  "train --shots": {
    begin: "train --ansatz hea --qubits 2 --layers 4 --samples 2 --target -4 --steps 400 --shots 200 --quiet --no-plot --out OUT",
    goOn: "train --resume OUT --quiet --no-plot",
  },
  "train --data": trained("--data haar:2 --target 1,-1"),
  depth: {
    begin: "depth --qubits 2 --layers-list 4,8,12 --samples 4 --steps 3000 --quiet --out OUT",
    goOn: "depth --resume OUT --quiet",
  },
  speedup: {
    begin: "speedup --qubits 2 --layers 16 --residuals 1,2 --samples 3 --error 0.1 --quiet --out OUT",
    goOn: "speedup --resume OUT --quiet",
  },
  hessian: { begin: `hessian ${small} --target min-2 --steps 2000 --out OUT`, goOn: "hessian --resume OUT --quiet" },
  figure: {
    begin: "figure 3 --quick --format svg --quiet --out OUT",
    goOn: "figure 3 --quick --format svg --quiet --resume --out OUT",
  },
  "sweep run": { begin: "sweep run sweep.json --quiet --out OUT" },
  "sweep collect .csv": { begin: "sweep collect input-sweep --out OUT/all.csv", file: "all.csv" },
  "sweep collect .zarr": { begin: "sweep collect input-sweep --out OUT/all.zarr", file: "all.zarr" },
  "sweep plot": {
    begin: "sweep plot input-sweep --x layers --y epsilon --color target --out OUT/plot.png",
    file: "plot.png",
  },
  "export --npz": { begin: "export input --npz OUT/run.npz", file: "run.npz" },
  "kernel --plot": { begin: "kernel --data haar:2 --samples 100 --plot OUT/kernel.png --quiet", file: "kernel.png" },
  circuit: { begin: "circuit --qubits 3 --layers 6 --out OUT/circuit.qasm", file: "circuit.qasm" },
};

function trained(options) {
  return {
    begin: `train ${small} --steps 6000 --no-plot ${options} --out OUT`,
    goOn: "train --resume OUT --quiet --no-plot",
  };
}

/** A run and a sweep to read from, and the file of the sweep. */
async function inputs() {
  const sweep = {
    base: { qubits: 2, samples: 2, steps: 400 },
    axes: { layers: [8, 16], target: ["min-2", "min"], seed: [1, 2] },
    keep: ["epsilon", "phase"],
  };
  writeFileSync(join(work, "sweep.json"), JSON.stringify(sweep));
  for (const command of [`train ${small} --steps 300 --target -2 --out input`, "sweep run sweep.json --quiet --out input-sweep"])
    assert.equal((await run(command.split(" "))).code, 0, command);
}

/** Whether there is something in a folder to go on with. */
const begun = (folder) => ["run.json", "study.json", "runs", "sweep.json"].some((name) => existsSync(join(folder, name)));

const placed = (command, folder) => command.split(" ").map((word) => word.replace("OUT", folder));

async function killMatrix() {
  for (const [name, { begin, goOn = begin, file }] of Object.entries(writers).filter(([name]) => name.includes(only))) {
    const whole = join(work, "whole");
    if (file) mkdirSync(whole, { recursive: true });
    const began = performance.now();
    const first = await run(placed(begin, "whole"));
    assert.equal(first.code, 0, `${name}: ${first.text}`);
    const seconds = (performance.now() - began) / 1000;
    const expected = contentOf(whole);
    let kills = 0;
    for (let tries = 0; kills < times && tries < 4 * times; tries++) {
      const out = join(work, "out");
      rmSync(out, { recursive: true, force: true });
      if (file) mkdirSync(out, { recursive: true });
      const child = start(placed(begin, "out"));
      await sleep(1000 * seconds * (0.15 + 0.9 * random()));
      child.kill("SIGKILL");
      if ((await child.ended).signal !== "SIGKILL") continue;
      kills++;
      // A file is whole or absent; a folder goes on, and where nothing had been written yet it begins.
      if (file && existsSync(join(out, file))) {
        assert.deepEqual(contentOf(join(out, file)), contentOf(join(whole, file)), `${name}: half a file was left behind`);
        continue;
      }
      const again = await run(placed(!file && begun(out) ? goOn : begin, "out"));
      assert.equal(again.code, 0, `${name}, kill ${kills}: ${again.text}`);
      const got = contentOf(out);
      for (const [path, content] of Object.entries(expected))
        assert.ok(got[path] === content, `${name}, kill ${kills}: ${path} differs: ${difference(content, got[path])}`);
    }
    rmSync(whole, { recursive: true, force: true });
    row(name, kills, file ? "the file whole or not there" : "gone on with to the undisturbed result, bit for bit");
  }
}

/** The answer of a command that must fail: its own sentence with the path and reason, exit code 1, and nothing half written. */
function refusal({ code, text }, what, reason) {
  assert.equal(code, 1, `${what}: ended with ${code}: ${text}`);
  assert.match(text, reason, `${what}: ${text}`);
  assert.doesNotMatch(text, /\n\s+at |unexpected error/, `${what}: ${text}`);
}

async function fullDisk() {
  const disk = join(work, "disk");
  mkdirSync(disk, { recursive: true });
  if (!root || spawnSync("mount", ["-t", "tmpfs", "-o", "size=400k", "none", disk]).status !== 0) {
    row("full disk", "skipped", "a small disk could not be mounted");
    return;
  }
  try {
    for (const [name, { begin, goOn = begin, file }] of Object.entries(writers).filter(([name]) => name.includes(only))) {
      if (file) continue;
      // Full at the start, early, or late: what is there can be gone on with once there is space.
      for (const free of [0, 16, 48, 96]) {
        writeFileSync(join(disk, "ballast"), new Uint8Array((400 - free) * 1024));
        const failed = await run(placed(begin, join(disk, "out")));
        if (free === 0 || failed.code !== 0) refusal(failed, name, /no space is left/);
        assert.deepEqual(leftOvers(disk), [], name);
        rmSync(join(disk, "ballast"));
        execFileSync("mount", ["-o", "remount,size=64m", disk]);
        if (failed.code !== 0) {
          const again = await run(placed(begun(join(disk, "out")) ? goOn : begin, join(disk, "out")));
          assert.equal(again.code, 0, `${name}, ${free} KB free, after space was made: ${again.text}`);
        }
        rmSync(join(disk, "out"), { recursive: true, force: true });
        execFileSync("mount", ["-o", "remount,size=400k", disk]);
      }
      row(`full disk: ${name}`, 4, "said; gone on with when there is space");
    }
    writeFileSync(join(disk, "ballast"), new Uint8Array(400 * 1024));
    for (const [name, { begin, file }] of Object.entries(writers).filter(([name]) => name.includes(only))) {
      if (!file) continue;
      refusal(await run(placed(begin, disk)), name, /no space is left/);
      assert.deepEqual(readdirSync(disk), ["ballast"], name);
      row(`full disk: ${name}`, 1, "said; nothing left behind");
    }
  } finally {
    spawnSync("umount", [disk]);
  }
}

async function readOnly() {
  const folder = join(work, "readonly");
  mkdirSync(folder, { recursive: true });
  const bound = root && spawnSync("mount", ["-t", "tmpfs", "-o", "ro", "none", folder]).status === 0;
  if (root && !bound) {
    row("read-only folder", "skipped", "as root, and a read-only disk could not be mounted");
    return;
  }
  if (!bound) chmodSync(folder, 0o500);
  try {
    for (const [name, { begin, file }] of Object.entries(writers).filter(([name]) => name.includes(only))) {
      const began = performance.now();
      refusal(await run(placed(begin, join(folder, file ? "." : "out"))), name, /EROFS|EACCES|read-only|permission/i);
      row(`read-only folder: ${name}`, 1, `said after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    }
  } finally {
    if (bound) spawnSync("umount", [folder]);
    else chmodSync(folder, 0o700);
  }
}

async function backwards() {
  const preload = join(work, "clock.mjs");
  // A clock that goes back by a minute at every look.
  writeFileSync(
    preload,
    "let back = 0; const { now } = Date; Date.now = () => now() - 60000 * back++;\n" +
      "globalThis.Date = class extends Date { constructor(...given) { given.length ? super(...given) : super(now() - 60000 * back++); } };\n",
  );
  const more = { NODE_OPTIONS: `--import ${preload}` };
  for (const name of ["train", "transition", "depth", "speedup", "figure", "sweep run"].filter((each) => each.includes(only))) {
    const { begin, goOn = begin } = writers[name];
    assert.equal((await run(placed(begin, "ahead"))).code, 0);
    const child = start(placed(begin, "behind"), { more });
    await sleep(900);
    child.kill("SIGINT");
    const { code } = await child.ended;
    if (code !== 0) {
      // On a busy machine nothing may have been written yet.
      const again = await run(placed(begun(join(work, "behind")) ? goOn : begin, "behind"), { more });
      assert.equal(again.code, 0, `${name}: ${again.text}`);
      assert.doesNotMatch(again.text, /-\d+ (s|min|h)|NaN/, name);
    }
    const [ahead, behind] = [contentOf(join(work, "ahead")), contentOf(join(work, "behind"))];
    for (const [path, content] of Object.entries(ahead)) assert.ok(behind[path] === content, `${name}: ${path}`);
    for (const folder of ["ahead", "behind"]) rmSync(join(work, folder), { recursive: true, force: true });
    row(`clock going backwards: ${name}`, 1, "interrupted, gone on with: the same bits");
  }
}

/** One process that answers many requests: memory and open files after the first tenth and at the end. */
async function soak() {
  const child = spawn(process.execPath, ["--expose-gc", cli, "serve", "--stdio"], {
    cwd: work,
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const waiting = new Map();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const message = JSON.parse(line);
    if ("exit" in message || "code" in message) waiting.get(message.id)?.(message);
  });
  const ask = (id, args) =>
    new Promise((done) => {
      waiting.set(id, done);
      child.stdin.write(`${JSON.stringify({ id, arguments: args })}\n`);
    });
  const measure = () => ({
    memory: existsSync(`/proc/${child.pid}/status`)
      ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]) / 1024
      : Number.NaN,
    files: existsSync(`/proc/${child.pid}/fd`) ? readdirSync(`/proc/${child.pid}/fd`).length : Number.NaN,
    threads: existsSync(`/proc/${child.pid}/task`) ? readdirSync(`/proc/${child.pid}/task`).length : Number.NaN,
  });
  const rounds = 20 * times;
  let early;
  for (let k = 0; k < rounds; k++) {
    const out = `soak-${k}`;
    const requests = [
      `train ${small} --steps 300 --target -2 --threads 2 --out ${out}`,
      `show ${out} --json`,
      "diagnose --qubits 2 --layers 8 --target -4 --json",
      "train --qubits 0 --json",
    ];
    for (const [i, request] of requests.entries()) {
      const { exit, code } = await ask(4 * k + i, request.split(" "));
      assert.equal((exit ?? code) === 0, i < 3, `request ${request}: ${errors}`);
    }
    rmSync(join(work, out), { recursive: true, force: true });
    if (k === Math.floor(rounds / 4)) early = measure();
  }
  const late = measure();
  child.stdin.end();
  row(
    "soak",
    `${4 * rounds} requests`,
    `memory ${early.memory.toFixed(0)} -> ${late.memory.toFixed(0)} MB, open files ${early.files} -> ${late.files}, threads ${early.threads} -> ${late.threads}`,
  );
  assert.doesNotMatch(errors, /MaxListenersExceeded/);
  assert.ok(!(late.files > early.files) && !(late.threads > early.threads), "files or threads stay open");
  assert.ok(!(late.memory > 1.25 * early.memory + 20), "memory grows");
}

const parts = { kill: killMatrix, full: fullDisk, readonly: readOnly, clock: backwards, soak };
assert.ok(part === "all" || part in parts, `part is "${part}"; allowed: all, ${Object.keys(parts).join(", ")}`);
row("what", "times", "outcome");
try {
  await inputs();
  for (const [name, action] of Object.entries(parts)) if (part === "all" || part === name) await action();
} finally {
  rmSync(work, { recursive: true, force: true });
}
