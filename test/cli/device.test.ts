/**
 * `qntk train --device`: the record of a run on a device, its cost, and what becomes of it when something breaks. A stand-in takes the place of
 * Python; `test/python/check_device.mjs` is the same with Qiskit.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildExperiment } from "../../src/experiment/build.ts";
import { anglesOf } from "../../src/gradients/parameter-shift.ts";
import { rotationsOf } from "../../src/quantum/circuit.ts";
import { noiselessModel } from "../../src/quantum/noise/noise-model.ts";
import { readRun } from "../../src/runs/run-folder.ts";
import { expectedError, planValues } from "../../src/shots/estimates.ts";
import { loadOutcomes } from "../../src/shots/outcomes.ts";
import { startCli } from "../support/cli.ts";
import { asked, type StandInBehaviour, standInEnvironment } from "../support/device.ts";
import { temporaryFolder } from "../support/temporary.ts";

const problem = [
  "--ansatz",
  "hea",
  "--qubits",
  "2",
  "--layers",
  "2",
  "--observable",
  "pauli",
  "--pauli",
  "-1.0*ZI + 0.6*XY - 0.3*IX",
];
const training = [...problem, "--target", "min", "--target", "-0.5", "--samples", "2", "--steps", "4", "--shots", "300"];
const silent = ["--no-plot", "--quiet"];

/** Runs `qntk train` on the stand-in, which notes what it is asked in `folder`. */
function train(folder: string, options: readonly string[], behaviour: StandInBehaviour = {}, more: Record<string, string> = {}) {
  return startCli(["train", ...options, ...silent], folder, { ...standInEnvironment(folder, behaviour), ...more });
}

const jobsOf = (folder: string) => asked(folder).filter(({ job }) => job !== undefined);

