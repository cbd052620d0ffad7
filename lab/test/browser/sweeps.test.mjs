// Sweeps in the lab: `qntk lab DIR` shows the map of one, and a click on a point opens its run. Needs `npm run build` and Chromium.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, openLab, root, startLab } from "./support.mjs";

const temporary = mkdtempSync(join(tmpdir(), "qntk-lab-"));
const sweep = {
  base: { qubits: 2, samples: 2, steps: 60, eta: 0.004 },
  axes: { layers: [8, 16], target: ["min-2", "min", "min+2"] },
  keep: ["kernelInfinity", "phase"],
};

let browser;
before(async () => {
  browser = await launch();
  for (const [name, keep] of [
    ["kept", [...sweep.keep, "histories"]],
    ["plain", sweep.keep],
  ]) {
    writeFileSync(join(temporary, "sweep.json"), JSON.stringify({ ...sweep, keep }));
    const args = [
      `${root}dist/cli.mjs`,
      "sweep",
      "run",
      join(temporary, "sweep.json"),
      "--out",
      join(temporary, name),
      "--quiet",
    ];
    assert.equal(spawnSync(process.execPath, args).status, 0);
  }
});
after(async () => {
  await browser?.close();
  rmSync(temporary, { recursive: true, force: true });
});

/** Opens the lab on a sweep and clicks on a point of its map. */
async function clicked(name, point, visit) {
  const lab = await startLab(join(temporary, name));
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const { page, errors } = await openLab(context, lab.url);
    await page.locator(".sweep .cell").first().waitFor();
    assert.equal(await page.locator(".sweep button.cell").count(), 6);
    await page.locator(`.sweep button[aria-label^="${point}"]`).click();
    await visit(page);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
    assert.equal(await lab.stop(), 0);
  }
}

test("a point whose history was kept is replayed", () =>
  clicked("kept", "target min-2, layers 16", async (page) => {
    await page.getByText("its recorded run").waitFor();
    assert.match(await page.locator(".replay").textContent(), /2 qubits, 16 parameters, 60 steps/);
  }));

test("a point without one is trained again with its own settings", () =>
  clicked("plain", "target min+2, layers 8", async (page) => {
    await page.getByText("trained here again").waitFor();
    const hash = await page.evaluate(() => location.hash);
    assert.match(hash, /qubits=2/);
    assert.match(hash, /layers=8/);
    assert.match(hash, /eta=0\.004/);
    assert.match(hash, /samples=2/);
  }));
