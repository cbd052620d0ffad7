/**
 * `qntk theory haar | restricted-haar | frame-potential`: the JSON that scripts read, tables, plots, and bad input.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../src/runs/npy.ts";
import { runCli, runHere } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const averages = ["meanK", "sdK", "meanMu", "meanEpsilonMu", "lambda", "zeta"];

interface AveragesJson {
  exact: Record<string, number | null>;
  asymptotic: Record<string, number | null>;
  monteCarlo?: Record<string, { value: number; error: number }>;
}

async function theory<T = AveragesJson>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await runCli(["theory", ...args, "--json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as T;
}

/** Expects all averages within 4 standard errors. */
function expectAgreement({ exact, monteCarlo }: AveragesJson): void {
  for (const name of averages) {
    const { value, error } = monteCarlo?.[name] ?? { value: Number.NaN, error: Number.NaN };
    expect(Math.abs(value - Number(exact[name])) / error, name).toBeLessThan(4);
  }
}

describe("theory haar", () => {
  it("--json has exactly the keys that are documented, in order; Monte Carlo agrees within 4 sigma", async () => {
    const result = await theory("haar", "--qubits", "2", "--layers", "8", "--monte-carlo", "4000", "--quiet");
    expect(Object.keys(result)).toEqual(["exact", "asymptotic", "monteCarlo"]);
    for (const part of Object.values(result)) expect(Object.keys(part)).toEqual(averages);
    for (const name of averages) expect(Object.keys(result.monteCarlo?.[name] ?? {})).toEqual(["value", "error"]);
    expect(result.exact.meanK).toBeCloseTo(11.946_666_67, 8);
    expectAgreement(result);
    expect(await theory("haar", "--qubits", "2", "--layers", "8", "--monte-carlo", "4000", "--quiet")).toEqual(result);
  });

  it("a dense observable and the Pauli sum it is the matrix of give the same averages", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "matrix.npy");
    // ZI + 0.5 IZ
    const diagonal = [1.5, 0.5, -0.5, -1.5];
    writeFileSync(
      file,
      writeNpy(
        Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? diagonal[i / 5] : 0)),
        [4, 4],
      ),
    );
    const common = ["--qubits", "2", "--layers", "8", "--target", "min-1"];
    const dense = await theory("haar", "--observable", "dense", "--matrix", file, ...common);
    const sum = await theory("haar", "--observable", "pauli", "--pauli", "ZI + 0.5*IZ", ...common);
    for (const name of averages) expect(dense.exact[name]).toBeCloseTo(Number(sum.exact[name]), 10);
    expect(dense).not.toHaveProperty("monteCarlo");
  });

  it("20 qubits without a matrix; the table says what else theory knows", async () => {
    const { exact } = await theory("haar", "--qubits", "20", "--layers", "4000", "--target", "-78");
    expect(exact.meanK).toBeCloseTo(0.370_025, 5);
    const { stdout } = await runCli(["theory", "haar", "--qubits", "4", "--layers", "16"]);
    expect(stdout).toContain("Haar ensemble: n = 4, d = 16, L = 16, xxz, O0 = −14");
    expect(stdout).toMatch(/^mean K +16\.06\d+ +17$/m);
    expect(stdout).toContain("mean K of the random Pauli ansatz as it is");
    expect(stdout).toContain("of a long XXZ chain");
  });

  it("--draw ansatz draws the circuit itself", async () => {
    const options = ["haar", "--qubits", "2", "--layers", "2", "--monte-carlo", "4000", "--quiet"];
    const ensemble = await theory(...options);
    const ansatz = await theory(...options, "--draw", "ansatz");
    const [a, b] = [ensemble.monteCarlo?.meanK, ansatz.monteCarlo?.meanK];
    expect(a?.value).not.toBe(b?.value);
    const hea = await theory(...options.slice(0, 5), "--ansatz", "hea", "--draw", "ansatz", "--monte-carlo", "400", "--quiet");
    expect(hea.monteCarlo?.meanK.error).toBeGreaterThan(0);
  });
});

