// The lab in a notebook's cell: the widget's own script with a model in Python's place, in Chromium. Needs `npm run build`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { zipSync } from "fflate";
import { launch, PATIENCE, root, startPlainHost } from "./support.mjs";

let browser;
let lab;
let cell;
const temporary = mkdtempSync(join(tmpdir(), "qntk-embedded-"));

before(async () => {
  [browser, lab] = await Promise.all([launch(), startPlainHost("/lab/")]);
  const script = readFileSync(join(root, "python/src/qntk/_lab.js"));
  cell = createServer(({ url }, response) => {
    response.setHeader("Content-Type", url === "/" ? "text/html" : "text/javascript");
    response.end(url === "/" ? "<!doctype html><div id=cell></div>" : script);
  });
  await new Promise((ready) => cell.listen(0, "127.0.0.1", ready));
});
after(async () => {
  await browser?.close();
  await lab?.stop();
  cell.closeAllConnections();
  cell.close();
  rmSync(temporary, { recursive: true, force: true });
});

/** A cell with the widget, whose traits are in `model.values` of the page. */
async function shown(values) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`http://127.0.0.1:${cell.address().port}/`);
  await page.evaluate(
    async ({ run, ...given }) => {
      const listeners = new Map();
      const model = {
        values: { ...given, _run: new DataView(new Uint8Array(run).buffer) },
        get: (name) => model.values[name],
        set(name, value) {
          const same = JSON.stringify(model.values[name]) === JSON.stringify(value);
          model.values[name] = value;
          if (!same) for (const does of listeners.get(`change:${name}`) ?? []) does();
        },
        on: (name, does) => listeners.set(name, [...(listeners.get(name) ?? []), does]),
        off: () => listeners.clear(),
        save_changes() {},
      };
      window.model = model;
      const { default: widget } = await import("/lab.js");
      window.end = widget.render({ model, el: document.getElementById("cell") });
    },
    {
      ...{
        _url: lab.url,
        _token: "secret",
        _name: "",
        address: "#v=1",
        height: 600,
        playing: true,
        state: {},
        reading: {},
        refused: "",
        run: [],
      },
      ...values,
    },
  );
  return { page, errors, until: (condition, argument) => page.waitForFunction(condition, argument, { timeout: PATIENCE }) };
}

test("a cell reads what the lab shows, and sets it", async () => {
  const { page, errors, until } = await shown({
    address: "#v=1&qubits=2&layers=16&samples=2&target=min+1&speed=300&steps=100000",
  });
  await until(() => window.model.values.state.qubits === 2 && window.model.values.reading.step > 100);
  await until(() => window.model.values.reading.phase === "frozen-kernel");
  await page.evaluate(() => window.model.set("state", { ...window.model.values.state, target: "min-2" }));
  await until(() => window.model.values.address.includes("target=min-2") && window.model.values.reading.phase === "frozen-error");
  assert.ok((await page.evaluate(() => window.model.values.reading.residual)) > 1.9);

  await page.evaluate(() => window.model.set("playing", false));
  await until(() => window.model.values.reading.playing === false);
  // Settings that the page is given by hand come back.
  await page.frameLocator("iframe").getByLabel("Undo").click();
  await until(() => window.model.values.state.target === "min+1");

  await page.evaluate(() => window.model.set("state", { ...window.model.values.state, colour: "red" }));
  await until(() => /colour is not a field/.test(window.model.values.refused));
  await until(() => window.model.values.state.colour === undefined);
  await page.evaluate(() => window.end());
  assert.deepEqual(errors, []);
  await page.close();
});

test("a run of Python's is replayed", async () => {
  const folder = join(temporary, "recorded");
  const options = [
    "--qubits",
    "2",
    "--layers",
    "8",
    "--samples",
    "2",
    "--steps",
    "30",
    "--target",
    "min-1",
    "--no-plot",
    "--quiet",
  ];
  execFileSync(process.execPath, [join(root, "dist/cli.mjs"), "train", ...options, "--out", folder]);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  const zip = zipSync(Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path)])));
  const { page, errors, until } = await shown({ run: [...zip], _name: "recorded.zip" });
  await until(() => window.model.values.reading.replays === "recorded.zip" && window.model.values.reading.step === 30);
  assert.deepEqual(errors, []);
  await page.close();
});

test("a page without the token is not heard", async () => {
  const { page, until } = await shown({ address: "#v=1&qubits=2&layers=8" });
  await until(() => window.model.values.state.qubits === 2);
  await page.evaluate(() => {
    const frame = document.querySelector("iframe").contentWindow;
    for (const qntk of ["guess", "", undefined]) frame.postMessage({ qntk, set: { qubits: 3 } }, "*");
  });
  await page.waitForTimeout(1000);
  assert.equal(await page.evaluate(() => window.model.values.state.qubits), 2);
  await page.close();
});
