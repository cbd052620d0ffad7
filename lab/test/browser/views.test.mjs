// The views in Chromium, each looked at by axe-core: node --test lab/test/browser/. Needs what lab.test.mjs needs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, openLab, startLab } from "./support.mjs";

const axe = readFileSync(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const SMALL = "#v=1&qubits=2&layers=16&samples=3&target=min-2";

let browser;
let lab;

before(async () => {
  [browser, lab] = await Promise.all([launch(), startLab()]);
});
after(async () => {
  await browser?.close();
  await lab?.stop();
});

/** Opens a view of a small run, visits it and looks for what axe-core calls serious. */
async function onView(name, visit, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try {
    const { page, errors } = await openLab(context, lab.url + SMALL);
    await page.getByRole("navigation").getByRole("button", { name }).click();
    await visit(page);
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
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
  }
}

test("the circuit is drawn, and its rotations are reached by keys", () =>
  onView("Circuit", async (page) => {
    const drawing = page.getByRole("listbox", { name: "Rotations of the circuit" });
    await drawing.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("End");
    await page.getByText("16 of 16").waitFor();
    const chosen = page.locator("[role=option][aria-selected=true]");
    assert.match(await chosen.getAttribute("aria-label"), /^Layer 16, rotation about [XYZ]{2}, parameter 16/);
    const gradient = page.locator("dl div", { hasText: "gradient" }).locator("dd");
    await page.waitForFunction((text) => !/–/.test(text), await gradient.textContent());
  }));

test("the Hessian is measured along the run and its gap comes to that of the theory", () =>
  onView("Hessian", async (page) => {
    const number = async (label) => Number(await page.locator("dl div", { hasText: label }).locator("dd").textContent());
    await page.waitForFunction(() => /curves? up/.test(document.querySelector("main")?.textContent ?? ""));
    await page.getByText(/the gap .* is \|R\| λ/).waitFor();
    const [gap, theory] = [await number("measured"), await number("theory")];
    assert.ok(Math.abs(gap / theory - 1) < 0.1, `gap ${gap}, theory ${theory}`);
  }));

test("ensembles are drawn and agree with the theory", () =>
  onView("Ensemble", async (page) => {
    await page
      .getByText(/^4\d\d draws$/)
      .first()
      .waitFor();
    await page
      .getByText(/^4\d\d draws$/)
      .nth(1)
      .waitFor();
    const apart = await page.locator("tbody td:last-child").allTextContents();
    assert.equal(apart.length, 6);
    for (const text of apart) assert.ok(Number.parseFloat(text) < 4.5, `${text} from theory`);
  }));

for (const name of ["Dynamics", "Bifurcation", "Race", "Hessian", "Ensemble", "Circuit"]) {
  test(`${name} has no serious fault, dark at 360 px`, () =>
    onView(name, (page) => page.locator("main canvas").first().waitFor(), {
      colorScheme: "dark",
      viewport: { width: 360, height: 800 },
    }));
}

for (const [colorScheme, width] of [
  ["light", 1440],
  ["dark", 360],
]) {
  test(`the guide's figures run by themselves, ${colorScheme} at ${width} px`, () =>
    onView(
      "Guide",
      async (page) => {
        await page.getByRole("heading", { name: "Drag the target" }).scrollIntoViewIfNeeded();
        const figures = page.locator("figure");
        await figures.nth(1).scrollIntoViewIfNeeded();
        await figures
          .nth(1)
          .locator(".badge", { hasText: /frozen kernel/i })
          .waitFor();
        await figures.nth(1).getByRole("button", { name: "beyond" }).click();
        await figures
          .nth(1)
          .locator(".badge", { hasText: /frozen error/i })
          .waitFor();
        assert.match(page.url(), /view=guide/);
        assert.doesNotMatch(page.url(), /min-4/);
        await figures.nth(2).scrollIntoViewIfNeeded();
        await figures
          .nth(2)
          .getByText(/measured e/)
          .first()
          .waitFor();
        assert.ok((await page.locator(".katex").count()) > 20);
      },
      { colorScheme, viewport: { width, height: 800 } },
    ));
}
