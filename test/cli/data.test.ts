/**
 * Data sets from the command line: what is recorded and shown, and runs that are killed.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatNumber } from "../../src/base/format.ts";
import { writeComplexNpy } from "../../src/runs/npy.ts";
import { readCheckpoint, readRun } from "../../src/runs/run-folder.ts";
import { runAlone, runCli, runHere, startCli } from "../support/cli.ts";
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
    const again = await runAlone(["train", "--resume", killed, "--no-plot", "--quiet"]);
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
});
