/**
 * The program that leads to a device dies, falls silent, talks nonsense, loses its connection: a job is asked for again, and given up with one sentence.
 */
import { describe, expect, it, onTestFinished } from "vitest";
import { withoutSecrets } from "../../src/devices/child.ts";
import { type ConnectionOptions, connectDevice } from "../../src/devices/connection.ts";
import { prepareJobs } from "../../src/devices/jobs.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { asked, type StandInBehaviour, standIn, standInEnvironment } from "../support/device.ts";
import { temporaryFolder } from "../support/temporary.ts";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 1 });
const jobs = prepareJobs(circuit, xxz({ qubits: 2 }));
const job = { angles: jobs.angles(Float64Array.of(0.1, 0.2, 0.3, 0.4)), shots: 20, seed: 5, job: null };

/** A connection to the stand-in, with the messages of its attempts. */
async function connected(behaviour: StandInBehaviour, changes: Partial<ConnectionOptions> = {}) {
  const folder = temporaryFolder();
  Object.assign(process.env, standInEnvironment(folder, behaviour));
  onTestFinished(() => {
    delete process.env.QNTK_STAND_IN;
    delete process.env.QNTK_PYTHON;
  });
  const retries: string[] = [];
  const connection = await connectDevice({
    program: { command: standIn, args: [] },
    open: { name: "FakeThing", circuits: jobs.circuits, layout: null },
    requirements: "/somewhere/requirements.txt",
    silence: 20,
    pauses: [0.01, 0.01],
    onRetry: (message) => retries.push(message),
    ...changes,
  });
  onTestFinished(() => connection.dispose());
  const submitted: (string | undefined)[] = [];
  const run = (more: object = {}) =>
    connection.run({ ...job, onSubmitted: (name) => submitted.push(name), onRetry: (message) => retries.push(message), ...more });
  return { folder, connection, retries, submitted, run };
}

describe("a device's connection", () => {
  it("opens once, and runs job after job; equal seeds give equal counts", async () => {
    const { connection, run, folder, retries } = await connected({});
    expect(connection.info).toMatchObject({ backend: "the_FakeThing", kind: "fake", layout: [3, 4] });
    const counts = await run();
    expect(counts.map((group) => group.length)).toEqual([3, 3, 3].map(() => jobs.rowsPerColumn));
    expect(await run()).toEqual(counts);
    expect(await run({ seed: 6 })).not.toEqual(counts);
    expect(asked(folder).map(({ open }) => open)).toEqual(["FakeThing", undefined, undefined, undefined]);
    expect(retries).toEqual([]);
  });

  it.each([
    ["die", "ended early, with code 3: MemoryError: of key …"],
    ["nonsense", "said what is not understood: Warning: something"],
    ["hang", "has not said a word for 4 s"],
  ])("%s: it is started again, on the same qubits, and asked again", async (failure, message) => {
    const { run, folder, retries } = await connected({ [failure]: [1] }, failure === "hang" ? { silence: 4 } : {});
    const counts = await run();
    expect(await run()).toEqual(counts);
    expect(retries).toEqual([`${standIn} ${message}; trying again in 0.01 s`]);
    expect(asked(folder).flatMap(({ open, layout }) => (open === undefined ? [] : [layout]))).toEqual([null, [3, 4]]);
  });

  it("a lost connection is tried again by the same program", async () => {
    const { run, folder, retries } = await connected({ lose: [0, 1] });
    await run();
    expect(retries).toHaveLength(2);
    expect(retries[0]).toBe("The connection to FakeThing failed: Max retries exceeded; trying again in 0.01 s");
    expect(asked(folder).filter(({ open }) => open !== undefined)).toHaveLength(1);
  });

  it("has as many attempts again whenever it has come further", async () => {
    const { run, retries } = await connected({ kind: "machine", dieInQueue: [0, 1, 2, 3] });
    await expect(run()).resolves.toHaveLength(jobs.circuits.length);
    expect(retries).toHaveLength(4);
  });

  it("is given up after as many attempts as there are pauses", async () => {
    const { run, folder } = await connected({ die: [0, 1, 2] });
    await expect(run()).rejects.toThrow(/ended early, with code 3: MemoryError: of key …, 3 times\.$/);
    expect(asked(folder).filter(({ job }) => job !== undefined)).toHaveLength(3);
  });

  it("a machine's job that was taken on is collected, not sent again", async () => {
    const { run, folder, submitted } = await connected({ kind: "machine", dieAfterSubmission: [0] });
    await run();
    expect(submitted).toEqual(["job-0"]);
    expect(asked(folder).flatMap(({ job, collected }) => (job === undefined ? [] : [collected]))).toEqual([null, "job-0"]);
  });

  it("a job that failed is not sent again", async () => {
    const { run, folder, submitted } = await connected({ kind: "machine", fail: [0] });
    await expect(run()).rejects.toThrow("The job on FakeThing failed: Internal error.");
    expect(submitted).toEqual(["job-0", undefined]);
    expect(asked(folder).filter(({ job }) => job !== undefined)).toHaveLength(1);
  });

  it.each([
    [
      { kind: "package", message: "qiskit_aer" },
      `${standIn} has no Python package qiskit_aer; run: python3 -m venv qntk-python && qntk-python/bin/pip install -r /somewhere/requirements.txt, and add --python qntk-python/bin/python.`,
    ],
    [
      { kind: "account", message: "Unable to find account" },
      "FakeThing needs an account of IBM Quantum that Qiskit has saved (QiskitRuntimeService.save_account): Unable to find account.",
    ],
    [
      { kind: "backend", message: "No backend matches the criteria" },
      "FakeThing is no backend: No backend matches the criteria; choose aer, a fake backend such as FakeKolkataV2, or a backend of your account.",
    ],
    [{ kind: "circuit", message: "FakeThing has 1 qubits" }, "FakeThing has 1 qubits."],
    [{ kind: "unexpected", message: "no abcdefghijklmnopqrstuvwxyz-0123456789 here" }, "Qiskit failed on FakeThing: no … here."],
  ])("%j is said in one sentence", async (refuse, message) => {
    await expect(connected({ refuse })).rejects.toThrow(message);
  });

  it("no Python, or one that does not run the program", async () => {
    await expect(connected({}, { program: { command: "/no/python", args: [] } })).rejects.toThrow(
      "There is no /no/python; install Python 3.11 or later, then run: python3 -m venv",
    );
    await expect(connected({}, { program: { command: process.execPath, args: ["-e", "process.exit(7)"] } })).rejects.toThrow(
      /ended early, with code 7\.$/,
    );
  });

  it("ends its program when it is disposed of, and with it the job that runs", async () => {
    const { connection, run } = await connected({ hang: [0] });
    const running = run();
    setTimeout(() => connection.dispose(), 100);
    await expect(running).rejects.toThrow("was ended");
  });
});

it("messages lose what could be a key, and keep paths", () => {
  const key = "abcdefghijklmnopqrstuvwxyz0123456789";
  expect(withoutSecrets(`token=${key}+/x: no, Bearer ${key}.${key}`)).toBe("…: no, Bearer ….…");
  const path = "can't open file '/home/somebody/node_modules/qntk/python/qntk_device.py'";
  expect(withoutSecrets(path)).toBe(path);
});
