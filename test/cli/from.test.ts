/**
 * Runs that begin where another stands, and angles from files for every sample at every target.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeNpy } from "../../src/runs/npy.ts";
import { readCheckpoint, readRun } from "../../src/runs/run-folder.ts";
import { runHere } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const HOW = ["--threads", "1", "--quiet", "--no-plot"];
const SMALL = [
  ...["train", "--qubits", "2", "--layers", "8", "--samples", "2", "--steps", "40", "--observable", "heisenberg", "--hx", "0.5"],
  ...[
    "--target",
    "-2",
    "--target",
    "-5",
    "--optimizer",
    "momentum",
    "--momentum",
    "0.5",
    "--eta",
    "0.01",
    "--measure",
    "theta:40",
  ],
];

it("--from begins at a run's angles, with its configuration but for other options, and names it", async () => {
  const parent = temporaryFolder();
  const [first, second] = [join(parent, "first"), join(parent, "second")];
  expect(await runHere([...SMALL, ...HOW, "--out", first])).toMatchObject({ code: 0 });
  const changes = ["--optimizer", "adam", "--eta", "0.02", "--target", "-3", "--target", "-6", "--steps", "10"];
  expect(await runHere(["train", "--from", first, ...changes, ...HOW, "--out", second])).toMatchObject({ code: 0, stderr: "" });
  const [before, after] = [await readRun(first), await readRun(second)];
  const { config } = after.document;
  expect(config).toMatchObject({ observable: "heisenberg", hx: 0.5, optimizer: "adam", eta: 0.02, target: [-3, -6], seed: 0 });
  expect(config).not.toHaveProperty("momentum");
  const { theta } = readCheckpoint(first, before.document);
  const recorded = after.record.measured.theta?.values ?? new Float64Array();
  // Row 0 of every column: the last angles of the first run.
  for (let c = 0; c < 4; c++) expect(recorded.slice(c * 16, c * 16 + 8)).toEqual(theta.slice(c * 8, c * 8 + 8));
  expect(after.document.parent).toEqual({
    ...{ path: first, created: before.document.timing.created, rows: 41, checkpoint: "checkpoint-41.npy" },
    sha256: before.document.digests?.["checkpoint-41.npy"],
  });
  expect((await runHere(["show", second])).stdout).toContain(`Began at the angles of ${first} after 41 rows.`);
  for (const [option, value] of [
    ["--qubits", "3"],
    ["--seed", "1"],
    ["--entangler", "brickwork"],
  ]) {
    const { code, stderr } = await runHere(["train", "--from", first, option, value]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("nothing with --from")]);
  }
  expect((await runHere(["train", "--from", first, "--samples", "3", ...HOW])).stderr).toContain(
    "8 finite real numbers for each sample, shape (3, 8), for each sample at each target, shape (2, 3, 8), or for all of them, shape (8)",
  );
  const { stderr } = await runHere(["train", "--resume", first, "--from", first]);
  expect(stderr).toContain("nothing with --resume");
  expect(JSON.parse(readFileSync(join(second, "run.json"), "utf8")).config.theta).toBe(join(first, "checkpoint-41.npy"));
});

it("--theta takes an .npy for every sample at every target, and refuses one that is turned around", async () => {
  const folder = temporaryFolder();
  const angles = Float64Array.from({ length: 3 * 2 * 8 }, (_, k) => Math.sin(k));
  writeFileSync(join(folder, "theta.npy"), writeNpy(angles, [3, 2, 8]));
  writeFileSync(join(folder, "turned.npy"), writeNpy(angles, [2, 3, 8]));
  const plain = [
    ...["train", "--ansatz", "hea", "--qubits", "2", "--layers", "2", "--samples", "2", "--steps", "0", "--measure", "theta:1"],
    ...["--target", "-2", "--target", "-4", "--target", "-5", ...HOW],
  ];
  expect(await runHere([...plain, "--theta", join(folder, "theta.npy"), "--out", join(folder, "run")])).toMatchObject({
    code: 0,
  });
  expect((await readRun(join(folder, "run"))).record.measured.theta?.values).toEqual(angles);
  expect((await runHere([...plain, "--theta", join(folder, "turned.npy")])).stderr).toContain("of shape (2, 3, 8)");
});
