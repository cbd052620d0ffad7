// The Data view in Chromium: targets as a handle in their plane, runs and sweeps with data. Needs `npm run build` and Chromium.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, openLab, root, startLab, untilStep } from "./support.mjs";

const axe = readFileSync(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const TWO = "#v=1&view=data&qubits=2&layers=24&observable=pauli&pauli=ZI&eta=0.01&samples=3&speed=0&targets=0.3,-2";
const temporary = mkdtempSync(join(tmpdir(), "qntk-lab-data-"));

let browser;
let lab;
before(async () => {
  [browser, lab] = await Promise.all([launch(), startLab()]);
});
after(async () => {
  await browser?.close();
  await lab?.stop();
  rmSync(temporary, { recursive: true, force: true });
});

/** Visits a page of the lab; its errors end the test. */
async function onPage(url, visit, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try {
    const { page, errors } = await openLab(context, url);
    await visit(page);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
  }
}

const untilMeasured = (page, phase) =>
  page.waitForFunction((wanted) => document.querySelector(".phases .chips")?.dataset.phase === wanted, phase);
const untilTargets = (page, wanted) =>
  page.waitForFunction((text) => decodeURIComponent(location.hash).includes(`targets=${text}`), wanted);

function qntk(...args) {
  const { status, stderr } = spawnSync(process.execPath, [`${root}dist/cli.mjs`, ...args], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

const TRAIN = ["--qubits", "2", "--layers", "16", "--observable", "pauli", "--pauli", "ZI", "--eta", "0.01", "--steps", "80"];

test("the phase is measured as it is predicted, and moves with the handle", () =>
  onPage(lab.url + TWO, async (page) => {
    await untilMeasured(page, "frozen-kernel+frozen-error");
    const row = page.locator("tbody tr");
    assert.equal(await row.count(), 2);
    assert.match(await row.nth(1).textContent(), /frozen errorfrozen error/);
    // The handle goes where the pointer is, and one movement is one undo entry.
    const plane = page.getByRole("group", { name: "Plane of the targets y1 and y2" });
    const handle = page.getByRole("slider", { name: "Targets y1 and y2" });
    const from = await handle.locator("circle").boundingBox();
    const box = await plane.boundingBox();
    await page.mouse.move(from.x + 9, from.y + 9);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.5 * box.height, { steps: 4 });
    await page.mouse.move(box.x + 0.55 * box.width, box.y + 0.4 * box.height, { steps: 4 });
    await page.mouse.up();
    // The address follows at the next frame: what is waited for is where the pointer came to rest.
    await page.waitForFunction(() => {
      const targets = /targets=([^&]*)/.exec(decodeURIComponent(location.hash))?.[1].split(",") ?? [];
      return targets.length === 2 && targets.every((target) => Math.abs(Number(target)) < 0.6);
    });
    await untilMeasured(page, "frozen-kernel");
    await page.keyboard.press("Control+z");
    await untilTargets(page, "0.3,-2");
  }));

test("the handle is moved by keys, to ends and beyond, and sliders do the same", () =>
  onPage(lab.url + TWO, async (page) => {
    const handle = page.getByRole("slider", { name: "Targets y1 and y2" });
    await handle.focus();
    for (const [key, wanted] of [
      ["ArrowRight", "0.32,-2"],
      ["Shift+ArrowUp", "0.32,-1.8"],
      ["Home", "min,-1.8"],
      ["PageUp", "min,max"],
    ]) {
      await page.keyboard.press(key);
      await untilTargets(page, wanted);
    }
    assert.match(await handle.getAttribute("aria-valuetext"), /^y1 = −1, y2 = 1: critical point$/);
    const slider = page.getByRole("slider", { name: "Target 2, slider" });
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await untilTargets(page, "min,0.99");
  }));

test("presets, three data with a plane of two of them, and settings that give no run", () =>
  onPage(lab.url + TWO, async (page) => {
    await page.getByRole("button", { name: "All three" }).click();
    await page.getByRole("group", { name: "Plane of the targets y1 and y3" }).waitFor();
    await page.getByRole("combobox", { name: "plane of" }).selectOption("2,3");
    await page.getByRole("group", { name: "Plane of the targets y2 and y3" }).waitFor();
    assert.match(page.url(), /plane=2,3/);
    await page.getByText("N = 2").click();
    await page.waitForFunction(() => !decodeURIComponent(location.hash).includes("haar:3"));
    await page.getByRole("group", { name: "Plane of the targets y1 and y2" }).waitFor();
    await page.getByText("basis states", { exact: true }).click();
    const states = page.getByRole("textbox", { name: "States", exact: true });
    await states.fill("0,9");
    await states.press("Enter");
    await page
      .getByText(/data is 9; allowed: an integer from 0 to 7/)
      .first()
      .waitFor();
    await page.locator(".limits").getByRole("button", { name: "Undo" }).click();
    await page.getByRole("group", { name: "Plane of the targets y1 and y2" }).waitFor();
  }));

test("a table that is pasted is trained on with the loss of labels, and taken to the command line", () =>
  onPage(`${lab.url + TWO}&loss=cross-entropy&layers=32&eta=0.1&steps=300`, async (page) => {
    const table = "x0,x1,y\n0.3,0.4,1\n0.5,0.1,1\n2.2,2.6,-1\n2.7,2.3,-1\n";
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, table);
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 4);
    await page.waitForFunction(() => document.querySelector(".accuracy")?.textContent.startsWith("100"));
    assert.equal(await page.getByLabel("Table", { exact: true }).inputValue(), table);
    assert.match(await page.locator(".verdict").textContent(), /Targets are labels/);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save table.csv" }).click();
    assert.equal(readFileSync(await (await download).path(), "utf8"), table);
    // What cannot be read is said beside the table.
    await page.getByLabel("Table", { exact: true }).fill("x0,y\n1,red");
    await page.getByLabel("Table", { exact: true }).blur();
    await page.getByRole("form").getByRole("alert").filter({ hasText: '"red" in line 2, column y' }).waitFor();
    // The loss of labels stays behind in the other views.
    await page.getByRole("button", { name: "Dynamics", exact: true }).click();
    await page.waitForFunction(() => !location.hash.includes("loss="));
  }));