/** Waits until something is so, and fails after 20 s. */
async function until(condition: () => boolean): Promise<void> {
  for (let k = 0; k < 400 && !condition(); k++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(condition()).toBe(true);
}

/** A whole run on the stand-in. */
async function whole(folder: string, device: string, behaviour: StandInBehaviour = {}) {
  const { code, stderr } = await train(folder, [...training, "--device", device, "--out", "run"], behaviour).done;
  expect([code, stderr]).toEqual([0, ""]);
  return readRun(join(folder, "run"));
}

describe("train on a device", { timeout: 120_000 }, () => {
  it("one job a step; values are those of the circuit within 5 sigma of their shots; the record says where they come from", async () => {
    const folder = temporaryFolder();
    const { document, record } = await whole(folder, "qiskit:FakeThing");
    const jobs = jobsOf(folder);
    // 4 columns, each with itself and two shifts of 8 rotations; groups XY, Z and X.
    expect(jobs.map(({ rows, circuits, shots }) => [rows, circuits, shots])).toEqual([0, 1, 2, 3, 4].map(() => [68, 2, 300]));
    expect(new Set(jobs.map(({ seed }) => seed)).size).toBe(5);
    expect(document).toMatchObject({
      engine: "device",
      status: "complete",
      config: { device: "qiskit:FakeThing", shots: 300, shotSeed: 0, gradient: "parameter-shift", measure: {} },
      device: { backend: "the_FakeThing", kind: "fake", layout: [3, 4], versions: { python: "3.0", qiskit: "2.0" } },
    });
    expect(document.device?.jobs).toBeUndefined();

    const { circuit, observable, theta, plan, config } = buildExperiment(document.config);
    expect(config).toEqual(document.config);
    const source = loadOutcomes({ circuit, observable, model: noiselessModel, engine: "reference" });
    for (let column = 0; column < 4; column++) {
      const own = theta.subarray(column * circuit.parameters, (column + 1) * circuit.parameters);
      const outcomes = source.outcomes(anglesOf(rotationsOf(circuit), own));
      const values = planValues(source.plan);
      const exact = values.reduce((sum, f, g) => sum + f.reduce((part, value, b) => part + value * outcomes[g][b], 0), 0);
      const error = expectedError(values, outcomes, 300);
      expect(error).toBeLessThan(0.1);
      expect(Math.abs(record.epsilon[5 * column] + plan.targets[column] - exact)).toBeLessThan(5 * error);
    }
  });

  it("goes on at the last finished step, with the same numbers, whichever process dies", async () => {
    const expected = await whole(temporaryFolder(), "qiskit:FakeThing");
    const folder = temporaryFolder();
    const other = await train(folder, [...training, "--device", "qiskit:FakeThing", "--out", "run"], { die: [2] }).done;
    expect(other.code).toBe(0);
    expect(other.stderr).toMatch(/ended early, with code 3: MemoryError: of key …; trying again in 1 s\n$/);
    expect((await readRun(join(folder, "run"))).record).toEqual(expected.record);

    const killed = temporaryFolder();
    const first = train(killed, [...training, "--device", "qiskit:FakeThing", "--out", "run"], { slow: 150 });
    await until(() => jobsOf(killed).length === 3);
    first.child.kill("SIGKILL");
    await first.done;
    const { rows } = JSON.parse(readFileSync(join(killed, "run", "run.json"), "utf8"));
    expect(rows).toBe(2);
    const copy = temporaryFolder();
    cpSync(join(killed, "run"), join(copy, "run"), { recursive: true });
    expect((await train(copy, ["--resume", "run"]).done).code).toBe(0);
    expect(jobsOf(copy)).toHaveLength(3);
    expect(asked(copy)[0]).toEqual({ open: "FakeThing", layout: [3, 4] });
    expect((await readRun(join(copy, "run"))).record).toEqual(expected.record);
  });

  it("a connection that stays broken ends the run, which says how to go on", async () => {
    const folder = temporaryFolder();
    const dying = { die: [1, 2, 3] };
    const soon = { QNTK_DEVICE_PAUSES: "0.01,0.01" };
    const { code, stderr } = await train(folder, [...training, "--device", "qiskit:FakeThing", "--out", "run"], dying, soon).done;
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(
      /^qntk: .* ended early, with code 3: MemoryError: of key …, 3 times\. Go on with: npx qntk train --resume run$/,
    );
    expect((await train(folder, ["--resume", "run"]).done).code).toBe(0);
    expect((await readRun(join(folder, "run"))).document.status).toBe("complete");
  });

  it("Ctrl-C ends the wait for a machine's job; it is collected when the run goes on, and not paid twice", async () => {
    const folder = temporaryFolder();
    const machine = { kind: "machine", slow: 60_000 } as const;
    const first = train(folder, [...training, "--device", "qiskit:ibm_thing", "--yes", "--out", "run"], machine);
    await until(() => existsSync(join(folder, "run")) && readFileSync(join(folder, "run", "run.json"), "utf8").includes("job-0"));
    first.child.kill("SIGINT");
    const stopped = await first.done;
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain(
      "qntk: stopped at step 0 of 4; go on with: npx qntk train --resume run (job job-0 stays on the_ibm_thing and is collected then)",
    );
    const second = await train(folder, ["--resume", "run", "--yes"], {
      kind: "machine",
      versions: { python: "3.0", qiskit: "3.0" },
    }).done;
    expect(second.code).toBe(0);
    expect(jobsOf(folder).map(({ collected }) => collected)).toEqual([null, "job-0", null, null, null, null]);
    const { document } = await readRun(join(folder, "run"));
    expect(document.device?.jobs).toEqual(["job-0", "job-2", "job-3", "job-4", "job-5"]);
    expect(document.device?.versions.qiskit).toBe("2.0");
  });

  it("tells a machine's cost, and sends nothing unless that is agreed to", async () => {
    const folder = temporaryFolder();
    const options = [...training, "--device", "qiskit:ibm_thing", "--out", "run"];
    const refused = await train(folder, options, { kind: "machine" }).done;
    expect(refused.code).toBe(2);
    expect(refused.stderr).toBe(
      "On the_ibm_thing: 5 jobs of 136 circuits with 300 shots each, 204,000 shots in all, charged to your account.\n" +
        "At 250 µs from shot to shot, that is 51 s of the machine's time, besides loading and waiting.\n" +
        "qntk: --yes is missing; allowed: --yes, or an answer on a terminal, before anything is sent to the_ibm_thing.\n",
    );
    expect(jobsOf(folder)).toEqual([]);
    expect(existsSync(join(folder, "run"))).toBe(false);
    expect((await train(folder, [...options, "--yes"], { kind: "machine" }).done).code).toBe(0);
    expect(jobsOf(folder)).toHaveLength(5);
  });

  it.skipIf(spawnSync("script", ["--version"]).status !== 0)(
    "asks on a terminal (skipped where there is no `script`)",
    async () => {
      for (const [answer, code, sent] of [
        ["no", 1, 0],
        ["yes", 0, 5],
      ] as const) {
        const folder = temporaryFolder();
        const command = [
          process.execPath,
          "dist/cli.mjs",
          "train",
          ...training,
          "--device",
          "qiskit:ibm_thing",
          "--out",
          join(folder, "run"),
          ...silent,
        ];
        const line = command.map((word) => `'${word}'`).join(" ");
        const { status, stdout } = spawnSync("script", ["--quiet", "--return", "--command", line, "/dev/null"], {
          env: { ...process.env, ...standInEnvironment(folder, { kind: "machine" }) },
          input: `${answer}\n`,
          encoding: "utf8",
        });
        expect(stdout).toContain("Send them to the_ibm_thing? (yes/no)");
        expect([status, jobsOf(folder).length]).toEqual([code, sent]);
        if (sent === 0) expect(stdout).toContain("qntk: Nothing was sent to the_ibm_thing.");
      }
    },
  );

  it("the layout asked for is the one used; show and the report say what made the run", async () => {
    const folder = temporaryFolder();
    const options = [...training, "--device", "qiskit:FakeThing", "--layout", "7,8", "--out", "run"];
    const made = startCli(["train", ...options], folder, standInEnvironment(folder));
    const { code, stdout } = await made.done;
    expect(code).toBe(0);
    expect(stdout).toContain("4 steps, device qiskit:FakeThing on qubits 7,8, 300 shots, parameter-shift gradients");
    expect(readFileSync(join(folder, "run", "report.html"), "utf8")).toContain("qiskit:FakeThing, qubits 7, 8, qiskit 2.0");
    const shown = await startCli(["show", "run"], folder).done;
    expect(shown.stdout).toMatch(/complete, 5 of 5 rows, .* s, qiskit:FakeThing, qubits 7, 8, qiskit 2\.0\n/);
  });

  it("what no device does is refused before anything is started", async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await train(folder, [...training, "--device", "qiskit:aer", "--noise", "kolkata"]).done;
    expect([code, stderr]).toEqual([
      2,
      'qntk: --noise is "kolkata"; allowed: no noise with device qiskit:aer, which has its own: none.\n',
    ]);
    expect(asked(folder)).toEqual([]);
  });

  it("qntk noise fits the p of a stored run's repetitions, which start from the same angles", async () => {
    const folder = temporaryFolder();
    const published = ["--ansatz", "hea", "--qubits", "2", "--layers", "2", "--target", "min", "--streams", "published-device"];
    const options = [...published, "--samples", "2", "--steps", "6", "--shots", "300", "--device", "qiskit:FakeThing"];
    expect((await train(folder, [...options, "--out", "run"]).done).code).toBe(0);
    const { code, stdout } = await startCli(["noise", "--run", "run", "--from", "1", "--json", "--quiet"], folder).done;
    expect(code).toBe(0);
    const { config, targets } = JSON.parse(stdout);
    expect(config.device).toBe("qiskit:FakeThing");
    const { record } = await readRun(join(folder, "run"));
    expect(targets[0].noisy).toEqual([[...record.epsilon.subarray(0, 7)], [...record.epsilon.subarray(7)]]);
    // The stand-in has no noise but that of its shots.
    for (const p of targets[0].p.values) expect(Math.abs(p)).toBeLessThan(0.1);
    const refused = await startCli(["noise", "--run", "run", "--shots", "5"], folder).done;
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--shots is "5"; allowed: nothing with --run')]);
  });
});
