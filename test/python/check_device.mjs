// Trains on Qiskit's backends through the command line and compares with our own simulation, without noise and with that of a backend's properties:
// <O> at the first row, and the gradient of the first step. Then a program that is killed, and a run that is, must leave the record of an undisturbed one.
// Usage: check_device.mjs PYTHON PROPERTIES FOLDER
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { buildExperiment, hardwareEfficientAnsatz, loadNoisy, shots as measuring, noise } from "../../dist/index.mjs";

const [python, propertiesFile, folder] = process.argv.slice(2);
const cli = fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));

/** Not the same for qubits in another order. */
const SUM = "-1.0*ZI + 0.7*XY - 0.4*IX + 0.2*YZ";
const SHOTS = 8000;
const SIGMAS = 5;
/** Rows of the runs that are broken off. */
const ROWS = 5;

const problem = ["--ansatz", "hea", "--qubits", "2", "--layers", "2", "--observable", "pauli", "--pauli", SUM];
const training = [...problem, "--target", "-2", "--eta", "0.1", "--samples", "3", "--no-plot", "--quiet"];
const optionsOf = (device, name, steps, shots) => [
  ...["train", ...training, "--device", device, "--python", python, "--steps", String(steps), "--shots", String(shots)],
  ...["--out", join(folder, name)],
];

const qntk = (...args) => execFileSync(process.execPath, [cli, ...args], { encoding: "utf8" });
const documentOf = (name) => JSON.parse(readFileSync(join(folder, name, "run.json"), "utf8"));
const numbersOf = (name) => {
  const rows = Array.from({ length: documentOf(name).rows }, (_, k) => k);
  return JSON.parse(qntk("show", join(folder, name), "--json", "--at", rows.join()));
};

/** The numbers of a .npy file of doubles. */
function readNpy(path) {
  const bytes = readFileSync(path);
  const start = bytes.byteOffset + 10 + bytes.readUInt16LE(8);
  return new Float64Array(bytes.buffer.slice(start, bytes.byteOffset + bytes.byteLength));
}

/** The largest distances of a run's first row and first step from what a noise model makes of the circuit, in standard errors of the shots. */
function compare(name, model) {
  const document = documentOf(name);
  const { circuit, observable, theta, plan } = buildExperiment(document.config);
  const { parameters } = circuit;
  const exact = loadNoisy(circuit, observable, model).gradient(theta);
  const source = measuring.loadOutcomes({ circuit, observable, model, engine: "reference" });
  const values = measuring.planValues(source.plan);
  const after = readNpy(join(folder, name, document.checkpoint));
  const distances = numbersOf(name).epsilon[0][0].map((epsilon, column) => {
    const own = theta.subarray(column * parameters, (column + 1) * parameters);
    // Every rotation of this circuit has a parameter of its own, so that θ are its angles.
    const error = measuring.expectedError(values, source.outcomes(own), SHOTS);
    const gradients = Array.from(own, (before, l) => {
      const k = column * parameters + l;
      return Math.abs((before - after[k]) / (plan.eta * epsilon) - exact.gradient[k]) / largestError(values);
    });
    return {
      value: Math.abs(epsilon + plan.targets[column] - exact.expectation[column]) / error,
      gradient: Math.max(...gradients),
    };
  });
  return {
    value: Math.max(...distances.map(({ value }) => value)),
    gradient: Math.max(...distances.map(({ gradient }) => gradient)),
  };
}

/** The largest error that a component of a gradient can have, whatever the state. */
function largestError(values) {
  const squares = values.map((own) => Math.max(...own.map((value) => value ** 2)));
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / SHOTS / 2);
}

const device = noise.parseBackendProperties(readFileSync(propertiesFile, "utf8"), propertiesFile);
const [{ qubits: layout }] = device.gates
  .filter(({ gate, error }) => gate === "CNOT" && error < 0.5)
  .toSorted((a, b) => b.error - a.error);
const { model } = noise.deviceNoise(device, hardwareEfficientAnsatz({ qubits: 2, layers: 2 }), layout);