test("the command line of a run with data gives its numbers, and its folder is replayed", () =>
  onPage(`${lab.url + TWO}&steps=40`, async (page) => {
    await untilStep(page, 40);
    await page.getByRole("button", { name: "Export" }).click();
    const command = await page.locator(".away pre").textContent();
    assert.match(command, /--data haar:2 .*--target=0\.3,-2/);
    const saved = join(temporary, "lab.zip");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Zarr run folder .zip" }).click(),
    ]);
    await download.saveAs(saved);
    const [table] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Table .csv" }).click()]);
    const csv = join(temporary, "lab.csv");
    await table.saveAs(csv);
    const [header, ...lines] = readFileSync(csv, "utf8").trim().split("\n");
    assert.ok(header.startsWith("step,target_0,target_1,epsilon_0_0,epsilon_0_1,epsilon_1_0"));
    assert.equal(lines.length, 41);
    const out = join(temporary, "command");
    qntk(...command.replace("npx qntk ", "").split(" "), "--engine", "wasm", "--out", out, "--quiet", "--no-plot");
    const shown = spawnSync(process.execPath, [`${root}dist/cli.mjs`, "show", out, "--at", "40", "--json"], { encoding: "utf8" });
    const { epsilon } = JSON.parse(shown.stdout);
    const last = lines.at(-1).split(",").map(Number);
    for (const [k, value] of epsilon[0].at(-1).flat().entries()) assert.ok(Math.abs(value - last[3 + k]) < 1e-12);
    await page.locator("input[type=file][accept='.zip']").setInputFiles(saved);
    await page.locator(".replay").waitFor();
    assert.match(await page.locator(".replay").textContent(), /2 qubits, 24 parameters, 40 steps.*targets y 0\.3, −2/s);
    await untilStep(page, 40);
  }));

test("qntk lab opens the folder of a run with data, one of its target vectors at a time", async () => {
  const out = join(temporary, "run");
  qntk(
    "train",
    ...TRAIN,
    "--data",
    "basis:0,3",
    "--target=0.3,-2",
    "--target=1,-0.2",
    "--samples",
    "2",
    "--out",
    out,
    "--quiet",
    "--no-plot",
  );
  const own = await startLab(out);
  try {
    await onPage(own.url, async (page) => {
      const targets = page.getByRole("combobox", { name: "targets y" });
      await targets.waitFor();
      assert.deepEqual(await targets.locator("option").allTextContents(), ["0.3, −2", "1, −0.2"]);
      await targets.selectOption("1, −0.2");
      await untilStep(page, 80);
      await page.getByText("y₁ is an end of the spectrum").or(page.getByText("both die for datum 1")).waitFor();
      assert.match(page.url(), /view=data/);
      await page.getByRole("button", { name: "Back to the lab" }).click();
      await page.locator(".replay").waitFor({ state: "detached" });
    });
  } finally {
    assert.equal(await own.stop(), 0);
  }
});

for (const [name, keep, said] of [
  ["kept", ["phase", "histories"], "its recorded run"],
  ["plain", ["phase"], "trained here again"],
]) {
  test(`a click on a point of a sweep of data opens its run: ${said}`, async () => {
    const base = { qubits: 2, layers: 16, data: "haar:2", observable: "pauli", pauli: "ZI", eta: 0.01, steps: 60, samples: 2 };
    const file = join(temporary, `${name}.json`);
    writeFileSync(file, JSON.stringify({ base, axes: { y1: [-2, 0.5], y2: [0.25, 1] }, keep }));
    const out = join(temporary, `sweep-${name}`);
    qntk("sweep", "run", file, "--out", out, "--quiet");
    const own = await startLab(out);
    try {
      await onPage(own.url, async (page) => {
        await page.locator('.sweep button[aria-label^="y1 0.5, y2 0.25"]').click();
        await page.getByText(said).waitFor();
        const rows = page.locator(".data tbody tr");
        await rows.nth(1).waitFor();
        assert.match(await rows.nth(0).textContent(), /^1\s*0\.5/);
        assert.match(await rows.nth(1).textContent(), /^2\s*0\.25/);
      });
    } finally {
      assert.equal(await own.stop(), 0);
    }
  });
}

for (const [colorScheme, width] of [
  ["light", 1440],
  ["dark", 360],
]) {
  test(`has no serious fault and fits, ${colorScheme} at ${width} px`, () =>
    onPage(
      `${lab.url}#v=1&view=data&targets=min,min%2B20`,
      async (page) => {
        await page.locator("main canvas").first().waitFor();
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }),
        );
        assert.deepEqual(
          violations
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
          [],
        );
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
      },
      { colorScheme, viewport: { width, height: 800 } },
    ));
}
