/**
 * The studies of training on data at their small size, computed: what they say of theory and simulation, and their pictures.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataStudies } from "../../../src/papers/data/figures/index.ts";
import { allStudies } from "../../../src/papers/studies.ts";
import { runHere } from "../../support/cli.ts";
import { findPublishedDataSets } from "../../support/find-published-data.mjs";
import { temporaryFolder } from "../../support/temporary.ts";

/** A number of agreement as `--json` prints it. */
interface Found {
  readonly what: string;
  readonly found: number;
  readonly error?: number;
  readonly expected: number;
}

const folder = findPublishedDataSets();

async function computed(
  id: string,
): Promise<{ agreement: Found[]; panels: { letter: string; curves: object[] }[]; caption: string; svg: string }> {
  const out = temporaryFolder();
  const data = folder === undefined ? [] : ["--data", folder];
  const { code, stdout, stderr } = await runHere([
    "figure",
    id,
    "--quick",
    ...data,
    "--format",
    "svg",
    "--threads",
    "1",
    "--out",
    out,
    "--json",
  ]);
  expect(stderr).not.toContain("qntk:");
  expect(code).toBe(0);
  const [{ agreement }] = JSON.parse(stdout).figures;
  const { panels, caption } = JSON.parse(readFileSync(join(out, `figure-${id}-quick.json`), "utf8"));
  return { agreement, panels, caption, svg: readFileSync(join(out, `figure-${id}-quick.svg`), "utf8") };
}

it("names begin with d-, and are unlike those of other papers", () => {
  const ids = allStudies().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id } of dataStudies) expect(id).toMatch(/^d-[a-z-]+$/);
});

describe.each(dataStudies)("figure $id", (study) => {
  it("agrees with its theory, and is drawn", { timeout: 240_000 }, async () => {
    const { agreement, panels, caption, svg } = await computed(study.id);
    const letters = "abcdefghijklmn".slice(0, panels.length);
    expect(panels.map(({ letter }) => letter).join("")).toBe(letters);
    const named = [...caption.matchAll(/\*\*([a-z])(?:–([a-z]))?\*\*/g)].flatMap(([, first, last = first]) => [
      ...letters.slice(letters.indexOf(first), letters.indexOf(last) + 1),
    ]);
    expect([...new Set(named)].sort().join("")).toBe(letters);
    expect(svg).not.toMatch(/NaN|Infinity|undefined<|>undefined/);
    expect(agreement.length).toBeGreaterThan(0);
    for (const { what, found, error, expected } of agreement) {
      if (what.startsWith("share of the")) expect(found, what).toBeGreaterThanOrEqual(0.98);
      else if (what.startsWith("share of samples")) expect(found, what).toBeGreaterThanOrEqual(0.5);
      else if (what.startsWith("exponent of K of") || what.startsWith("exponent of ε of datum 1"))
        expect(Math.abs(found - expected), what).toBeLessThan(0.1 + 4 * (error ?? 0));
      else if (what.startsWith("F²")) expect(Math.abs(found - expected), what).toBeLessThan(4 * (error ?? 0));
      else if (what.startsWith("published F²")) expect(Math.abs(found / expected - 1), what).toBeLessThan(0.01);
      else if (what.startsWith("1 − mean fidelity")) expect(Math.abs(found), what).toBeLessThan(1e-3);
      else if (what.includes("distance")) expect(found, what).toBeLessThan(0.03);
      else if (what.startsWith("root mean square")) expect(found, what).toBeCloseTo(expected, 3);
      else if (what.startsWith("accuracy of what is held out")) expect(found, what).toBeGreaterThan(0.75);
    }
  });
});

it("--data must be laid out like one of the authors' folders", async () => {
  const { code, stderr } = await runHere(["figure", "d-phases", "--quick", "--data", "docs", "--out", temporaryFolder()]);
  expect(code).toBe(2);
  expect(stderr).toContain("holds training, linearLoss, QNTK, framePot or rstHaar");
});
