// Chromium and servers for the tests of the page.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import sirv from "sirv";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const built = existsSync(`${root}dist/lab/index.html`);
/** Longest wait for anything, in milliseconds: machines that run many tests are slow. */
export const PATIENCE = 120_000;

export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** `qntk lab` on a free port, with further arguments. */
export async function startLab(...args) {
  const child = spawn(process.execPath, [`${root}dist/cli.mjs`, "lab", "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`qntk lab ended with code ${code}`)));
    child.stdout.on("data", (data) => {
      const [found] = /http:\S+/.exec(String(data)) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", (code) => resolve(code));
        child.kill("SIGINT");
      }),
  };
}

/** Serves the built lab as a plain static host does: below a path, without the headers that `qntk lab` adds. */
export async function startPlainHost(path) {
  const files = sirv(`${root}dist/lab`);
  const server = createServer((request, response) => {
    if (!request.url.startsWith(path)) return response.writeHead(404).end();
    request.url = request.url.slice(path.length - 1);
    files(request, response, () => response.writeHead(404).end());
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}${path}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

/** Opens a page and waits for the first trained step; errors of the page end the test. */
export async function openLab(context, url) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(url);
  await untilStep(page, 1);
  return { page, errors };
}

/** The step that is shown. */
export const shownStep = (page) =>
  page
    .locator("output.time")
    .textContent()
    .then((text) => Number(text.replace(/\D/g, "")));

export function untilStep(page, step) {
  return page.waitForFunction(
    (wanted) => Number(document.querySelector("output.time")?.textContent.replace(/\D/g, "")) >= wanted,
    step,
    { timeout: PATIENCE },
  );
}

export function untilPhase(page, phase) {
  return page.waitForFunction((wanted) => document.querySelector(".badge")?.dataset.phase === wanted, phase, {
    timeout: PATIENCE,
  });
}
