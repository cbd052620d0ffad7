// The lab in Chromium, as a user meets it: node --test lab/test/browser/. Needs `npm run build` and Chromium ($CHROMIUM, or /usr/bin/chromium).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { launch, openLab, root, shownStep, startLab, startPlainHost, untilPhase, untilStep } from "./support.mjs";

/** Addresses that earlier versions wrote. */
const GOLDEN = [
  "#v=1&qubits=3&layers=32&target=min-2&samples=4&seed=3",
  "#v=1&qubits=3&observable=pauli&pauli=-1*XXI_+_0.5*ZIZ&loss=linear&time=log&overlays=fit,deep",
  "#v=1&ansatz=hea&layers=8&observable=tfim&field=1&target=max+1&speed=0&overlays=",
];

let browser;
let lab;
const temporary = mkdtempSync(join(tmpdir(), "qntk-lab-"));

before(async () => {
  [browser, lab] = await Promise.all([launch(), startLab()]);
});
after(async () => {
  await browser?.close();
  assert.equal(await lab?.stop(), 0);
  rmSync(temporary, { recursive: true, force: true });
});

/** Runs a test on a page of its own. */
async function on(hash, visit, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try {
    const { page, errors } = await openLab(context, lab.url + hash);
    await visit(page, context);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
  }
}

test("a network trains as soon as the page is there", () =>
  on("", async (page) => {
    const milliseconds = await page.evaluate(() => performance.now());
    console.log(`measured  load to first trained step: ${Math.round(milliseconds)} ms (goal: 2000 ms)`);
    assert.match(await page.locator(".verdict p").textContent(), /inside the spectrum|the kernel has frozen/);
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    await untilPhase(page, "frozen-kernel");
  }));

test("dragging the target below O_min while training runs changes phase and curves", () =>
  on("#v=1&speed=300&qubits=2&layers=32&coupling=4&samples=3&target=min+1", async (page) => {
    await untilPhase(page, "frozen-kernel");
    const chart = page.locator('[aria-label="Kernel over time"] canvas').first();
    const before = await chart.screenshot();
    const handle = await page.locator(".handle circle").boundingBox();
    const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let k = 1; k <= 12; k++) await page.mouse.move(x - 10 * k, y);
    await page.mouse.up();
    const latency = await page.evaluate(
      () =>
        new Promise((resolve) =>
          requestAnimationFrame((start) => requestAnimationFrame(() => resolve(performance.now() - start))),
        ),
    );
    console.log(`measured  frame after the movement: ${Math.round(latency)} ms`);
    await page.waitForFunction(() => /target=min-/.test(location.hash));
    await untilPhase(page, "frozen-error");
    assert.notDeepEqual(await chart.screenshot(), before);
    // One movement, one undo.
    await page.keyboard.press("Control+z");
    await page.waitForFunction(() => /target=min\+1/.test(location.hash));
    await page.keyboard.press("Control+Shift+z");
    await page.waitForFunction(() => /target=min-/.test(location.hash));
  }));

test("every preset trains", () =>
  on("#v=1&speed=0", async (page) => {
    const presets = page.locator(".presets button");
    for (let k = 0; k < (await presets.count()); k++) {
      await presets.nth(k).click();
      await page.waitForFunction((at) => document.querySelectorAll(".presets button")[at].ariaPressed === "true", k);
      await page.waitForTimeout(200);
      await untilStep(page, 50);
      assert.equal(await page.locator("[role=alert]").count(), 0, await presets.nth(k).textContent());
    }
  }));

test("the views of many runs fill in as runs finish", () =>
  on("#v=1&qubits=2&layers=32&coupling=4&samples=3", async (page) => {
    await page.getByRole("button", { name: "Race" }).click();
    await page.getByText(/times sooner than the linear loss/).waitFor();
    await page.getByRole("button", { name: "Bifurcation" }).click();
    await page.getByText(/^run [3-9] of 19|^19 runs/).waitFor();
    assert.equal(await page.locator(".view .chart canvas").count(), 4);
    await page.keyboard.press("Control+z");
    await page.waitForFunction(() => /view=race/.test(location.hash));
  }));

