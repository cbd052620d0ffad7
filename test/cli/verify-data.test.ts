/**
 * `qntk verify` of the data of the paper on data sets: which files it knows, what it compares, and that a number that differs is found.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { recognizeDataFile } from "../../src/papers/data/verification.ts";
import { readRealNpy, writeNpy } from "../../src/runs/npy.ts";
import { runHere } from "../support/cli.ts";
import { findPublishedDataSets } from "../support/find-published-data.mjs";
import { temporaryFolder } from "../support/temporary.ts";

const folder = findPublishedDataSets();
const ANGLES = "framePot/n2/RPASlthetahist_n2L64_5_-6.npy";

it("knows the files by their names", () => {
  expect(recognizeDataFile(ANGLES)).toEqual({ kind: "angles", stride: 200, targets: [5, -6] });
  expect(recognizeDataFile("framePot/n3/RPASpthetaEnd_n3L128_3.0_4.0.npy")).toMatchObject({ kind: "ends", steps: 10_000 });
  expect(recognizeDataFile("framePot/n2/RPASpFP2hist_n2L64_1.8_2.0.npy")).toMatchObject({ targets: [1.8, 2] });
  for (const other of ["framePot/n2/RPASlthetahist_n2L64_7_7.npy", "framePot/n3/RPASpthetaEnd_n3L128_4.0.npy", "notes.npy"])
    expect(recognizeDataFile(other)).toBeUndefined();
});

it("says what of a folder cannot be read, and which options it has", async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, dirname(ANGLES)), { recursive: true });
  writeFileSync(join(root, ANGLES), writeNpy(new Float64Array(3 * 4 * 64), [3, 4, 64]));
  const { code, stdout } = await runHere(["verify", root]);
  expect([code, stdout]).toEqual([
    2,
    expect.stringContaining(`UNREADABLE  ${ANGLES}  has the shape (3, 4, 64), not (rows, 500, 64)`),
  ]);
  writeFileSync(join(root, ANGLES), "none");
  expect((await runHere(["verify", root])).stdout).toContain(`UNREADABLE  ${ANGLES}`);
  expect((await runHere(["verify", root, "--only", "x*"])).stderr).toContain("a pattern that matches one of the 1 files");
  expect((await runHere(["verify", root, "--jobs", "2"])).stderr).toContain("nothing with the data of the paper on data sets");
  mkdirSync(join(root, "more", "rstHaar"), { recursive: true });
  writeFileSync(join(root, "more", "rstHaar", "other.npy"), "none");
  expect((await runHere(["verify", join(root, "more")])).stderr).toContain(
    "holds no file that is named like one of the authors'",
  );
});

describe.skipIf(folder === undefined)("the published files", () => {
  it("angles to the first stored rows, and frame potentials of the published ones; a number that differs fails", async () => {
    const asked = ["verify", folder as string, "--samples", "2", "--max-steps", "400", "--json"];
    const result = async (args: readonly string[]) => JSON.parse((await runHere(args)).stdout);
    const angles = await result([...asked, "--only", "*thetahist*"]);
    expect([angles.exact, angles.failed]).toEqual([4, 0]);
    expect(angles.files[3]).toMatchObject({ path: ANGLES, compared: "3 rows up to step 400 x 2 samples", status: "pass" });
    expect(angles.largest.theta).toBeLessThan(1e-13);
    const potentials = await result([...asked, "--only", "{*lFP2hist*5_-6.npy,rstUFP*.npy,*thetaEnd*128_3.0.npy}"]);
    expect([potentials.exact, potentials.notDerivable, potentials.notReached]).toEqual([1, 2, 1]);
    const copy = temporaryFolder();
    cpSync(join(folder as string, ANGLES), join(copy, ANGLES));
    const { shape, data } = readRealNpy(readFileSync(join(copy, ANGLES)), ANGLES);
    data[500 * 64 + 3] += 1e-6;
    writeFileSync(join(copy, ANGLES), writeNpy(data, shape));
    const wrong = await runHere(["verify", copy, "--samples", "1", "--max-steps", "200"]);
    expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining(`FAIL  ${ANGLES}  2 rows up to step 200 x 1 sample`)]);
  });
});