/** Demands that a run is what a model makes of the circuit. */
function requireAgreement(name, backend, expected) {
  const { value, gradient } = compare(name, expected);
  console.log(`${backend}: <O> within ${value.toFixed(1)} standard errors of ours, gradients within ${gradient.toFixed(1)}`);
  if (!(value < SIGMAS && gradient < SIGMAS)) throw new Error(`${backend} differs from our simulation`);
}

qntk(...optionsOf("qiskit:aer", "aer", 1, SHOTS));
requireAgreement("aer", "qiskit:aer", noise.noiselessModel);
// The pair of qubits with the worst CNOT, so that noise cannot be overlooked.
qntk(...optionsOf("qiskit:FakeKolkataV2", "kolkata", 1, SHOTS), "--layout", layout.join());
requireAgreement("kolkata", `qiskit:FakeKolkataV2 on qubits ${layout.join(", ")}`, model);
const { value: apart } = compare("kolkata", noise.noiselessModel);
console.log(`without noise they would be ${apart.toFixed(1)} apart`);
if (apart < 2 * SIGMAS) throw new Error("the noise of FakeKolkataV2 is not there");

/** The processes that a process has started. */
const childrenOf = (pid) =>
  execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" })
    .trim()
    .split(/\s+/)
    .map(Number);

/** Starts a run and waits until it has so many rows. */
async function begun(name, rows) {
  const child = spawn(process.execPath, [cli, ...optionsOf("qiskit:FakeKolkataV2", name, ROWS - 1, 400)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const done = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, said })));
  for (let k = 0; k < 1200; k++) {
    await sleep(50);
    try {
      if (documentOf(name).rows >= rows) return { child, done };
    } catch {
      // Not there yet.
    }
  }
  throw new Error(`${name} has no ${rows} rows`);
}

qntk(...optionsOf("qiskit:FakeKolkataV2", "undisturbed", ROWS - 1, 400));
const expected = JSON.stringify(numbersOf("undisturbed"));

const first = await begun("program-killed", 2);
process.kill(childrenOf(first.child.pid)[0], "SIGKILL");
const { code, said } = await first.done;
if (code !== 0 || !said.includes("trying again")) throw new Error(`the run whose program was killed ended with ${code}: ${said}`);

const second = await begun("run-killed", 2);
second.child.kill("SIGKILL");
await second.done;
const stopped = documentOf("run-killed");
if (stopped.status !== "running" || stopped.rows === ROWS) throw new Error("the run was not killed in the middle");
qntk("train", "--resume", join(folder, "run-killed"), "--python", python, "--quiet", "--no-plot");

for (const name of ["program-killed", "run-killed"])
  if (JSON.stringify(numbersOf(name)) !== expected) throw new Error(`${name} has another record than the undisturbed run`);
console.log(`the program killed, and the run killed at row ${stopped.rows} and resumed: the same record of ${ROWS} rows`);

// An account that is none: its machine is not used without a yes, and its jobs are neither lost nor sent twice when the connection fails.
const env = { ...process.env, PYTHONPATH: fileURLToPath(new URL("stand_in_account", import.meta.url)) };
const onMachine = (...more) =>
  spawnSync(process.execPath, [cli, ...optionsOf("qiskit:ibm_stand_in", "machine", 1, 100), ...more], { env, encoding: "utf8" });
const asked = onMachine();
if (
  asked.status !== 2 ||
  !asked.stderr.startsWith("On ibm_stand_in: 2 jobs of 153 circuits with 100 shots each, 30,600 shots in all")
)
  throw new Error(`without a yes, the machine's run ended with ${asked.status}: ${asked.stderr}`);
const agreed = onMachine("--yes");
const lost = agreed.stderr.match(
  /The connection to ibm_stand_in failed: Max retries exceeded while (sending|fetching); trying again/g,
);
const { device: machine, rows } = agreed.status === 0 ? documentOf("machine") : {};
if (lost?.length !== 2 || rows !== 2 || machine.jobs.join() !== "job-0,job-1")
  throw new Error(`the machine's run ended with ${agreed.status} and jobs ${machine?.jobs}: ${agreed.stderr}`);
console.log(`a machine's jobs: ${machine.jobs.join(", ")}, each sent once through two broken connections`);