test("links open as they were written, and are written as they are opened", async () => {
  for (const hash of GOLDEN) {
    await on(hash, async (page) => {
      assert.equal(await page.locator(".notices").count(), 0);
      await page.getByRole("button", { name: "Dark page" }).click();
      await page.getByRole("radio", { name: "restarts" }).check();
      await page.keyboard.press("Control+z");
      await page.waitForFunction((wanted) => location.hash === wanted, hash);
    });
  }
  await on("#v=1&qubits=3&colour=red", async (page) => {
    assert.match(await page.locator(".notices").textContent(), /colour/);
    assert.equal(await page.getByRole("textbox", { name: /Qubits/ }).inputValue(), "3");
  });
});

test("an exported run has the numbers of the command line", () =>
  on("#v=1&qubits=3&layers=24&samples=3&seed=11&steps=250&target=min-2&speed=0", async (page) => {
    await page.waitForFunction(() => document.querySelector("output.rate")?.textContent === "end of the run");
    await page.getByRole("button", { name: "Export" }).click();
    const command = await page.locator(".away pre").textContent();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Zarr run folder .zip" }).click(),
    ]);
    const zip = join(temporary, "lab.zip");
    await download.saveAs(zip);
    const folder = join(temporary, "cli");
    await promisify(execFile)(process.execPath, [
      `${root}dist/cli.mjs`,
      ...command.split(" ").slice(2),
      ...["--out", folder, "--no-plot", "--quiet"],
    ]);
    const files = unzipSync(readFileSync(zip));
    for (const name of ["epsilon", "kernel", "mu", "lambda"]) {
      const [ours, theirs] = [files[`${name}/c/0/0/0`], readFileSync(join(folder, name, "c/0/0/0"))].map(
        // A chunk ends with four bytes of its checksum.
        (bytes) => new Float64Array(new Uint8Array(bytes).buffer.slice(0, -4)),
      );
      const largest = theirs.reduce(
        (worst, value, k) => Math.max(worst, Math.abs(ours[k] - value) / Math.max(1, Math.abs(value))),
        0,
      );
      assert.equal(ours.length, theirs.length);
      assert.ok(largest <= 1e-12, `${name} differs by ${largest}`);
    }
    // And the same run is replayed, row after row.
    await page.locator('input[accept=".zip"]').setInputFiles(zip);
    await page.locator(".replay").waitFor();
    await page.waitForFunction(() => document.querySelector("output.time")?.textContent === "t = 250");
  }));

test("a Pauli sum that cannot be read, and a circuit that is too large, are explained", () =>
  on("#v=1&qubits=3&observable=pauli&pauli=ZZI", async (page) => {
    await page.getByRole("textbox", { name: "Pauli sum" }).fill("ZZI + Q");
    await page.keyboard.press("Tab");
    await page.locator(".limits").waitFor();
    assert.match(await page.locator(".limits").textContent(), /pauli/i);
    await page.locator(".limits").getByRole("button", { name: "Undo" }).click();
    await page.locator(".limits").waitFor({ state: "detached" });
    await page.goto(`${lab.url}#v=1&qubits=8&layers=2000`);
    await page.getByRole("heading", { name: "Too large for the browser" }).waitFor();
    assert.match(await page.locator(".limits pre").textContent(), /^npx qntk train .*--qubits 8 --layers 2000/);
  }));

test("works below a path of any static host, without isolation, and offline after the first load", async () => {
  const host = await startPlainHost("/some/where/");
  const context = await browser.newContext();
  try {
    const { page, errors } = await openLab(context, host.url);
    assert.equal(await page.evaluate(() => crossOriginIsolated), false);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.waitForFunction(() => caches.keys().then(async ([name]) => (await (await caches.open(name)).keys()).length > 4));
    await host.stop();
    await context.setOffline(true);
    await page.reload();
    await untilStep(page, 5);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
  }
});

test("the keyboard reaches everything", () =>
  on("", async (page) => {
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Play" }).waitFor();
    const paused = await shownStep(page);
    await page.keyboard.press(".");
    await untilStep(page, paused + 1);
    const reached = new Set();
    for (let k = 0; k < 80; k++) {
      await page.keyboard.press("Tab");
      reached.add(
        await page.evaluate(
          () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim(),
        ),
      );
      if (reached.has("Target O0")) break;
    }
    for (const name of ["Play", "Step", "Reset", "Export", "Critical point", "Target O0"])
      assert.ok(reached.has(name), `Tab does not reach ${name}`);
    await page.keyboard.press("Home");
    await page.waitForFunction(() => /target=min(&|$)/.test(location.hash));
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(() => /target=min-/.test(location.hash));
    assert.match(await page.locator(".handle").getAttribute("aria-valuetext"), /min-/);
  }));

