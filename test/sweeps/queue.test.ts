/**
 * Sweeps on a queue, with programs in the place of Slurm's that keep their jobs in a file.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CliResult, startCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const sweep = {
  base: { qubits: 2, samples: 1, steps: 20 },
  axes: { layers: [2, 4], target: ["min", "min-1"], seed: [1, 2, 3] },
  keep: ["epsilon"],
};

/** A queue whose jobs wait for ever unless they are run by hand; squeue answers from the file of jobs. */
function queue(parent: string, { maxArraySize = 1001 } = {}) {
  const bin = join(parent, "bin");
  mkdirSync(bin);
  const jobs = join(parent, "jobs.json");
  writeFileSync(jobs, "[]");
  const programs = {
    sbatch: `const path = process.argv.at(-1); const text = fs.readFileSync(path, "utf8");
      const name = /--job-name=(.*)/.exec(text)[1]; const last = Number(/--array=0-(\\d+)/.exec(text)[1]);
      jobs.push({ id: String(100 + jobs.length), name, last, alive: true }); save(); if (process.env.QUEUE_DIES) process.exit(9); console.log(jobs.at(-1).id);`,
    squeue: `const name = process.argv.find((word) => word.startsWith("--name="))?.slice(7);
      for (const job of jobs.filter((each) => each.alive)) {
        if (name === undefined) for (let k = 0; k <= job.last; k++) console.log([job.id, k, "PENDING", "Resources", "", "0:00"].join("|"));
        else if (job.name === name) console.log(job.id); }`,
    scancel: `for (const job of jobs) if (job.id === process.argv.at(-1)) job.alive = false; save();`,
    scontrol: `if (process.argv[2] === "show" && process.argv[3] === "config") console.log("MaxArraySize            = ${maxArraySize}"); else process.exit(1);`,
    sacct: "process.exit(1);",
  };
  for (const [name, text] of Object.entries(programs)) {
    const head = `#!${process.execPath}\nconst fs = require("node:fs"); const file = ${JSON.stringify(jobs)};\nconst jobs = JSON.parse(fs.readFileSync(file, "utf8")); const save = () => fs.writeFileSync(file, JSON.stringify(jobs));\n`;
    writeFileSync(join(bin, name), `${head}${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const environment = { PATH: `${bin}:${process.env.PATH}`, SQUEUE_FORMAT: "%i nonsense", SBATCH_PARTITION: "elsewhere" };
  return {
    jobs: (): { id: string; name: string; last: number; alive: boolean }[] => JSON.parse(readFileSync(jobs, "utf8")),
    end: () =>
      writeFileSync(
        jobs,
        JSON.stringify(JSON.parse(readFileSync(jobs, "utf8")).map((job: object) => ({ ...job, alive: false }))),
      ),
    qntk: (args: readonly string[], more: Record<string, string> = {}): Promise<CliResult> =>
      startCli(["sweep", ...args], parent, { ...environment, ...more }).done,
  };
}

describe("a sweep on Slurm", () => {
  it("is sent once: what is alive is not sent again, what is missing is", { timeout: 120_000 }, async () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, "sweep.json"), JSON.stringify(sweep));
    const slurm = queue(parent, { maxArraySize: 4 });
    const submit = ["submit", "sweep.json", "--out", "out", "--engine", "slurm", "--mem", "100M", "--max-running", "2"];
    const dry = await slurm.qntk([...submit, "--dry-run"]);
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain("#SBATCH --mem=100M");
    expect(slurm.jobs()).toEqual([]);
    // Six batches of two points, each well under five minutes: one task.
    expect((await slurm.qntk(submit)).stdout).toMatch(/: 1 task of 6 batches sent as job 100/);
    expect((await slurm.qntk(submit)).stdout).toContain("nothing is missing");
    expect(slurm.jobs()).toHaveLength(1);
    expect(JSON.parse((await slurm.qntk(["status", "out", "--json"])).stdout)).toMatchObject({
      points: 12,
      done: 0,
      waiting: 12,
    });

    slurm.end();
    const status = JSON.parse((await slurm.qntk(["status", "out", "--json"])).stdout);
    expect(status).toMatchObject({ waiting: 0, failures: expect.arrayContaining([expect.objectContaining({ state: "lost" })]) });
    expect((await slurm.qntk(["retry", "out", "--mem", "x2"])).code).toBe(0);
    expect(slurm.jobs().filter(({ alive }) => alive)).toHaveLength(1);
    const [script] = readdirSync(join(parent, "out", "submissions")).filter((name) => name.endsWith("0001.json.sh"));
    const text = readFileSync(join(parent, "out", "submissions", script), "utf8");
    expect(text).toContain("#SBATCH --mem=200M");

    // What a task would do: all of its batches, then nothing is left.
    const task = join(parent, "out", "submissions", script.replace(/\.sh$/, ""));
    expect((await slurm.qntk(["work", "out", "--task", task, "--index", "0"])).code).toBe(0);
    expect(JSON.parse((await slurm.qntk(["status", "out", "--json"])).stdout)).toMatchObject({ done: 12, failures: [] });
    expect((await slurm.qntk(["cancel", "out"])).stdout).toContain("job 101");
    expect(slurm.jobs().filter(({ alive }) => alive)).toEqual([]);
  });

  it("is planned where there is no Slurm, by Slurm's default, but not sent", { timeout: 60_000 }, async () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, "sweep.json"), JSON.stringify(sweep));
    const submit = ["sweep", "submit", "sweep.json", "--out", "out", "--engine", "slurm"];
    const nowhere = { PATH: parent };
    const dry = await startCli([...submit, "--dry-run"], parent, nowhere).done;
    expect(dry.stderr).toBe("");
    expect(dry.stdout).toMatch(/^# qntk-\S+: 1 task; MaxArraySize is taken to be 1001, .*\n#!\/bin\/bash\n/);
    expect(dry.stdout).toContain("#SBATCH --array=0-0\n");
    // What was sent where there is one is listed as well, asking for nothing.
    expect((await queue(parent).qntk(submit.slice(1))).code).toBe(0);
    const second = await startCli([...submit, "--dry-run"], parent, nowhere).done;
    expect(second.stderr).toBe("");
    expect(second.stdout).toMatch(
      /^# qntk-\S+-0001: 1 task; .*; batches sent before: 6, of which what is alive is not sent again\n/,
    );
    const real = await startCli(submit, parent, nowhere).done;
    expect(real.code).toBe(1);
    expect(real.stderr).toContain("squeue is not on this machine");
  });

  it("that was sent by a process that died before it knew the job's number is not sent twice", { timeout: 60_000 }, async () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, "sweep.json"), JSON.stringify(sweep));
    const slurm = queue(parent);
    const submit = ["submit", "sweep.json", "--out", "out", "--engine", "slurm"];
    // The queue takes the job, the answer is lost.
    expect((await slurm.qntk(submit, { QUEUE_DIES: "1" })).code).toBe(1);
    expect(slurm.jobs()).toHaveLength(1);
    expect((await slurm.qntk(submit)).stdout).toContain("nothing is missing");
    expect(slurm.jobs()).toHaveLength(1);
  });

  it("has arrays that begin at 0 and keep to MaxArraySize", { timeout: 60_000 }, async () => {
    const parent = temporaryFolder();
    const long = {
      ...sweep,
      base: { ...sweep.base, qubits: 6, layers: 200, steps: 200_000 },
      axes: { seed: { from: 1, to: 7 }, target: ["min"] },
    };
    writeFileSync(join(parent, "sweep.json"), JSON.stringify(long));
    const slurm = queue(parent, { maxArraySize: 3 });
    expect((await slurm.qntk(["submit", "sweep.json", "--out", "out", "--engine", "slurm", "--task-minutes", "1"])).code).toBe(0);
    expect(slurm.jobs().map(({ last }) => last)).toEqual([2, 2, 0]);
  });
});

describe("a sweep by command templates", () => {
  it("runs every task's command, here in a shell, and needs no queue", { timeout: 120_000 }, async () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, "sweep.json"), JSON.stringify(sweep));
    const { done } = startCli(
      ["sweep", "submit", "sweep.json", "--out", "out", "--engine", "command", "--template", "sh -c '{command}' > {log} 2>&1"],
      parent,
    );
    expect((await done).code).toBe(0);
    const status = await startCli(["sweep", "status", "out", "--json"], parent).done;
    expect(JSON.parse(status.stdout)).toMatchObject({ points: 12, done: 12, failed: 0 });
    const logs = readdirSync(join(parent, "out", "logs"));
    expect(logs).toHaveLength(1);
    expect(existsSync(join(parent, "out", "logs", logs[0]))).toBe(true);
    expect(
      (await startCli(["sweep", "submit", "sweep.json", "--out", "out", "--engine", "command"], parent).done).stderr,
    ).toContain("--template is missing");
  });
});
