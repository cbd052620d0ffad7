/**
 * Opens the built site in Chromium: pages load without an error, and the lab in them trains.
 *
 *   node site/check.mjs [folder for screenshots]
 */
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import sirv from "sirv";

const [, , pictures] = process.argv;
const files = sirv(fileURLToPath(new URL("dist", import.meta.url)), { extensions: ["html"] });
const server = createServer((request, response) =>
  files(request, response, () => {
    response.writeHead(404);
    response.end();
  }),
);
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const address = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const wrong = [];
try {
  const tab = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  tab.on("pageerror", (error) => wrong.push(`${tab.url()}: ${error.message}`));
  tab.on("response", (response) => response.status() >= 400 && wrong.push(`${response.url()}: ${response.status()}`));
  for (const page of [
    "",
    "python",
    "command-line",
    "typescript",
    "concepts",
    "gallery",
    "cli",
    "api/",
    "api/qntk/",
    "api/qntk/theory/",
    "examples",
    "architecture",
    "benchmarks",
  ]) {
    await tab.goto(`${address}/${page}`, { waitUntil: "load", timeout: 120_000 });
    if ((await tab.locator("h1").count()) === 0) wrong.push(`${page}: no heading`);
    if (["", "concepts"].includes(page)) await lab(tab, page);
    if (pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      await tab.screenshot({ path: join(pictures, `${page.replaceAll("/", "-") || "index"}.png`) });
    }
  }
} finally {
  await browser.close();
  server.close();
}
for (const line of wrong) process.stdout.write(`FAIL  ${line}\n`);
if (wrong.length === 0) process.stdout.write("pass  the site in a browser, with the lab training in it\n");
else process.exitCode = 1;

/** Waits until the embedded lab has drawn steps. */
async function lab(tab, page) {
  const frame = tab.locator(".lab iframe");
  await frame.scrollIntoViewIfNeeded();
  const steps = frame.contentFrame().locator(".chart canvas, canvas").first();
  await steps.waitFor({ timeout: 60_000 }).catch(() => wrong.push(`${page}: the lab shows no chart`));
}
