#!/usr/bin/env node
// Stands in for the Python program that leads to Qiskit's backends: speaks its protocol, and simulates shots with our own code.
// QNTK_STAND_IN is JSON that says how it fails: {"log": FILE, "kind", "die": [n, ...], "dieAfterSubmission": [n, ...], "dieInQueue": [n, ...], "hang": [n, ...],
// "nonsense": [n, ...], "lose": [n, ...], "fail": [n, ...], "refuse": {kind, message}, "slow": ms}, where n counts the jobs asked for over
// all of its lives.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const {
  log,
  kind = "fake",
  refuse,
  slow = 0,
  versions = { python: "3.0", qiskit: "2.0" },
  ...failures
} = JSON.parse(process.env.QNTK_STAND_IN ?? "{}");
const happens = (name, job) => (failures[name] ?? []).includes(job);
const note = (entry) => appendFileSync(log, `${JSON.stringify(entry)}\n`);
const noted = () =>
  existsSync(log)
    ? readFileSync(log, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
    : [];

/** Loaded when it is needed, which takes longer than everything else. */
let qntk;
let circuits = [];
let observable;
let layout;

for await (const line of createInterface({ input: process.stdin })) {
  const { id, do: what, ...request } = JSON.parse(line);
  const say = (answer) => process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`);
  if (what === "open") await open(request, say);
  else await run(request, say);
}

async function open({ name, circuits: texts, layout: asked }, say) {
  note({ open: name, layout: asked });
  if (refuse !== undefined) return say({ error: refuse });
  qntk ??= await import("../../dist/index.mjs");
  circuits = texts.map((text) => qntk.interop.fromOpenQasm(text));
  const { qubits } = circuits[0].circuit;
  observable = qntk.pauliSum("Z".repeat(qubits));
  layout = asked ?? Array.from({ length: qubits }, (_, q) => q + 3);
  return say({
    device: { backend: `the_${name}`, kind, qubits: 27, layout, versions, secondsPerShot: kind === "machine" ? 2.5e-4 : null },
  });
}

async function run({ angles, shots, seed, job: collected }, say) {
  const job = noted().filter((entry) => entry.job !== undefined).length;
  const name = collected ?? `job-${job}`;
  note({ job, collected, rows: angles.length, circuits: circuits.length, shots, seed });
  if (happens("die", job)) {
    process.stderr.write("Traceback\nMemoryError: of key abcdefghijklmnopqrstuvwxyz0123456789\n");
    process.exit(3);
  }
  if (happens("hang", job)) return new Promise(() => setTimeout(() => {}, 1e6));
  if (happens("nonsense", job)) return process.stdout.write("Warning: something\n");
  if (happens("lose", job)) return say({ error: { kind: "connection", message: "Max retries exceeded" } });
  if (kind === "machine" && collected === null) say({ event: "submitted", job: name });
  if (happens("dieAfterSubmission", job)) process.exit(3);
  say({ event: "status", status: "QUEUED" });
  if (happens("dieInQueue", job)) process.exit(3);
  await new Promise((resolve) => setTimeout(resolve, slow));
  if (happens("fail", job)) return say({ error: { kind: "job", message: "Internal error" } });
  return say({ counts: circuits.map((circuit, g) => countsOf(circuit, angles, shots, seed, g)) });
}

/** Counts of one circuit at every row of angles, outcomes with qubit 0 as the lowest bit; shots are drawn one by one. */
function countsOf({ circuit, names }, angles, shots, seed, group) {
  const theta = Float64Array.from(angles.flatMap((row) => names.map((name) => row[Number(name.slice("theta_".length))])));
  const { re, im } = qntk.referenceEngine.load(circuit, observable).finalStates(theta);
  const stream = new qntk.CounterStream(seed, "stand-in", group);
  const { qubits } = circuit;
  return angles.map((_, column) => {
    const counts = {};
    for (let shot = 0; shot < shots; shot++) {
      let [left, outcome] = [stream.uniform(), -1];
      while (left >= 0 && outcome + 1 < 2 ** qubits) {
        outcome++;
        const at = outcome * angles.length + column;
        left -= re[at] ** 2 + im[at] ** 2;
      }
      const theirs = Number.parseInt([...outcome.toString(2).padStart(qubits, "0")].reverse().join(""), 2);
      counts[theirs] = (counts[theirs] ?? 0) + 1;
    }
    return counts;
  });
}
