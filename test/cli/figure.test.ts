/**
 * `qntk figure`: what it writes, runs used again, refusals, Ctrl-C and going on.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { sealedJson } from "../../src/runs/sealed.ts";
import { runCli, startCli } from "../support/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "qntk-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// The tests below go on with one another's runs.
const out = join(folder, "figures");
const figure7 = ["figure", "7", "--quick", "--out", out];

it("Ctrl-C stops without loss, and the same command goes on", async () => {
  const { child, done } = startCli([...figure7, "--format", "svg"], undefined, { QNTK_COMMIT_SECONDS: "0.1" });
  const runs = join(out, "runs");
  while (!existsSync(runs) || readdirSync(runs).filter((name) => !name.startsWith(".")).length < 2)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 300));
  child.kill("SIGINT");
  const { code, stderr } = await done;
  expect(code).toBe(1);
  expect(stderr).toContain(`qntk: stopped; go on with: npx qntk figure 7 --quick --out ${out} --resume`);
  const first = join(runs, "rpa-xxz-n3-L48-linear-10x4000", "run.json");
  const before = readFileSync(first, "utf8");
  expect(JSON.parse(before).status).toBe("complete");

  const { code: second, stdout } = await runCli([...figure7, "--format", "svg"]);
  expect(second).toBe(0);
  expect(readFileSync(first, "utf8")).toBe(before);
  expect(stdout).toMatch(/rate of K per step, linear loss +2 ln\(1 − ηλ\), Eq. 25 at finite η +−0\.00875 ± 0\.0004/);
  expect(readdirSync(out).sort()).toEqual([
    "figure-7-quick.json",
    "figure-7-quick.md",
    "figure-7-quick.svg",
    "index.html",
    "runs",
  ]);
});

it("figures are not written over silently; --resume draws them again from the runs", async () => {
  const refused = await runCli(figure7);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("figure-7-quick.svg: exists already; add --resume");

  const { code, stdout } = await runCli([...figure7, "--resume", "--json"]);
  expect(code).toBe(0);
  const { figures, interrupted } = JSON.parse(stdout);
  expect(interrupted).toBe(false);
  expect(figures).toHaveLength(1);
  expect(figures[0].files.map((file: string) => file.slice(out.length + 1))).toEqual(
    ["svg", "pdf", "png", "html", "md", "json"].map((ending) => `figure-7-quick.${ending}`),
  );
  for (const file of figures[0].files) expect(readFileSync(file).length).toBeGreaterThan(1000);
  const data = JSON.parse(readFileSync(join(out, "figure-7-quick.json"), "utf8"));
  expect(data.panels.map(({ letter }: { letter: string }) => letter)).toEqual(["a", "b", "c"]);
  expect(data.runs).toHaveLength(5);
  expect(readFileSync(join(out, "index.html"), "utf8")).toContain("Figure 7 (quick version)");
});

it("a run of another configuration in the way is refused", async () => {
  const path = join(out, "runs", "rpa-xxz-n3-L48-target-10-10x4000", "run.json");
  const { digest: _, ...document } = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, sealedJson({ ...document, config: { ...document.config, eta: 0.002 } }));
  const { code, stderr } = await runCli([...figure7, "--resume", "--quiet"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/is a run of another configuration \(eta is 0\.002 there and 0\.001 here\).*--force/);
});

it.each([
  [["figure", "1"], 'figure is "1"; allowed: 2, 3, '],
  [["figure", "3", "--format", "svg,gif"], '--format is "svg,gif"; allowed: a list of svg, pdf, png, html'],
  [["figure", "3", "--threads", "0"], "--threads is 0; allowed:"],
  [["figure", "3", "--data", "nowhere"], "nowhere: does not exist"],
])("bad input: %j", async (args, message) => {
  const { code, stderr } = await runCli(args as string[]);
  expect(code).toBe(2);
  expect(stderr).toContain(message as string);
});
