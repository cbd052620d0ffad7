/**
 * Data sets in the commands beside training: kernel, hessian, noise, diagnose, and those that are about one state.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRun } from "../../src/runs/run-folder.ts";
import { lazyTraining } from "../../src/theory/data/lazy.ts";
import { runHere } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const states = ["--qubits", "2", "--layers", "12", "--data", "haar:2", "--observable", "pauli", "--pauli", "ZI"];

/** What `noise --estimates --json` says of a datum. */
interface Estimated {
  readonly target: number;
  readonly noisy: readonly number[][];
  readonly estimates: {
    readonly exact: readonly number[];
    readonly methods: readonly { readonly values: readonly number[]; readonly errors: readonly number[] }[];
  };
}

describe("commands about data sets", () => {
  it("the kernel at random angles, and at a step of a run, is that of the run itself", async () => {
    const folder = join(temporaryFolder(), "run");
    await runHere([
      ...["train", ...states, "--target", "0.3,-0.5", "--samples", "2", "--steps", "4", "--out", folder],
      ...["--threads", "1", "--no-plot", "--quiet"],
    ]);
    const { record } = await readRun(folder);
    const mean = (step: number) =>
      [0, 1].map((a) =>
        [0, 1].map((b) => (record.kernel[(step * 2 + a) * 2 + b] + record.kernel[((5 + step) * 2 + a) * 2 + b]) / 2),
      );
    for (const step of [0, 4]) {
      const { code, stdout } = await runHere(["kernel", folder, "--step", String(step), "--json"]);
      expect(code).toBe(0);
      JSON.parse(stdout).kernel.forEach((row: number[], a: number) => {
        row.forEach((value, b) => {
          expect(value).toBeCloseTo(mean(step)[a][b], 12);
        });
      });
    }
    const between = await runHere(["kernel", folder, "--step", "3"]);
    expect([between.code, between.stderr]).toEqual([2, expect.stringContaining("a step at which θ was recorded: 0, 4")]);
    const drawn = JSON.parse((await runHere(["kernel", ...states, "--samples", "7", "--json"])).stdout);
    expect([drawn.samples, drawn.data, drawn.eigenvalues.length]).toEqual([7, 2, 2]);
  });

  it("hessian: late eigenvalues are those of K/N inside, beyond it its gap opens; a step that is simulated again is the stored one", async () => {
    const parent = temporaryFolder();
    const folder = join(parent, "run");
    const how = ["--eta", "0.02", "--steps", "600", "--samples", "2", "--optimizer", "momentum", "--freeze", "3-5"];
    const targets = ["--target", "0.3,-0.5", "--target", "5,-6", "--measure", "mu:600"];
    const options = [...states.map((word) => (word === "12" ? "24" : word)), ...targets, ...how, "--threads", "1", "--quiet"];
    expect((await runHere(["train", ...options, "--no-plot", "--out", folder])).code).toBe(0);
    const plot = join(parent, "hessian.svg");
    const late = JSON.parse((await runHere(["hessian", folder, "--json", "--plot", plot])).stdout);
    expect(late.parameters).toHaveLength(21);
    const [inside, beyond] = late.targets;
    for (const { rank, eigenvalues, kernelEigenvalues, gap } of inside.samples) {
      expect(rank).toBe(2);
      expect(eigenvalues.at(-1)).toBeCloseTo(kernelEigenvalues[1], 6);
      expect(gap).toBeCloseTo(kernelEigenvalues[0], 6);
    }
    expect(beyond.gap).toBeGreaterThan(0.5);
    expect(readFileSync(plot, "utf8")).toContain("<svg");
    const early = JSON.parse((await runHere(["hessian", folder, "--json", "--step", "150", "--show", "0"])).stdout);
    const { record } = await readRun(folder);
    for (const [sample, { epsilon, K }] of early.targets[0].samples.entries()) {
      const at = (sample * 601 + 150) * 2;
      for (const datum of [0, 1]) {
        expect(epsilon[datum]).toBeCloseTo(record.epsilon[at + datum], 12);
        expect(K[datum]).toBeCloseTo(record.kernel[(at + datum) * 2 + datum], 9);
      }
    }
    const none = await runHere(["hessian", folder, "--show", "2"]);
    expect([none.code, none.stderr]).toEqual([2, "qntk: --show is 2; allowed: an integer from 0 to 1.\n"]);
  });

  it("hessian and natural gradient of a data set for each target vector are those of runs with one", async () => {
    const parent = temporaryFolder();
    const circuit = ["--ansatz", "hea", "--qubits", "2", "--layers", "2", "--eta", "0.02", "--steps", "4", "--samples", "1"];
    const how = [...circuit, "--optimizer", "qng", "--damping", "0.1", "--threads", "1", "--no-plot", "--quiet"];
    const found = async (name: string, ...own: string[]) => {
      const folder = join(parent, name);
      const { code, stderr } = await runHere(["train", ...how, ...own, "--out", folder]);
      expect([code, stderr]).toEqual([0, ""]);
      return JSON.parse((await runHere(["hessian", folder, "--json"])).stdout).targets;
    };
    const both = await found("both", "--data", "basis:0,1; basis:0,2", "--target", "2,-1", "--target", "0.5,1");
    const [first] = await found("first", "--data", "basis:0,1", "--target", "2,-1");
    const [second] = await found("second", "--data", "basis:0,2", "--target", "0.5,1");
    [first, second].forEach(({ samples: [alone] }, k) => {
      const [together] = both[k].samples;
      for (const name of ["epsilon", "K", "eigenvalues"])
        alone[name].forEach((value: number, i: number) => {
          expect(Math.abs(together[name][i] - value)).toBeLessThan(1e-9);
        });
    });
  });

  it("classes: labels through a softmax of one observable each, held out data, shots and more steps included", async () => {
    const parent = temporaryFolder();
    const path = join(parent, "classes.csv");
    const rows = Array.from({ length: 9 }, (_, k) => `${Math.cos(2.1 * k)},${Math.sin(2.1 * k)},${k % 3}`);
    writeFileSync(path, `a,b,y\n${rows.join("\n")}\n`);
    const circuit = ["--ansatz", "hea", "--qubits", "2", "--layers", "2", "--data", path, "--encode", "ry", "--reupload", "2"];
    const classes = ["--observable", "pauli", "--pauli", "3*ZI; 3*IZ; 3*ZZ", "--loss", "softmax", "--test", "33%"];
    const all = ["train", ...circuit, ...classes, "--eta", "0.2", "--samples", "2", "--threads", "1", "--quiet"];
    const [short, long, shots] = ["short", "long", "shots"].map((name) => join(parent, name));
    await runHere([...all, "--steps", "30", "--no-plot", "--out", short]);
    expect((await runHere([...all, "--steps", "80", "--out", long])).code).toBe(0);
    await runHere(["train", "--resume", short, "--steps", "80", "--threads", "1", "--no-plot", "--quiet"]);
    const [left, right] = [await readRun(short), await readRun(long)];
    expect(left.record).toEqual(right.record);
    expect([right.document.data?.count, right.document.data?.classes, right.document.data?.test?.length]).toEqual([18, 3, 9]);
    const { targets } = JSON.parse((await runHere(["show", long, "--json"])).stdout);
    expect(targets[0].accuracy).toBe(1);
    expect(targets[0].testAccuracy).toBeGreaterThan(0.5);
    expect(readFileSync(join(long, "report.html"), "utf8")).not.toContain("NaN");
    const measured = await runHere([...all, "--steps", "2", "--shots", "20", "--no-plot", "--out", shots]);
    expect([measured.code, measured.stderr]).toEqual([0, ""]);
    const table = ["--pauli", "ZI; IZ", "--observable", "pauli", "--qubits", "2", "--layers", "4", "--out", join(parent, "none")];
    const alone = await runHere(["train", ...table]);
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining("one sum, without data (--data)")]);
  });

  it("kernel regression of classes: one-hot labels by the kernel over all entries, beside the trained network", async () => {
    const parent = temporaryFolder();
    const rows = Array.from({ length: 9 }, (_, k) => `${Math.cos(2.1 * k)},${Math.sin(2.1 * k)},${k % 3}`);
    const [fit, rest, all] = [rows.slice(0, 6), rows.slice(6), rows].map((some, k) => {
      const path = join(parent, `${k}.csv`);
      writeFileSync(path, `a,b,y\n${some.join("\n")}\n`);
      return path;
    });
    const circuit = ["--ansatz", "hea", "--qubits", "2", "--layers", "12", "--encode", "ry", "--reupload", "3"];
    const classes = ["--observable", "pauli", "--pauli", "3*ZI; 3*IZ; 3*ZZ", "--loss", "softmax", "--samples", "2"];
    const training = ["--eta", "0.2", "--threads", "1", "--no-plot", "--quiet"];
    const [run, whole] = [join(parent, "run"), join(parent, "whole")];
    await runHere(["train", ...circuit, ...classes, "--data", fit, "--test", rest, "--steps", "40", ...training, "--out", run]);
    await runHere(["train", ...circuit, ...classes, "--data", all, "--steps", "1", ...training, "--out", whole]);
    const { regression } = JSON.parse((await runHere(["kernel", run, "--step", "0", "--json"])).stdout);
    const { record } = await readRun(whole);
    const entries = 27;
    const predicted = [0, 1].map((sample) => {
      const at = sample * 2 * entries;
      const kernel = record.kernel.slice(at * entries, (at + entries) * entries);
      const f = Array.from({ length: entries }, (_, e) => record.epsilon[at + e] + (Math.floor(e / 3) % 3 === e % 3 ? 1 : 0));
      const [known, asked] = [Float64Array.from(f.slice(0, 18)), Float64Array.from(f.slice(18))];
      const block = (first: number, last: number) =>
        Float64Array.from({ length: (last - first) * 18 }, (_, k) => kernel[(first + Math.floor(k / 18)) * entries + (k % 18)]);
      const targets = Array.from({ length: 18 }, (_, e) => (Math.floor(e / 3) % 3 === e % 3 ? 1 : 0));
      const start = { kernel: block(0, 18), cross: block(18, entries), trained: known, asked, targets, eta: 0.01 };
      return lazyTraining(start, [1e9])[0].asked;
    });
    expect([regression.data, regression.heldOut.length]).toEqual([3, 9]);
    regression.heldOut.forEach((value: number, e: number) => {
      expect(value).toBeCloseTo((predicted[0][e] + predicted[1][e]) / 2, 6);
    });
    const right = (f: ArrayLike<number>) => [0, 1, 2].filter((a) => [0, 1, 2].every((c) => f[3 * a + c] <= f[3 * a + a])).length;
    expect(regression.meanAccuracy).toBeCloseTo((right(predicted[0]) + right(predicted[1])) / 6, 12);
    const { targets } = JSON.parse((await runHere(["show", run, "--json"])).stdout);
    expect(regression.network.accuracy).toBeCloseTo(targets[0].testAccuracy, 12);
    const { stdout } = await runHere(["kernel", run, "--step", "0"]);
    expect(stdout).toMatch(
      /lazy training {3}ends with 3 data held out .* of the mean, .* of each sample\ntraining {8}ended with an error/,
    );
  });

  it("noise: every datum beside its ideal curve, from a run too; one observable each", async () => {
    const folder = join(temporaryFolder(), "run");
    const circuit = ["--ansatz", "hea", "--qubits", "2", "--layers", "2", "--steps", "12", "--samples", "2", "--eta", "0.05"];
    const own = ["--data", "basis:0,3", "--observable", "projector", "--state", "00", "--state", "11", "--target", "0.9,0.2"];
    const noise = ["--noise", "depolarizing:0.2", "--gradient", "adjoint"];
    await runHere(["train", ...circuit, ...own, ...noise, "--out", folder, "--threads", "1", "--no-plot", "--quiet"]);
    const report = JSON.parse((await runHere(["noise", "--run", folder, "--json", "--from", "3"])).stdout);
    const { record } = await readRun(folder);
    const [{ data, ideal, noisy }] = report.targets;
    expect(data.map(({ target }: { target: number }) => target)).toEqual([0.9, 0.2]);
    // Global depolarising noise takes <O> to tr O / d = 1/4: at the first row, from the same angles, exactly.
    for (const [datum, { target, noisy: curves, ideal: mean }] of data.entries()) {
      expect(curves[1][12]).toBe(record.epsilon[(13 + 12) * 2 + datum]);
      const first = (curves[0][0] + curves[1][0]) / 2 + target;
      expect(first).toBeCloseTo(0.8 * (mean[0] + target) + 0.2 / 4, 10);
    }
    expect(noisy.loss).toBeGreaterThan(0);
    expect(ideal.accuracy).toBeGreaterThan(0);
    const shots = ["--shots", "50", "--samples", "1", "--steps", "2", "--noise", "none"];
    const measured = await runHere(["noise", ...circuit.slice(0, 6), ...own, ...shots, "--from", "0", "--quiet"]);
    expect([measured.code, measured.stderr]).toEqual([0, ""]);
    expect(measured.stdout).toContain("data basis:0,3");
  });

  it("noise --estimates: ⟨O⟩ of every datum at the final angles, from shots and exactly", async () => {
    const circuit = ["--ansatz", "hea", "--qubits", "2", "--layers", "2", "--steps", "3", "--samples", "2", "--eta", "0.05"];
    const own = ["--data", "basis:0,3", "--observable", "pauli", "--pauli", "ZI; XX"];
    const asked = [
      "noise",
      ...circuit,
      ...own,
      "--target",
      "0.9,0.2",
      "--target",
      "0.4,0.5",
      "--from",
      "0",
      "--estimates",
      "--quiet",
    ];
    const estimates = async (options: readonly string[]) => {
      const { targets } = JSON.parse((await runHere([...asked, ...options, "--json"])).stdout);
      return (targets as { data: Estimated[] }[]).flatMap(({ data }) => data);
    };
    const exactly = ["--shots", "none", "--noise", "depolarizing:0.2"];
    for (const { target, noisy, estimates: found } of await estimates(exactly)) {
      const [raw] = found.methods;
      expect(found.exact).toHaveLength(2);
      // What training measured at its last row, at the same angles; noise leads to tr O / d = 0.
      for (const [sample, exact] of found.exact.entries()) {
        expect(raw.values[sample]).toBeCloseTo(noisy[sample][3] + target, 12);
        expect(raw.values[sample]).toBeCloseTo(0.8 * exact, 12);
      }
    }
    const all = (await estimates(["--shots", "400", "--noise", "none"])).map((each) => each.estimates);
    const sigmas = all.flatMap(({ exact, methods }) =>
      exact.map((value: number, k: number) => (methods[0].values[k] - value) / methods[0].errors[k]),
    );
    expect(sigmas).toHaveLength(8);
    expect(new Set(sigmas).size).toBe(8);
    for (const sigma of sigmas) expect(Math.abs(sigma)).toBeLessThan(4);
    const { stdout } = await runHere([...asked, ...exactly]);
    expect(stdout.match(/exact, without noise/g)).toHaveLength(4);
  });

  it("diagnose: K, phases and rates are those of the run's first row; its stable η that of its Hessian", async () => {
    const folder = join(temporaryFolder(), "run");
    const how = ["--target", "0.3,-0.5", "--target", "5,0.1", "--eta", "0.01", "--samples", "1"];
    await runHere(["train", ...states, ...how, "--steps", "2", "--out", folder, "--threads", "1", "--no-plot", "--quiet"]);
    const { record } = await readRun(folder);
    const { code, stdout } = await runHere(["diagnose", ...states, ...how, "--json", "--quiet"]);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    found.kernel.flat().forEach((value: number, k: number) => {
      expect(value).toBeCloseTo(record.kernel[k], 11);
    });
    found.rates.forEach((rate: number, k: number) => {
      expect(rate).toBeCloseTo((0.01 * found.eigenvalues[k]) / 2, 12);
    });
    expect(found.targets.map(({ phase }: { phase: string }) => phase)).toEqual(["frozen-kernel", "frozen-kernel+frozen-error"]);
    expect(found.targets[1].errorsThatStay).toEqual([0]);
    expect(found.targets[1].steps).toBeUndefined();
    expect(found.targets[0].steps).toBeGreaterThan(1);
    const hessian = JSON.parse((await runHere(["hessian", folder, "--step", "0", "--json", "--quiet"])).stdout);
    hessian.targets.forEach(({ eigenvalues }: { eigenvalues: number[] }, k: number) => {
      expect(found.targets[k].largestStableEta).toBeCloseTo(2 / (eigenvalues.at(-1) as number), 5);
    });
    expect(found.haarKernel[0][1]).toBeCloseTo(-found.haarKernel[0][0] / 3, 12);
    expect((await runHere(["diagnose", ...states, ...how, "--quiet"])).stdout).toContain("phase to expect");
    const haar = await runHere(["theory", "haar", ...states, "--json", "--quiet"]);
    expect(JSON.parse(haar.stdout).exact.meanK).toEqual(found.haarKernel);
  });

  it("other commands say that they are about one state", async () => {
    const folder = join(temporaryFolder(), "run");
    await runHere([
      "train",
      ...states,
      "--target",
      "0.3,-0.5",
      "--samples",
      "1",
      "--steps",
      "2",
      "--out",
      folder,
      "--threads",
      "1",
      "--no-plot",
      "--quiet",
    ]);
    for (const command of [["theory", "late-time", "--run", folder]]) {
      const { code, stderr } = await runHere(command);
      expect([command[0], code]).toEqual([command[0], 2]);
      expect(stderr).toContain("a run without data");
    }
  });
});
