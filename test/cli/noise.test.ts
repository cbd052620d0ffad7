/**
 * Noise and shots on the command line: `train --noise … --shots …`, its records, and `qntk noise`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readRun } from "../../src/runs/run-folder.ts";
import { runCli, withOptions } from "../support/cli.ts";
import { publishedData } from "../support/published-data.ts";
import { temporaryFolder } from "../support/temporary.ts";

const hea = [
  "--ansatz",
  "hea",
  "--qubits",
  "2",
  "--layers",
  "2",
  "--target",
  "min",
  "--target",
  "-2",
  "--samples",
  "2",
  "--steps",
  "6",
];
const silent = ["--no-plot", "--quiet"];

const parameter = (name: string, unit: string, value: number) => ({ name, unit, value });
const properties = {
  backend_name: "triangle",
  qubits: [0, 1, 2].map((q) => [parameter("T1", "us", 100 + q), parameter("T2", "us", 90), parameter("readout_error", "", 0.02)]),
  gates: [
    ...[0, 1, 2].map((q) => ({
      gate: "sx",
      qubits: [q],
      parameters: [parameter("gate_error", "", 4e-4), parameter("gate_length", "ns", 35)],
    })),
    { gate: "cx", qubits: [2, 1], parameters: [parameter("gate_error", "", 0.012), parameter("gate_length", "ns", 400)] },
  ],
};

async function train(folder: string, ...options: string[]) {
  const { code, stderr } = await runCli(["train", ...withOptions(hea, options), "--out", folder, ...silent]);
  expect([code, stderr]).toEqual([0, ""]);
  return readRun(folder);
}

describe("train with noise", { timeout: 120_000 }, () => {
  it("noise changes results, p = 0 changes none, and the record says what the noise was", async () => {
    const folder = temporaryFolder();
    const plain = await train(join(folder, "plain"));
    const zero = await train(join(folder, "zero"), "--noise", "depolarizing:0");
    expect(zero.record.epsilon).toEqual(plain.record.epsilon);
    expect(zero.record.measured.mu).toEqual(plain.record.measured.mu);
    expect(plain.document.noise).toBeUndefined();
    expect(zero.document.noise).toEqual({ model: "depolarizing:0", depolarizing: 0 });
    const kolkata = await train(join(folder, "kolkata"), "--noise", "kolkata");
    expect(kolkata.document.engine).toBe("density");
    expect(kolkata.document.noise?.qubits?.[1]).toEqual({ t1: 98_970, t2: 58_210, p10: 0.0111, p01: 0.0111 });
    expect(kolkata.document.config.noise).toBe("kolkata");
    for (const sample of [0, 1])
      expect(Math.abs(kolkata.record.epsilon[7 * sample] - plain.record.epsilon[7 * sample])).toBeGreaterThan(1e-3);
    const shifted = await train(join(folder, "shift"), "--noise", "kolkata", "--gradient", "parameter-shift");
    shifted.record.epsilon.forEach((value, k) => {
      expect(Math.abs(value - kolkata.record.epsilon[k])).toBeLessThan(1e-10);
    });
  });

  it("a file of backend properties: the first coupled qubits, or those asked for; a copy stays with the run", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "props.json");
    writeFileSync(file, JSON.stringify(properties));
    const run = join(folder, "device");
    const { document } = await train(run, "--noise", file);
    expect(document.noise?.layout).toEqual([1, 2]);
    expect(document.noise?.qubits?.[0].t1).toBe(101_000);
    expect(JSON.parse(readFileSync(join(run, "noise.json"), "utf8"))).toEqual(properties);
    const turned = await train(join(folder, "turned"), "--noise", file, "--layout", "2,1");
    expect(turned.document.noise?.layout).toEqual([2, 1]);
    // There, the CNOT exists as it stands; here it is turned round by four noisy Hadamard gates.
    expect(turned.record.epsilon).not.toEqual((await readRun(run)).record.epsilon);
    const { code, stderr } = await runCli(["train", ...hea, "--noise", file, "--layout", "0,1", ...silent]);
    expect([code, stderr]).toEqual([
      2,
      'qntk: --layout is "0,1"; allowed: 2 distinct qubits of triangle (0 to 2), connected by couplings among them.\n',
    ]);
  });

  it("shots scatter, repeat with their seed and for any number of threads, and are echoed", async () => {
    const folder = temporaryFolder();
    const one = await train(join(folder, "one"), "--noise", "kolkata", "--shots", "200", "--threads", "1");
    const two = await train(join(folder, "two"), "--noise", "kolkata", "--shots", "200", "--threads", "2");
    const other = await train(join(folder, "other"), "--noise", "kolkata", "--shots", "200", "--shot-seed", "1");
    expect(two.record.epsilon).toEqual(one.record.epsilon);
    expect(two.record.kernel).toEqual(one.record.kernel);
    expect(other.record.epsilon).not.toEqual(one.record.epsilon);
    expect(one.document.config).toMatchObject({ shots: 200, shotSeed: 0, gradient: "parameter-shift", measure: {} });
  });

  it("eight qubits from trajectories: the same for any number of threads and after an interruption, and so recorded", async () => {
    const folder = temporaryFolder();
    const wide = ["--qubits", "8", "--layers", "1", "--noise", "kolkata", "--shots", "4", "--steps", "3"];
    const one = await train(join(folder, "one"), ...wide, "--threads", "1");
    const two = await train(join(folder, "two"), ...wide, "--threads", "2");
    expect(two.record.epsilon).toEqual(one.record.epsilon);
    expect(one.document.engine).toBe("trajectories");
    expect(one.document.config).toMatchObject({ noise: "kolkata", noiseEngine: "trajectories", shots: 4 });
    const { code, stderr } = await runCli(["train", "--resume", join(folder, "one"), ...silent]);
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("readout inverted and noise extrapolated in training: recorded, and nearer to the ideal run", async () => {
    const folder = temporaryFolder();
    const plain = await train(join(folder, "plain"));
    const raw = await train(join(folder, "raw"), "--noise", "kolkata");
    const both = await train(join(folder, "both"), "--noise", "kolkata", "--mitigate", "readout,zne");
    expect(both.document.config.mitigate).toBe("readout,zne");
    const off = (run: typeof raw) => Math.max(...run.record.epsilon.map((value, k) => Math.abs(value - plain.record.epsilon[k])));
    expect(off(both)).toBeLessThan(off(raw) / 20);
  });

  it.each([
    [["--noise", "no-such.json"], '--noise is "no-such.json"; allowed: a file that can be read (there is no such file).'],
    [["--noise", "kolkata", "--engine", "reference"], '--engine is "reference"; allowed: auto, with noise kolkata'],
    [["--noise", "kolkata", "--qubits", "8"], "--qubits is 8; allowed: at most 7 qubits with noise kolkata, or more with shots"],
    [["--mitigate", "readout"], '--mitigate is "readout"; allowed: no mitigate with noise none'],
    [["--shots", "100", "--measure", "mu:10"], "--measure mu is 10; allowed: theta, gradient or none, with shots"],
  ])("%j is refused", async (options, message) => {
    const { code, stderr } = await runCli(["train", ...withOptions(hea, options), ...silent], temporaryFolder());
    expect(stderr).toContain(`qntk: ${message}`);
    expect(code).toBe(2);
  });
});

describe("qntk noise", { timeout: 120_000 }, () => {
  const exact = ["--shots", "none", "--samples", "1"];
  let report: { targets: { target: number; p: { values: number[]; mean: number }; ideal: number[] }[] };

  beforeAll(async () => {
    const { code, stdout } = await runCli(["noise", ...exact, "--noise", "depolarizing:0.04", "--json", "--quiet"]);
    expect(code).toBe(0);
    report = JSON.parse(stdout);
  });

  it("global noise is felt less where training can make up for it: the fitted p falls short of p inside, and exceeds it beyond", () => {
    expect(report.targets.map(({ target }) => target)).toEqual([-10, -12, -14]);
    const [inside, end, beyond] = report.targets.map(({ p }) => p.mean);
    expect(inside).toBeLessThan(0.03);
    expect(inside).toBeLessThan(end);
    expect(end).toBeLessThan(beyond);
  });

  it("prints a table with the spread of the repetitions", async () => {
    const { code, stdout } = await runCli(["noise", "--samples", "3", "--steps", "20", "--target", "-12", "--quiet"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /hea n=2 D=4, xxz, eta=0.001, 20 steps, 3 repetitions, noise kolkata, 1000 shots, parameter-shift gradients/,
    );
    expect(stdout).toMatch(/−12 .* ± /);
  });

  it("says which phase the repetitions are in, by the ends that noise leaves, and what would decide it; the same as JSON", async () => {
    const options = [
      "noise",
      "--samples",
      "4",
      "--steps",
      "90",
      "--target=-10,-12,-14",
      "--noise",
      "depolarizing:0.05",
      "--quiet",
    ];
    const { stdout } = await runCli(options);
    expect(stdout).toContain("phases: ⟨O⟩ in [−12, 6], with noise in [−11.4, 5.7]");
    expect(stdout).toMatch(/−10 +frozen kernel +frozen kernel +frozen kernel, > 0\.995/);
    expect(stdout).toMatch(/−12 +critical point +frozen error +frozen error, (> 0\.995|0\.9\d)/);
    expect(stdout).toMatch(/target +phase +probability +R +end reached +λ +C +rate/);
    const report = JSON.parse((await runCli([...options, "--json"])).stdout);
    expect(report.extremes).toEqual({ min: -12, max: 6 });
    expect(Math.abs(report.reachable.min + 11.4)).toBeLessThan(1e-9);
    const [inside, end] = report.targets;
    expect([inside.idealPhase, inside.expectedPhase, inside.phase]).toEqual(["frozen-kernel", "frozen-kernel", "frozen-kernel"]);
    expect([end.idealPhase, end.expectedPhase, end.phase]).toEqual(["critical", "frozen-error", "frozen-error"]);
    expect(inside.inference.probabilities["frozen-kernel"]).toBeGreaterThan(0.95);
    // R = 0 inside, within its interval of 95 % and half as much again.
    const { value, low, high } = inside.inference.constants.residual;
    expect(Math.abs(value)).toBeLessThan(0.75 * (high - low));
    const few = await runCli(["noise", "--samples", "2", "--steps", "20", "--target=-12", "--quiet"]);
    expect(few.stdout).toMatch(/target −12: only 20 steps; at least 40 are needed .*about 40 steps in all would decide it/);
  });

  it("measures <O> at the final angles by every mitigation, and draws the figure", async () => {
    const folder = temporaryFolder();
    const figure = join(folder, "noise.svg");
    const options = ["--samples", "3", "--steps", "12", "--target", "-10", "--target", "-12", "--estimates", "--quiet"];
    const { code, stdout, stderr } = await runCli(["noise", ...options, "--plot", figure]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/−10 +exact, without noise/);
    expect(stdout).toMatch(/−12 +readout inverted, zero noise, richardson .* ± /);
    expect(stdout.match(/zero noise, (richardson|linear|exponential) /g)).toHaveLength(12);
    const svg = readFileSync(figure, "utf8");
    expect(svg).toContain("plateau of shot noise");
    expect(svg).toContain("floor of shot noise");
    expect((await runCli(["noise", ...options, "--plot", figure])).stderr).toContain("exists already");
    const json = await runCli(["noise", ...options, "--shots", "none", "--json"]);
    const [{ estimates }] = JSON.parse(json.stdout).targets;
    expect(estimates.exact).toHaveLength(3);
    expect(estimates.methods).toHaveLength(8);
    expect(estimates.methods[0].errors).toEqual([0, 0, 0]);
  });

  it.runIf(publishedData !== undefined)("fits the published device runs to the published p: 0.0282, 0.0437, 0.0514", async () => {
    const { code, stdout } = await runCli(["noise", ...exact, "--data", publishedData as string, "--json", "--quiet"]);
    expect(code).toBe(0);
    const { targets } = JSON.parse(stdout);
    [0.0282, 0.0437, 0.0514].forEach((p, k) => {
      expect(targets[k].device.mean).toBeCloseTo(p, 4);
      expect(targets[k].device.runs).toBe(12);
    });
    // 49 steps of ε alone, the ends of the device not known: what is inside and what is beyond are told, the end itself is not.
    const phases = targets.map((target: { device: { inference: { phase: string } } }) => target.device.inference.phase);
    expect(phases).toEqual(["frozen-kernel", "undetermined", "frozen-error"]);
  });
});

describe("qntk circuit", () => {
  it("writes the ansatz as OpenQASM: symbols, numbers, a device's gates, a file", async () => {
    const symbolic = await runCli(["circuit", "--layers", "1"]);
    expect(symbolic.stdout).toContain("input float[64] theta_3;\nqubit[2] q;\nry(theta_0) q[0];");
    const bound = await runCli(["circuit", "--streams", "published-device", "--qasm", "2"]);
    expect(bound.stdout).toMatch(/^OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q\[2\];\nry\(7\.3906696/);
    const device = await runCli(["circuit", "--device-basis"]);
    expect(device.stdout.match(/^sx q/gm)).toHaveLength(16);
    const file = join(temporaryFolder(), "a.qasm");
    expect((await runCli(["circuit", "--out", file])).code).toBe(0);
    const again = await runCli(["circuit", "--out", file]);
    expect([again.code, again.stderr]).toEqual([1, `qntk: ${file}: exists already; choose another file or add --force.\n`]);
    const wrong = await runCli(["circuit", "--qasm", "1"]);
    expect([wrong.code, wrong.stderr]).toEqual([2, 'qntk: --qasm is "1"; allowed: 2 or 3.\n']);
  });
});