describe("theory restricted-haar", () => {
  it("Theorem 3 at O0 = 1: finite ζ; Monte Carlo agrees within 4 sigma inside", async () => {
    const { exact } = await theory("restricted-haar", "--observable", "projector", "--qubits", "5", "--layers", "512");
    expect(exact.zeta).toBeCloseTo(0.559_68, 4);
    expect(exact.meanK).toBe(0);
    const inside = await theory(
      ...["restricted-haar", "--observable", "projector", "--qubits", "2", "--layers", "8"],
      ...["--target", "0.4", "--monte-carlo", "1500", "--quiet"],
    );
    expect(Object.keys(inside.monteCarlo ?? {})).toEqual(averages);
    for (const name of ["meanK", "sdK", "meanMu", "lambda"]) {
      const { value, error } = inside.monteCarlo?.[name] ?? { value: Number.NaN, error: Number.NaN };
      expect(Math.abs(value - Number(inside.exact[name])) / error).toBeLessThan(4);
    }
  });

  it("beyond the spectrum ζ is null in JSON and ∞ in the table", async () => {
    const args = ["restricted-haar", "--qubits", "3", "--layers", "16", "--target", "min-4"];
    expect((await theory(...args)).exact.zeta).toBeNull();
    expect((await runCli(["theory", ...args])).stdout).toMatch(/^ζ +∞ +∞$/m);
  });

  it("at O_min Monte Carlo draws beside the eigenstate and says so", async () => {
    const { code, stdout, stderr } = await runCli([
      ...["theory", "restricted-haar", "--qubits", "2", "--layers", "8", "--target", "min"],
      ...["--monte-carlo", "200", "--quiet"],
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain("Monte Carlo draws a state with");
    expect(stdout).toMatch(/^λ /m);
  });
});

describe("theory frame-potential", () => {
  interface FrameJson {
    haar: number[];
    restrictedHaar: number[];
    monteCarlo: { k: number; value: number; error: number }[];
    training: { order: number; target: number; steps: number[]; estimates: { value: number; error: number }[] };
  }

  it("values, the circuit's estimates, and F(t) towards 7 below O_min", async () => {
    const result = await theory<FrameJson>(
      ...["frame-potential", "--qubits", "2", "--layers", "32", "--target", "min-4", "--orders", "3"],
      ...["--monte-carlo", "60", "--steps", "200", "--eta", "0.003", "--quiet"],
    );
    expect(result.haar).toEqual([1, 2, 6]);
    expect(result.restrictedHaar).toEqual([2, 7, 34]);
    expect(result.monteCarlo.map(({ k }) => k)).toEqual([1, 2, 3]);
    const { steps, estimates, target } = result.training;
    expect(target).toBeCloseTo(-10, 10);
    expect(steps[steps.length - 1]).toBe(200);
    const last = estimates[estimates.length - 1];
    expect(Math.abs(last.value - 7) / last.error).toBeLessThan(4);
    expect(Math.abs(estimates[0].value - 2) / estimates[0].error).toBeLessThan(4);
  });
});

describe("plots", () => {
  it.each([
    ["haar", "svg", ["--monte-carlo", "80"]],
    ["restricted-haar", "png", ["--target", "min+2"]],
    ["frame-potential", "svg", ["--monte-carlo", "20", "--steps", "20"]],
  ])("%s writes an .%s file and does not replace it without --force", async (name, extension, more) => {
    const folder = temporaryFolder();
    const file = join(folder, `figure.${extension}`);
    const args = ["theory", name, "--qubits", "2", "--layers", "8", ...more, "--plot", file, "--quiet"];
    const { code, stdout } = await runCli(args);
    expect(code).toBe(0);
    expect(stdout).toContain(`figure   ${file}`);
    const content = readFileSync(file);
    if (extension === "png") expect([...content.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    else {
      expect(content.toString()).toContain("<svg");
      expect(content.toString()).not.toContain("NaN");
    }
    const again = await runCli(args);
    expect([again.code, again.stdout]).toEqual([1, ""]);
    expect(again.stderr).toBe(`qntk: ${file}: exists already; choose another file or add --force.\n`);
    expect((await runCli([...args, "--force"])).code).toBe(0);
  });

  it.each([
    // Panels, and dots: four orders and 21 times; K, μ and λ of two by two, and circuits drawn for K and μ.
    ["frame-potential", ["--monte-carlo", "10", "--steps", "20"], ["a", "b"], 4 + 21],
    ["restricted-haar", ["--monte-carlo", "4"], ["a", "b", "c"], 12 + 8],
  ] as const)("%s draws what it prints of data", async (name, more, letters, dots) => {
    const file = join(temporaryFolder(), "figure.svg");
    const data = ["--qubits", "1", "--layers", "8", "--data", "haar:2", "--observable", "pauli", "--pauli", "Z"];
    const args = ["theory", name, ...data, "--target=0.2,-0.3", ...more, "--plot", file, "--quiet"];
    const { code, stdout, stderr } = await runHere(args);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`figure   ${file}`);
    const svg = readFileSync(file, "utf8");
    expect(svg).not.toContain("NaN");
    for (const letter of letters) expect(svg).toContain(`>${letter}</text>`);
    expect(svg.match(/<circle/g)).toHaveLength(dots);
    expect((await runHere(args)).stderr).toBe(`qntk: ${file}: exists already; choose another file or add --force.\n`);
  });

  it("restricted-haar inside the spectrum shows Monte Carlo in all four panels, where ζ is zero too", async () => {
    const file = join(temporaryFolder(), "figure.svg");
    const options = ["--qubits", "2", "--layers", "8", "--target", "min+2", "--monte-carlo", "20", "--plot", file, "--quiet"];
    expect((await runCli(["theory", "restricted-haar", ...options])).code).toBe(0);
    expect(readFileSync(file, "utf8").match(/<circle/g)).toHaveLength(4);
  });
});

describe("bad usage: exit 2 and one sentence", () => {
  it.each([
    [["haar", "--monte-carlo", "3"], "--monte-carlo is 3; allowed: an integer from 24 to 10000000."],
    [["haar", "--monte-carlo", "many"], '--monte-carlo is "many"; allowed: an integer from 24 to 10000000.'],
    [["haar", "--draw", "cards"], '--draw is "cards"; allowed: ensemble, ansatz.'],
    [["haar", "--plot", "figure.pdf"], '--plot is "figure.pdf"; allowed: a file name that ends in .svg or .png.'],
    [["haar", "--target", "low"], '--target is "low"; allowed: a finite number, min, max'],
    [["haar", "--qubits", "0"], "--qubits is 0; allowed: an integer from 1 to 24."],
    [
      ["haar", "--qubits", "13", "--layers", "1", "--target", "0", "--monte-carlo", "24"],
      "--qubits is 13; allowed: an integer from 1 to 12.",
    ],
    [
      ["haar", "--qubits", "12", "--target", "0", "--monte-carlo", "24"],
      "--qubits is 12; allowed: circuits of at most 2 GiB for Monte Carlo (one of 65 random unitaries on 12 qubits takes 16.3 GiB).",
    ],
    [
      ["restricted-haar", "--qubits", "10", "--target", "0"],
      "--qubits is 10; allowed: at most 8 where every eigenvalue of the observable is needed.",
    ],
    [["restricted-haar", "--monte-carlo", "2"], "--monte-carlo is 2; allowed: an integer from 3 to 10000000."],
    [["frame-potential", "--orders", "31"], "--orders is 31; allowed: an integer from 1 to 30."],
    [
      ["frame-potential", "--steps", "5"],
      "--steps is 5; allowed: 0 without --monte-carlo, which says how many circuits to train.",
    ],
    [
      ["frame-potential", "--qubits", "10", "--monte-carlo", "100"],
      "--monte-carlo is 100; allowed: at most 64 unitaries of 10 qubits, which fit in 1 GiB.",
    ],
  ])("qntk theory %j", async (args, message) => {
    const { code, stdout, stderr } = await runCli(["theory", ...args], temporaryFolder());
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`qntk: ${message}`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("an unknown subcommand or option is refused", async () => {
    for (const args of [["theory", "quantum"], ["theory", "haar", "--layer", "3"], ["theory"]]) {
      expect((await runCli(args)).code).toBe(2);
    }
  });
});