test("axe-core finds nothing serious, light and dark, wide and narrow", async () => {
  const axe = readFileSync(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
  for (const [colorScheme, width] of [
    ["light", 1440],
    ["dark", 1440],
    ["light", 360],
  ]) {
    await on(
      "",
      async (page) => {
        await page.keyboard.press("Space");
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }),
        );
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`),
          [],
        );
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} px too wide at ${width} px`);
      },
      { colorScheme, viewport: { width, height: 800 } },
    );
  }
});

test("an address that gives no run says why and is no dead end, whatever it hides", async () => {
  for (const way of ["Undo", "Start from the defaults"]) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${lab.url}#v=1&observable=pauli&pauli=XXQ&hide=controls,views`);
    await page.getByText("XXQ is no Pauli string").first().waitFor();
    await page.getByRole("textbox", { name: "Pauli sum" }).waitFor();
    await page.locator(".limits").getByRole("button", { name: way }).click();
    await untilStep(page, 5);
    assert.equal(await page.locator(".limits").count(), 0);
    assert.equal(await page.evaluate(() => location.hash), "#v=1&hide=controls,views");
    await context.close();
  }
});

test("controls follow the definitions: symbols of layers, fields of observables, optimisers", () =>
  on("#v=1&qubits=2&layers=8&samples=2", async (page) => {
    const layers = page.locator(".field", { hasText: "Layers" });
    assert.match(await layers.textContent(), /Layers\s+L/);
    await page.getByRole("combobox", { name: "Ansatz" }).selectOption({ label: "HEA" });
    assert.match(await layers.textContent(), /Layers\s+D/);
    await page.getByRole("combobox", { name: "Observable" }).selectOption({ label: "Heisenberg" });
    await page.getByRole("textbox", { name: /Field x/ }).fill("0.5");
    await page.getByRole("textbox", { name: /Field x/ }).press("Enter");
    await page.getByRole("combobox", { name: "Optimiser" }).selectOption({ label: "Momentum" });
    await page.getByRole("textbox", { name: /Share kept/ }).waitFor();
    await untilStep(page, 50);
    const hash = await page.evaluate(() => location.hash);
    assert.match(hash, /ansatz=hea.*observable=heisenberg&hx=0\.5&optimizer=momentum/);
  }));

test("no request goes to any other machine", async () => {
  const context = await browser.newContext();
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  await openLab(context, lab.url);
  await context.close();
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(lab.url) && !/^(blob|data):/.test(url)),
    [],
  );
});

const OWN = `OPENQASM 3.0;
include "stdgates.inc";
input float[64] a_1;
input float[64] b;
qubit[3] q;
ry(a_1) q;
cx q[0], q[2];
ry(2*b) q[1];
`;

test("OpenQASM that is pasted or dropped is trained, and a mistake is shown with its place", () =>
  on("#v=1&speed=0&qubits=2&layers=16&samples=2&observable=tfim&target=min+1", async (page) => {
    const hand = (event, text) =>
      page.evaluate(
        ([name, content]) => {
          const data = new DataTransfer();
          if (name === "paste") data.setData("text/plain", content);
          else data.items.add(new File([content], "mine.qasm"));
          const options = { bubbles: true, cancelable: true };
          const made =
            name === "paste"
              ? new ClipboardEvent("paste", { ...options, clipboardData: data })
              : new DragEvent("drop", { ...options, dataTransfer: data });
          document.body.dispatchEvent(made);
        },
        [event, text],
      );
    await hand("paste", OWN);
    await page.getByText("n = 3 qubits, L = 2 parameters").waitFor();
    await untilStep(page, 20);
    assert.match(await page.evaluate(() => location.hash), /ansatz=circuit.*a%5F1/);
    await hand("drop", OWN.replace("cx", "cxx"));
    await page.getByText("circuit, line 7, column 1").first().waitFor();
    await hand("drop", OWN.replace("q[2]", "q[1]"));
    await page.getByText("circuit, line 7, column 1").first().waitFor({ state: "detached" });
    await untilStep(page, 20);
  }));
