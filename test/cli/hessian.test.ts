/**
 * `qntk hessian`: gap and rank at any step of a run, whether its angles were stored or are simulated again.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRun } from "../../src/runs/run-folder.ts";
import { runHere as runCli } from "../support/cli.ts";

const parent = mkdtempSync(join(tmpdir(), "qntk-hessian-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const options = ["--qubits", "2", "--layers", "16", "--samples", "3", "--eta", "0.005", "--steps", "1200"];
const targets = ["--target", "min+2", "--target", "min-3"];

async function train(name: string, measure: string): Promise<string> {
  const out = join(parent, name);
  const { code } = await runCli(["train", ...options, ...targets, "--measure", measure, "--out", out, "--quiet", "--no-plot"]);
  expect(code).toBe(0);
  return out;
}

async function hessianOf(args: readonly string[]) {
  const { code, stdout, stderr } = await runCli(["hessian", ...args, "--json", "--quiet"]);
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

describe("of a circuit from a file", () => {
  const text = `OPENQASM 3.0;
include "stdgates.inc";
input float[64] alpha;
input array[float[64], 3] p;
qubit[2] q;
ry(alpha) q[0]; ry(p[0]) q[1]; cx q[0], q[1]; rz(2 * p[1]) q[1]; crx(p[2]) q[0], q[1]; rz(alpha / 2) q[0];
`;

  it("parameters have their names, and there is no word of layers", { timeout: 60_000 }, async () => {
    const file = join(parent, "my.qasm");
    writeFileSync(file, text);
    const run = join(parent, "own");
    const own = ["--ansatz", "circuit", "--circuit", file, "--samples", "2"];
    const plain = await runCli(["hessian", ...own, "--target", "min", "--steps", "20", "--out", run]);
    expect(plain.stdout).toMatch(/^circuit of 6 gates n=2 L=4, xxz/);
    expect(plain.stdout).toContain("most weight: parameter, Pauli string, share");
    expect(plain.stdout).toMatch(/alpha YI\+ZI \d+ %/);
    expect(plain.stdout).toMatch(/p\[1\] IZ \d+ %/);
    expect(plain.stdout).not.toContain("layer");
    const [first] = (await hessianOf([run])).eigenvectors.shown;
    expect(first.parameters.map(({ name }: { name: string }) => name).sort()).toEqual(["alpha", "p[0]", "p[1]", "p[2]"]);
    expect(first.parameters[0]).not.toHaveProperty("layer");
    const race = ["--error", "6", "--eta", "0.01", "--steps", "600", "--out", join(parent, "raced"), "--no-plot"];
    const raced = await runCli(["speedup", ...own, ...race]);
    expect(raced.stdout).toMatch(/^circuit of 6 gates n=2 L=4, xxz, eta=0.01, 2 samples: steps to ε − R = 6\n/);
  });
});

describe("of a run with frozen angles", () => {
  it("is over the trained ones, as it was recorded; what the theory counts as parameters is refused them", {
    timeout: 60_000,
  }, async () => {
    const run = join(parent, "frozen");
    const freeze = ["--freeze", "0-4,9", "--target", "min-1", "--measure", "mu:20,hessian:1200"];
    expect((await runCli(["train", ...options, ...freeze, "--out", run, "--quiet", "--no-plot"])).code).toBe(0);
    const { parameters, targets, eigenvectors } = await hessianOf([run]);
    expect(parameters).toEqual([5, 6, 7, 8, 10, 11, 12, 13, 14, 15]);
    const [{ samples }] = targets;
    const recorded = JSON.parse((await runCli(["show", run, "--at", "1200", "--json"])).stdout);
    const series = (await readRun(run)).record.measured.hessian;
    expect([...(series?.steps ?? [])]).toEqual([0, 1200]);
    for (const [sample, { K, eigenvalues }] of samples.entries()) {
      expect(eigenvalues).toHaveLength(10);
      expect(K).toBeCloseTo(recorded.kernel[0][0][sample], 8);
      eigenvalues.forEach((value: number, k: number) => {
        expect(value).toBeCloseTo(series?.values[(2 * sample + 1) * 10 + k] as number, 8);
      });
    }
    for (const { components, parameters: heaviest } of eigenvectors.shown) {
      expect(components).toHaveLength(10);
      expect(heaviest.every(({ parameter }: { parameter: number }) => parameters.includes(parameter))).toBe(true);
    }
    expect((await runCli(["hessian", run])).stdout).toContain("step 1200, over 10 trained parameters; ");
    expect((await runCli(["theory", "late-time", "--run", run])).stderr).toContain("no frozen angles here");
    expect((await runCli(["speedup", ...options, "--freeze", "0"])).stderr).toContain("no frozen angles here");
  });
});

describe("qntk hessian", () => {
  let plain = "";
  let stored = "";
  beforeAll(async () => {
    plain = await train("plain", "mu:10,hessian:150");
    stored = await train("stored", "mu:10,theta:100");
  }, 60_000);

  it("finds rank one and gap K inside the spectrum, rank 2(d − 1) and gap R λ∞ (2 %) below it", { timeout: 60_000 }, async () => {
    const plot = join(parent, "hessian.svg");
    const { step, targets: found, eigenvectors, slices, plane, path } = await hessianOf([plain, "--plot", plot]);
    expect(step).toBe(1200);
    const [inside, below] = found;
    expect(inside.samples.map(({ rank }: { rank: number }) => rank)).toEqual([1, 1, 1]);
    expect(inside.gap / inside.K).toBeCloseTo(1, 6);
    expect(below.samples.map(({ rank }: { rank: number }) => rank)).toEqual([6, 6, 6]);
    expect(Math.abs(below.gap / below.expectedGap - 1)).toBeLessThan(0.02);
    expect(below.R).toBeCloseTo(3, 8);
    expect(eigenvectors.shown.map(({ name }: { name: string }) => name)).toEqual([
      "largest",
      "no. 2",
      "no. 3",
      "gap",
      "nearest to zero",
    ]);
    const [{ parameter, layer, paulis }] = eigenvectors.shown[0].parameters;
    expect(layer).toBe(parameter + 1);
    expect(paulis[0]).toMatch(/^[XYZ]{2}$/);
    for (const { components, parameters } of eigenvectors.shown) {
      expect(components.reduce((sum: number, value: number) => sum + value ** 2, 0)).toBeCloseTo(1, 10);
      expect(parameters[0].component).toBe(components[parameters[0].parameter]);
      expect(Math.abs(parameters[0].component)).toBe(Math.max(...components.map(Math.abs)));
    }
    // The plane holds the slices: along the first direction through its middle row, along the second through its middle column.
    expect(plane.along).toEqual(["largest", "gap"]);
    const at = (distance: number) => slices.distances.findIndex((x: number) => Math.abs(x - distance) < 1e-9);
    for (const [k, distance] of plane.distances.entries()) {
      expect(plane.loss[20][k]).toBeCloseTo(slices.along[0].loss[at(distance)], 9);
      expect(plane.loss[k][20]).toBeCloseTo(slices.along[1].loss[at(distance)], 9);
    }
    expect(path.coordinates.map((rows: number[][]) => rows.length)).toEqual([path.steps.length, path.steps.length]);
    expect([path.steps[0], path.steps.at(-1)]).toEqual([0, 1200]);
    expect(path.plane.expectation).toHaveLength(41);
    expect(path.shares[0] + path.shares[1]).toBeGreaterThan(0.8);
    expect(readFileSync(plot, "utf8")).toContain("<svg");
  });

  it("at a step in between, is the same from stored angles, from the start, and as recorded by the run", {
    timeout: 60_000,
  }, async () => {
    const [again, near, fresh] = await Promise.all([
      hessianOf([plain, "--step", "450"]),
      hessianOf([stored, "--step", "450"]),
      hessianOf([...options, ...targets, "--step", "450", "--out", join(parent, "fresh")]),
    ]);
    expect(fresh.run).toBe(join(parent, "fresh"));
    const eigenvalues = ({ targets: each }: typeof again) =>
      each.flatMap(({ samples }: { samples: { eigenvalues: number[] }[] }) => samples.map(({ eigenvalues: own }) => own));
    expect(eigenvalues(near)).toEqual(eigenvalues(again));
    expect(eigenvalues(fresh)).toEqual(eigenvalues(again));
    const { readRun } = await import("../../src/runs/run-folder.ts");
    const series = (await readRun(plain)).record.measured.hessian;
    for (const [column, values] of eigenvalues(again).entries()) {
      const first = (column * (series?.steps.length ?? 0) + 3) * 16;
      for (const [k, value] of values.entries()) expect(value).toBeCloseTo(series?.values[first + k] as number, 8);
    }
  });

  it("also for critical targets, which are the samples’ own", { timeout: 60_000 }, async () => {
    const out = join(parent, "critical");
    const shallow = ["--qubits", "3", "--layers", "5", "--samples", "2", "--steps", "200", "--target", "critical"];
    await runCli(["train", ...shallow, "--critical-steps", "500", "--out", out, "--quiet", "--no-plot"]);
    const { readRun } = await import("../../src/runs/run-folder.ts");
    const { record } = await readRun(out);
    const { targets: found } = await hessianOf([out]);
    for (const [k, { epsilon }] of found[0].samples.entries()) expect(epsilon).toBeCloseTo(record.epsilon[k * 201 + 200], 10);
  });

  it.each([
    [["--step", "1201"], "--step is 1201; allowed: an integer from 0 to 1200."],
    [["--show", "2"], "--show is 2; allowed: an integer from 0 to 1."],
    [["--sample", "3"], "--sample is 3; allowed: an integer from 0 to 2."],
    [["--vectors", "0"], "--vectors is 0; allowed: an integer of at least 1."],
    [["--eta", "0.1"], '--eta is "0.1"; allowed: nothing with a stored run'],
    [["--resume", "x"], '--resume is "x"; allowed: nothing with a stored run'],
    [["--rounding", "0"], "--rounding is 0; allowed: a finite number greater than 0."],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await runCli(["hessian", plain, ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("refuses a run with noise, whose angles are no path of the circuit itself", async () => {
    const noisy = join(parent, "noisy");
    await runCli([
      "train",
      "--qubits",
      "2",
      "--layers",
      "4",
      "--samples",
      "1",
      "--steps",
      "50",
      "--noise",
      "depolarizing:0.1",
      "--out",
      noisy,
      "--quiet",
      "--no-plot",
    ]);
    const { code, stderr } = await runCli(["hessian", noisy]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("is a run with noise depolarizing:0.1, and the Hessian is that of the circuit without them."),
    ]);
  });
});
