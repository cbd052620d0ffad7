/**
 * Data sets from the command line: what is recorded and shown, and runs that are killed.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatNumber } from "../../src/base/format.ts";
import { writeComplexNpy } from "../../src/runs/npy.ts";
import { readCheckpoint, readRun } from "../../src/runs/run-folder.ts";
import { lazyTraining } from "../../src/theory/data/lazy.ts";
import { runCli, runHere, startCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const states = ["--qubits", "2", "--layers", "12", "--data", "haar:2", "--observable", "pauli", "--pauli", "ZI"];

const circuitText = `OPENQASM 3.0;
include "stdgates.inc";
input float b; input float x1; input array[float, 2] w; input float x0;
qubit[2] q;
rx(x0) q[0]; rx(x1) q[1]; ry(b) q[1]; cx q[0], q[1]; rz(w[0]) q[1]; ry(w[1]) q[0];
`;

describe("train --data", () => {
  it("on a circuit whose inputs data set: names those that are trained, in show and along the arrays", async () => {
    const parent = temporaryFolder();
    const path = (name: string) => join(parent, name);
    writeFileSync(path("own.qasm"), circuitText);
    // A minus sign and a thin space as printed tables have them.
    writeFileSync(path("table.csv"), "x0,x1,y\n0.1,0.2,1\n0.4,\u22120.2,\u2212\u20091\n");
    const trained = await runHere([
      ...["train", "--ansatz", "circuit", "--circuit", path("own.qasm"), "--observable", "pauli", "--pauli", "ZI"],
      ...["--data", path("table.csv"), "--samples", "1", "--steps", "2", "--measure", "theta:1", "--no-plot"],
      ...["--out", path("run"), "--quiet"],
    ]);
    expect(trained.stderr).toBe("");
    const { parameters } = JSON.parse((await runHere(["show", path("run"), "--json"])).stdout);
    expect(parameters).toEqual(["b", "w[0]", "w[1]"]);
    const shapeOf = (array: string) => JSON.parse(readFileSync(join(path("run"), array, "zarr.json"), "utf8")).shape;
    expect(shapeOf("theta").at(-1)).toBe(3);
    expect(shapeOf("parameter_name")).toEqual([3]);
    expect((await runHere(["show", path("run"), "--check"])).code).toBe(0);
    expect((await readRun(path("run"))).document.targets).toEqual([1, -1]);
  });

  it("reads states from a .csv with complex numbers, and lists as papers print them", async () => {
    const parent = temporaryFolder();
    const path = (name: string) => join(parent, name);
    writeFileSync(path("own.qasm"), circuitText);
    writeFileSync(path("states.csv"), "0.6,0,0.8j,0\n0,1,0,0\n");
    const re = Float64Array.of(0.6, 0, 0, 0, 0, 1, 0, 0);
    const im = Float64Array.of(0, 0, 0.8, 0, 0, 0, 0, 0);
    writeFileSync(path("states.npy"), writeComplexNpy({ shape: [2, 4], re, im }));
    const shown = [];
    for (const [file, labels] of [
      ["states.csv", "\u22121,\u20091"],
      ["states.npy", "-1,1"],
    ]) {
      const options = [
        "--samples",
        "1",
        "--steps",
        "2",
        "--no-plot",
        "--quiet",
        "--labels",
        labels,
        "--out",
        path(`${file}-run`),
      ];
      const circuit = ["--ansatz", "circuit", "--circuit", path("own.qasm"), "--observable", "pauli", "--pauli", "ZI"];
      const trained = await runHere(["train", ...circuit, "--data", path(file), ...options]);
      expect(trained.stderr).toBe("");
      shown.push((await runHere(["show", path(`${file}-run`), "--at", "0,2", "--json"])).stdout);
      const { parameters } = JSON.parse((await runHere(["show", path(`${file}-run`), "--json"])).stdout);
      expect(parameters).toEqual(["b", "x1", "w[0]", "w[1]", "x0"]);
    }
    expect(shown[0]).toBe(shown[1]);
    const wrong = await runHere(["train", ...states, "--labels", path("states.npy"), "--out", path("wrong")]);
    expect(wrong.stderr).toContain("has complex numbers, where labels are real");
  });

  it("records every datum: two target vectors, shapes of show --at", async () => {
    const folder = join(temporaryFolder(), "run");
    const options = [
      "--target",
      "0.3,-0.5",
      "--target",
      "1,-1",
      "--samples",
      "3",
      "--steps",
      "20",
      "--eta",
      "0.01",
      "--measure",
      "mu:10",
    ];
    const trained = await runHere(["train", ...states, ...options, "--out", folder, "--threads", "1", "--no-plot", "--json"]);
    expect(trained.code).toBe(0);
    const { targets } = JSON.parse(trained.stdout);
    expect(targets.map((each: { targets: number[] }) => each.targets)).toEqual([
      [0.3, -0.5],
      [1, -1],
    ]);
    const shown = JSON.parse((await runHere(["show", folder, "--at", "0,20", "--json"])).stdout);
    const shape = (value: unknown): number[] => (Array.isArray(value) ? [value.length, ...shape(value[0])] : []);
    expect(shape(shown.epsilon)).toEqual([2, 2, 3, 2]);
    expect(shape(shown.kernel)).toEqual([2, 2, 3, 2, 2]);
    expect(shown.mu.steps).toEqual([0, 10, 20]);
    expect(shape(shown.mu.values)).toEqual([2, 3, 3, 2, 2, 2]);
    const { record } = await readRun(folder);
    expect(shown.epsilon[1][1][2][1]).toBe(record.epsilon[((1 * 3 + 2) * 21 + 20) * 2 + 1]);
    expect((await runHere(["show", folder])).stdout).toContain("targets 0.3, −0.5");
    expect((await runHere(["show", folder, "--check"])).code).toBe(0);
    const metadata = JSON.parse(readFileSync(join(folder, "kernel", "zarr.json"), "utf8"));
    expect([metadata.shape, metadata.dimension_names]).toEqual([
      [2, 21, 3, 2, 2],
      ["target", "step", "sample", "datum", "datum_2"],
    ]);
  });

  it("killed and resumed, on any number of threads, ends with the same numbers, mini-batches and momentum included", {
    timeout: 120_000,
  }, async () => {
    const parent = temporaryFolder();
    const rows = Array.from({ length: 12 }, (_, k) => `${k % 2 === 0 ? 1 : -1},${Math.sin(k)},${Math.cos(3 * k)}`);
    writeFileSync(join(parent, "table.csv"), `y,a,b\n${rows.join("\n")}\n`);
    const table = [
      "--qubits",
      "2",
      "--layers",
      "8",
      "--ansatz",
      "hea",
      "--observable",
      "pauli",
      "--pauli",
      "ZI",
      "--data",
      join(parent, "table.csv"),
    ];
    const options = [
      "--encode",
      "ry",
      "--reupload",
      "2",
      "--batch",
      "5",
      "--optimizer",
      "momentum",
      "--test",
      "25%",
      "--samples",
      "3",
      "--steps",
      "1200",
      "--measure",
      "theta:400,test:100,kernel:200",
    ];
    const all = ["train", ...table, ...options, "--no-plot", "--quiet"];
    const whole = join(parent, "whole");
    expect((await runCli([...all, "--out", whole, "--threads", "1"])).code).toBe(0);
    const killed = join(parent, "killed");
    const first = startCli([...all, "--out", killed, "--threads", "2"], undefined, { QNTK_COMMIT_SECONDS: "0.05" });
    for (let k = 0; k < 600; k++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      try {
        if (JSON.parse(readFileSync(join(killed, "run.json"), "utf8")).rows > 0) break;
      } catch {
        // not there yet
      }
    }
    first.child.kill("SIGKILL");
    await first.done;
    const again = await runCli(["train", "--resume", killed, "--no-plot", "--quiet"]);
    expect([again.code, again.stderr]).toEqual([0, ""]);
    const [expected, resumed] = [await readRun(whole), await readRun(killed)];
    expect(resumed.record).toEqual(expected.record);
    expect(readCheckpoint(killed, resumed.document)).toEqual(readCheckpoint(whole, expected.document));
    expect(expected.document.data?.test).toHaveLength(3);
  });

  it("basis states and tables are measured with shots and noise too", async () => {
    const folder = join(temporaryFolder(), "run");
    const data = [
      "--ansatz",
      "hea",
      "--qubits",
      "2",
      "--layers",
      "2",
      "--data",
      "basis:0,3",
      "--observable",
      "pauli",
      "--pauli",
      "ZI",
    ];
    const options = [
      "--target",
      "0.5,-0.5",
      "--shots",
      "200",
      "--noise",
      "depolarizing:0.05",
      "--samples",
      "2",
      "--steps",
      "3",
      "--threads",
      "1",
      "--no-plot",
      "--json",
    ];
    const { code, stderr } = await runHere(["train", ...data, ...options, "--out", folder]);
    expect([code, stderr]).toEqual([0, ""]);
    const { record } = await readRun(folder);
    const values = [...record.epsilon].map((value, k) => value + (k % 2 === 0 ? 0.5 : -0.5));
    for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    expect(new Set(values).size).toBeGreaterThan(4);
    const errors = record.estimates?.epsilonError as Float64Array;
    // Var of an estimate of <Z> from n shots is (1 - <Z>²) / (n - 1).
    values.forEach((value, k) => {
      expect(errors[k]).toBeCloseTo(Math.sqrt((1 - value ** 2) / 199), 12);
    });
    const shown = JSON.parse((await runHere(["show", folder, "--at", "3", "--json"])).stdout);
    expect(shown.epsilonError[0][0][1][1]).toBe(errors[((4 + 3) * 2 + 1) as number]);
    const [[k00, k01], [k10, k11]] = shown.kernel[0][0][0];
    const [[u00, u01], [u10, u11]] = shown.kernelUnbiased[0][0][0];
    expect([u01, u10]).toEqual([k01, k10]);
    expect(u00).toBeLessThan(k00);
    expect(u11).toBeLessThan(k11);
    for (const error of shown.kernelError[0][0][0].flat()) expect(error).toBeGreaterThan(0);
    expect((await runHere(["show", folder, "--at", "3"])).stdout).toContain("unbiased kernel");
    expect((await runHere(["show", folder])).stdout).toContain("K without bias");
  });

  it("a run made longer is the run that had its steps from the start, shots' errors and strides included", async () => {
    const parent = temporaryFolder();
    const table = ["--ansatz", "hea", "--qubits", "2", "--layers", "1", "--data", "basis:0,1,3", "--target", "0.5,-0.5,0.1"];
    const how = ["--observable", "pauli", "--pauli", "ZI", "--samples", "2", "--threads", "1", "--no-plot", "--quiet"];
    for (const options of [
      ["--measure", "mu:4"],
      ["--shots", "50"],
      ["--shots", "50", "--measure", "kernel:4"],
    ]) {
      const [short, long] = [join(parent, `short${options.length}`), join(parent, `long${options.length}`)];
      const all = ["train", ...table, ...how, ...options];
      await runHere([...all, "--steps", "6", "--out", short, "--force"]);
      await runHere([...all, "--steps", "14", "--out", long, "--force"]);
      expect((await runHere(["train", "--resume", short, "--steps", "14", "--quiet", "--no-plot", "--threads", "1"])).code).toBe(
        0,
      );
      const [left, right] = [await readRun(short), await readRun(long)];
      expect(left.record).toEqual(right.record);
      expect((await runHere(["show", short, "--check"])).code).toBe(0);
    }
  });

  it("the report says what became of every datum, with the late kernel", async () => {
    const folder = join(temporaryFolder(), "run");
    const how = ["--target", "5,0.2", "--eta", "0.05", "--steps", "300", "--samples", "2", "--threads", "1", "--quiet"];
    expect((await runHere(["train", ...states, ...how, "--out", folder])).code).toBe(0);
    const page = readFileSync(join(folder, "report.html"), "utf8");
    const { record } = await readRun(folder);
    const late = (record.kernel[(300 * 2 + 0) * 2 + 1] + record.kernel[((301 + 300) * 2 + 0) * 2 + 1]) / 2;
    const text = page.replace(/<[^>]+>/g, " ");
    expect(text).toContain("Targets 5, 0.2: frozen kernel + frozen error in 2 of 2 samples");
    expect(page).toContain('<td>1</td><td class="phase frozen-kernel">frozen kernel</td><td>0.2</td>');
    expect(page).toContain(`<td>${formatNumber(late).replace(/e\+?(\u2212?\d+)$/, " × 10<sup>$1</sup>")}</td>`);
    expect(page).toContain("λ<sub>ααβ</sub>");
    expect(text).toContain("2 data (haar:2)");
    expect(page).not.toMatch(/NaN|undefined/);
  });

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
      // biome-ignore lint/suspicious/noExplicitAny: the JSON that is tested
      return targets.flatMap(({ data }: any) => data) as any[];
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
