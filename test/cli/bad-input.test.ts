/**
 * Bad input: one sentence that names the argument, the value and what is allowed, and the right exit code.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { writeNpy } from "../../src/runs/npy.ts";
import { sealedJson } from "../../src/runs/sealed.ts";
import { runCli, runHere, startCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Whether file systems can be mounted here, to test against a full and a read-only one. */
const canMount = tryMount();

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "qntk-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Exit code and standard error of a command, which must print nothing else: in this process, or in one of its own in a folder. */
async function failure(args: readonly string[], cwd?: string): Promise<[number | null, string]> {
  const { code, stdout, stderr } = cwd === undefined ? await runHere(args) : await runCli(args, cwd);
  expect(stdout).toBe("");
  return [code, stderr];
}

describe("bad usage: exit 2 and one sentence", () => {
  it.each([
    [["train", "--qubits", "0"], "--qubits is 0; allowed: an integer from 1 to 24."],
    [["noise", "--from", "late"], '--from is "late"; allowed: an integer from 0 to 49.'],
    [["noise", "--steps", "5"], "--from is 10; allowed: an integer from 0 to 5."],
    [
      ["noise", "--target", "critical", "--shots", "none"],
      '--target is "critical"; allowed: a finite number, min, max, or one of these with an offset such as min-4 or max+20%.',
    ],
    [
      ["train", "--ansatz", "hea", "--device", "qiskit:FakeKolkataV2", "--mitigate", "readout"],
      '--mitigate is "readout"; allowed: no mitigate with device qiskit:FakeKolkataV2, whose counts are taken as they are.',
    ],
    [
      ["train", "--qubits", "13", "--layers", "1", "--samples", "1"],
      "--qubits is 13; allowed: an integer from 1 to 12 with entangler haar; entangler brickwork or clifford goes further.",
    ],
    [["train", "--entangler", "ring"], '--entangler is "ring"; allowed: haar, brickwork, clifford.'],
    [
      ["train", "--entangler", "haar", "--entangler-depth", "2"],
      "--entangler-depth is 2; allowed: no entanglerDepth with entangler haar (it belongs to brickwork and clifford).",
    ],
    [
      ["train", "--ansatz", "hea", "--entangler", "clifford"],
      '--entangler is "clifford"; allowed: no entangler with ansatz hea (it belongs to rpa).',
    ],
    [
      ["train", "--streams", "published", "--entangler", "brickwork"],
      '--entangler is "brickwork"; allowed: haar, with streams published.',
    ],
    [
      ["train", "--critical-steps", "5"],
      "--critical-steps is 5; allowed: no criticalSteps without target critical, whose preliminary run it describes.",
    ],
    [
      ["train", "--qubits", "2", "--target", "critical", "--critical-from", "min+1"],
      '--critical-from is "min+1"; allowed: a target below -6 or above 4, the ends of the spectrum.',
    ],
    [
      ["train", "--target", "critical", "--loss", "linear"],
      '--target is "critical"; allowed: no critical target with the linear loss, which knows no target.',
    ],
    [
      ["diagnose", "--target", "critical"],
      '--target is "critical"; allowed: a finite number, min, max, or one of these with an offset such as min-4 or max+20%.',
    ],
    [
      ["train", "--python", "python3"],
      '--python is "python3"; allowed: no python without a device, which alone is reached through it.',
    ],
    [["train", "--yes"], "--yes is given; allowed: no --yes without a device, whose jobs alone are asked about."],
    [["theory", "haar", "--target", "-10,-14"], '--target is "-10,-14"; allowed: one target.'],
    [
      ["theory", "late-time", "--ensemble", "3", "--monte-carlo", "3"],
      '--ensemble is "3"; allowed: nothing beside --monte-carlo, which is the same option.',
    ],
    [
      ["theory", "haar", "--layers", "100000000", "--monte-carlo", "99"],
      "--layers is 100000000; allowed: circuits of at most 2 GiB",
    ],
    [["train", "--qubits", "two"], '--qubits is "two"; allowed: an integer from 1 to 24.'],
    [["train", "--qubits", "2.5"], "--qubits is 2.5; allowed: an integer from 1 to 24."],
    [
      ["train", "--target", "NaN"],
      '--target is "NaN"; allowed: a finite number, min, max, one of these with an offset such as min-4 or max+20%, or critical.',
    ],
    [["train", "--target", "low"], '--target is "low"; allowed: a finite number, min, max'],
    [["train", "--eta", "0"], "--eta is 0; allowed: a finite number greater than 0."],
    [["train", "--eta", "-0.1"], "--eta is -0.1; allowed: a finite number greater than 0."],
    [["train", "--eta", "NaN"], '--eta is "NaN"; allowed: a finite number greater than 0.'],
    [
      ["train", "--observable", "tfim", "--coupling", "3"],
      "--coupling is 3; allowed: no coupling with observable tfim (it belongs to xxz).",
    ],
    [["train", "--measure", "mu:0"], "--measure mu is 0; allowed: an integer of at least 1."],
    [
      ["train", "--measure", "K:3"],
      '--measure is "K:3"; allowed: none, or mu, theta, hessian, test, kernel and gradient, each at most once, with strides, such as mu:40,theta:100.',
    ],
    [["train", "--threads", "0"], "--threads is 0; allowed: an integer of at least 1."],
    [["train", "--engine", "quantum"], '--engine is "quantum"; allowed: auto, native, wasm, reference.'],
    [["train", "--qubits", "14", "--layers", "5000"], "--qubits is 14; allowed: what fits in "],
    [["train", "--steps", "100000000", "--samples", "1000"], "--steps is 100000000; allowed: what fits in "],
    [["train", "--resume", "nowhere"], "nowhere: does not exist."],
    [
      ["train", "--config", "nowhere.json"],
      '--config is "nowhere.json"; allowed: a file that can be read (there is no such file).',
    ],
    [
      ["train", "--observable", "dense", "--matrix", "nowhere.npy"],
      '--matrix is "nowhere.npy"; allowed: a file that can be read (there is no such file).',
    ],
    [["show", "nowhere"], "nowhere: does not exist."],
    [["verify", "."], ".: is an empty folder."],
  ])("qntk %j", async (args, message) => {
    const [code, stderr] = await failure(args, args.includes(".") ? temporaryFolder() : undefined);
    expect(code).toBe(2);
    expect(stderr).toContain(`qntk: ${message}`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each([
    ["XXQI", "pauli, line 1, column 1: XXQI is no Pauli string: the letters are I, X, Y and Z, such as XXII, or X0 X1."],
    ["XXII - XXI", "pauli, line 1, column 8: XXI has 3 letters; there are 4 qubits, with one letter each."],
  ])("--pauli %s points at the term", async (pauli, message) => {
    const [code, stderr] = await failure(["train", "--observable", "pauli", "--pauli", pauli]);
    expect(code).toBe(2);
    const column = Number(/column (\d+)/.exec(message)?.[1]);
    expect(stderr.trimEnd().split("\n")).toEqual([`qntk: ${message}`, `  ${pauli}`, `  ${" ".repeat(column - 1)}^`]);
  });

  it.each([
    [["train", "--qbits", "3"], "error: unknown option '--qbits'\n(Did you mean --qubits?)"],
    [["trian"], "error: unknown command 'trian'\n(Did you mean train?)"],
    [["show"], "error: missing required argument 'dir'"],
    [["export", "x"], "error: required option '--npz <file>' not specified"],
  ])("qntk %j: with a suggestion", async (args, message) => {
    const [code, stderr] = await failure(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it("a matrix that is not Hermitian, a truncated .npy file, a state of the wrong size", async () => {
    const folder = temporaryFolder();
    const matrix = join(folder, "m.npy");
    const train = ["train", "--qubits", "1", "--layers", "2", "--observable", "dense", "--matrix", matrix];
    writeFileSync(matrix, writeNpy(Float64Array.of(1, 2, 3, 4), [2, 2]));
    expect(await failure(train, folder)).toEqual([
      2,
      "qntk: --matrix is off by 1.0e+0 from Hermitian; allowed: a Hermitian matrix.\n",
    ]);
    writeFileSync(matrix, writeNpy(Float64Array.of(1, 2, 2, 1), [2, 2]).slice(0, -8));
    expect(await failure(train, folder)).toEqual([
      2,
      `qntk: ${matrix}: is truncated: 24 bytes of numbers, where its header states 32.\n`,
    ]);
    writeFileSync(matrix, writeNpy(Float64Array.of(1, 0, 0, 0), [4]));
    expect(
      await failure(["train", "--qubits", "1", "--layers", "2", "--observable", "projector", "--state", matrix], folder),
    ).toEqual([2, "qntk: --state is of 4 amplitudes; allowed: 2 amplitudes, for 1 qubit.\n"]);
    expect(readdirSync(folder)).toEqual(["m.npy"]);
  });

  it("a configuration file that is not JSON, or has an unknown field", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "c.json");
    writeFileSync(file, "{");
    expect(await failure(["train", "--config", file])).toEqual([2, expect.stringContaining(`qntk: ${file}: is not JSON`)]);
    writeFileSync(file, '{"qubit": 2}');
    expect(await failure(["train", "--config", file])).toEqual([
      2,
      expect.stringContaining(`qntk: ${file}: qubit is unknown; allowed: the fields`),
    ]);
    writeFileSync(file, '{"qubits": 0, "samples": 0}');
    expect(await failure(["train", "--config", file])).toEqual([
      2,
      `qntk: ${file}: qubits is 0; allowed: an integer from 1 to 24.\n`,
    ]);
    expect(await failure(["train", "--config", file, "--qubits", "99"])).toEqual([
      2,
      "qntk: --qubits is 99; allowed: an integer from 1 to 24.\n",
    ]);
  });

  it("a run folder of a newer schema", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "run");
    await runCli(["train", "--qubits", "2", "--layers", "3", "--steps", "3", "--out", out, "--quiet", "--no-plot"]);
    const path = join(out, "run.json");
    const { digest: _, ...document } = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, sealedJson({ ...document, schema: 99 }));
    const message = `qntk: ${path}: has schema 99; this version of qntk reads up to schema 2, so update qntk.\n`;
    for (const args of [
      ["show", out],
      ["train", "--resume", out],
      ["export", out, "--npz", join(folder, "x.npz")],
    ]) {
      expect(await failure(args)).toEqual([2, message]);
    }
  });

  it("steps that are not recorded", async () => {
    const out = join(temporaryFolder(), "run");
    await runCli(["train", "--qubits", "2", "--layers", "3", "--steps", "3", "--out", out, "--quiet", "--no-plot"]);
    expect(await failure(["show", out, "--at", "0,4"])).toEqual([
      2,
      'qntk: --at is "4"; allowed: steps from 0 to 3, separated by commas.\n',
    ]);
  });
});

describe("folders that cannot be written: exit 1, nothing half-written", () => {
  const train = ["train", "--qubits", "2", "--layers", "3", "--steps", "3", "--no-plot", "--quiet", "--out"];

  it("a path through a file", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const [code, stderr] = await failure([...train, join(folder, "file", "run")]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("cannot be created: a part of the path is not a folder.")]);
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it.skipIf(process.platform !== "linux")("a file system that takes no folders", async () => {
    const [code, stderr] = await failure([...train, "/proc/qntk/run"]);
    expect([code, stderr]).toEqual([1, "qntk: /proc/qntk: cannot be created: there is no such folder.\n"]);
  });

  it.skipIf(!canMount)("a disk that fills up during the run: what was committed stays, and the run resumes", async () => {
    const disk = temporaryFolder();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", disk]);
    onTestFinished(() => void execFileSync("umount", [disk]));
    const out = join(disk, "run");
    const args = [
      "train",
      "--qubits",
      "2",
      "--layers",
      "4",
      "--steps",
      "20000",
      "--samples",
      "2",
      "--measure",
      "none",
      "--no-plot",
    ];
    const often = { QNTK_COMMIT_SECONDS: "0.02" };
    const full = await startCli([...args, "--quiet", "--out", out], undefined, often).done;
    expect([full.code, full.stderr]).toEqual([
      1,
      expect.stringMatching(/: cannot be written: no space is left on the device\.\n$/),
    ]);
    const { rows } = JSON.parse((await runCli(["show", out, "--json"])).stdout);
    expect(rows).toBeGreaterThan(0);
    execFileSync("mount", ["-o", "remount,size=8m", disk]);
    expect((await runCli(["train", "--resume", out, "--quiet", "--no-plot"])).code).toBe(0);
    const whole = join(temporaryFolder(), "run");
    await runCli([...args, "--quiet", "--out", whole]);
    const numbers = async (folder: string) =>
      (await runCli(["show", folder, "--at", `0,${rows - 1},${rows},20000`, "--json"])).stdout;
    expect(await numbers(out)).toBe(await numbers(whole));
  });

  it.skipIf(!canMount)("a full disk: nothing is left at all", async () => {
    const disk = temporaryFolder();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
    onTestFinished(() => void execFileSync("umount", [disk]));
    const [code, stderr] = await failure([...train, join(disk, "run")]);
    expect([code, stderr]).toEqual([1, `qntk: ${join(disk, "run")}: cannot be written: no space is left on the device.\n`]);
    expect(readdirSync(disk)).toEqual([]);
  });

  it.skipIf(!canMount)("a read-only file system", async () => {
    const disk = temporaryFolder();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k,ro", "tmpfs", disk]);
    onTestFinished(() => void execFileSync("umount", [disk]));
    const [code, stderr] = await failure([...train, join(disk, "run")]);
    expect([code, stderr]).toEqual([1, `qntk: ${join(disk, "run")}: cannot be created: the file system is read-only.\n`]);
  });

  it.skipIf(process.getuid?.() === 0)("a read-only folder (skipped for root, who may write to it)", async () => {
    const folder = temporaryFolder();
    const locked = join(folder, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0o555);
    const [code, stderr] = await failure([...train, join(locked, "run")]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("permission is denied")]);
    expect(readdirSync(locked)).toEqual([]);
  });

  it("a folder that is not a run, even with --force", async () => {
    const folder = temporaryFolder();
    const precious = join(folder, "precious");
    mkdirSync(precious);
    writeFileSync(join(precious, "data.txt"), "1");
    expect((await failure([...train, precious, "--force"]))[0]).toBe(1);
    expect(existsSync(join(precious, "data.txt"))).toBe(true);
  });

  it("a plain file, even with --force", async () => {
    const file = join(temporaryFolder(), "notes.txt");
    writeFileSync(file, "1");
    for (const more of [[], ["--force"]]) {
      expect(await failure([...train, file, ...more])).toEqual([1, `qntk: ${file}: is a file; choose another folder.\n`]);
    }
    expect(readFileSync(file, "utf8")).toBe("1");
  });
});
