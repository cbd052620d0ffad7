/**
 * report.html of runs with shots or noise: phases with probabilities, constants with intervals, both pairs of ends, bands, and what would decide what is open.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { runCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const circuit = ["--ansatz", "hea", "--qubits", "2", "--layers", "4", "--coupling", "4", "--eta", "0.002", "--samples", "4"];

/** The page of a run, and the cells of its tables by their headings. */
async function reportOf(...options: string[]) {
  const folder = join(temporaryFolder(), "run");
  const { code, stderr } = await runCli(["train", ...circuit, ...options, "--out", folder, "--quiet"]);
  expect([code, stderr]).toEqual([0, ""]);
  const page = readFileSync(join(folder, "report.html"), "utf8");
  const { document } = parseHTML(page);
  const tables = new Map(
    [...document.querySelectorAll("h2")].map((heading) => {
      let next = heading.nextElementSibling;
      while (next !== null && next.tagName !== "H2" && next.querySelector("tbody") === null) next = next.nextElementSibling;
      const rows = [...(next?.querySelectorAll("tbody tr") ?? [])].map((row) =>
        [...row.querySelectorAll("td")].map((cell) => cell.textContent),
      );
      return [heading.textContent, rows] as const;
    }),
  );
  return { page, tables, text: document.body.textContent, figures: [...document.querySelectorAll("figure svg")] };
}

describe("the report", { timeout: 60_000 }, () => {
  it("with shots and noise: means with errors, the phase with its probability, intervals, both ends, bands and no empty panels", async () => {
    const { page, tables, text, figures } = await reportOf(
      ...["--target=-20,-10", "--steps", "100", "--shots", "100", "--noise", "depolarizing:0.05"],
    );
    const [beyond, inside] = tables.get("What the data say") ?? [];
    expect(beyond.slice(0, 3)).toEqual(["−20", "frozen error", "> 0.995"]);
    expect(inside.slice(0, 3)).toEqual(["−10", "frozen kernel", "> 0.995"]);
    // R = 8.6 by the noisy end -11.4, with its interval.
    const [, value, low, high] = /^(8\.\d+?)(8\.\d+) to (8\.\d+)$/.exec(beyond[3] ?? "") ?? [];
    expect(Math.abs(Number(value) - 8.6)).toBeLessThan(0.05);
    expect(Number(low)).toBeLessThan(Number(high));
    expect(beyond[4]).toMatch(/^−11\.[34]/);
    expect(text).toContain("Without noise ⟨O⟩ goes from −12 to 6; with the noise of this run, from −11.4 to 5.7");
    expect(tables.get("Late means")?.[0].slice(0, 2)).toEqual(["−20", "frozen error 4/4"]);
    expect(tables.has("Fitted constants")).toBe(false);
    expect(text).toMatch(/probability > 0\.995, rate −0\.\d+ \(−0\.\d+ to −0\.\d+\)/);
    expect(figures[0].querySelectorAll('[fill-opacity="0.25"]').length).toBeGreaterThan(0);
    expect(page).not.toContain("was not measured");
    expect(text).toContain("by the decay of K: with shots μ is not measured");
    expect(page).not.toContain("NaN");
  });

  it("with noise alone: what the histories say stands beside the late-time values of exact rows", async () => {
    const { tables, text } = await reportOf("--target=-10", "--steps", "300", "--noise", "depolarizing:0.05");
    expect(tables.get("Late-time values")?.[0].slice(0, 2)).toEqual(["−10", "frozen kernel"]);
    expect(tables.get("What the data say")?.[0].slice(0, 3)).toEqual(["−10", "frozen kernel", "> 0.995"]);
    expect(text).toContain("(f) dynamical index");
  });

  it("train and show say that μ is not measured with shots, and where λ is from; asking for μ is refused", async () => {
    const folder = join(temporaryFolder(), "run");
    const few = ["train", ...circuit, "--target=-20", "--steps", "45", "--shots", "100", "--no-plot"];
    const trained = await runCli([...few, "--out", folder]);
    const shown = await runCli(["show", folder]);
    for (const { code, stdout } of [trained, shown]) {
      expect(code).toBe(0);
      expect(stdout).toContain(
        "μ is not measured with shots, nor is any second derivative: λ is the one that explains the decay of K",
      );
    }
    expect(JSON.parse((await runCli(["show", folder, "--json"])).stdout).config.measure).toEqual({});
    const { code, stderr } = await runCli([...few, "--measure", "mu:10"]);
    expect([code, stderr]).toEqual([
      2,
      "qntk: --measure mu is 10; allowed: theta, gradient or none, with shots: second derivatives are not measured.\n",
    ]);
  });

  it("what is open comes with what would decide it", async () => {
    const { text } = await reportOf("--target=-11.9,-12.1", "--steps", "60", "--shots", "20");
    expect(text).toMatch(/O0 = −11\.9: the data leave more than one phase possible.*about .* would decide it/);
  });
});
