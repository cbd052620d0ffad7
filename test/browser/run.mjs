// Trains in headless Chromium and in Node with the built package and compares every number to the last bit: both builds of the kernels, with
// and without cross-origin isolation (shared and private memory). Run by .ci/run, after a build.
// Usage: node test/browser/run.mjs [chromium]
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { build } from "tsdown";
import { trainings } from "./page.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const chromium = process.argv[2] ?? "chromium";
const work = mkdtempSync(join(tmpdir(), "qntk-browser-"));
/** Milliseconds that one page may take. */
const PATIENCE = 120_000;

let failures = 0;
/** Takes the result of the page that is open. */
let answer = () => {};
try {
  requireNoNodeImports(join(here, "../../dist/index.mjs"));
  // As an application's bundler would: the package and its dependencies in one file, for browsers.
  await build({
    config: false,
    entry: { page: join(here, "page.mjs") },
    outDir: work,
    format: "esm",
    platform: "browser",
    fixedExtension: true,
    deps: { alwaysBundle: [/.*/], onlyBundle: false },
    dts: false,
    logLevel: "error",
  });
  await compareAll();
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(failures === 0 ? 0 : 1);

async function compareAll() {
  const server = createServer(serve);
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  for (const kernels of ["plain", "relaxed"]) {
    const expected = inNode(kernels);
    for (const isolated of [true, false]) {
      const title = `kernels ${kernels}, ${isolated ? "cross-origin isolated: shared memory" : "not isolated: private memory"}`;
      const found = await inChromium(`http://127.0.0.1:${server.address().port}/?kernels=${kernels}&isolated=${isolated}`);
      if (found.error !== undefined) report(title, found.error);
      else if (found.isolated !== isolated || found.shared !== isolated)
        report(title, `isolated ${found.isolated}, SharedArrayBuffer ${found.shared}`);
      else if (kernels === "relaxed" && !(found.relaxed && expected.relaxed)) {
        const places = [found.relaxed ? [] : ["this Chromium"], expected.relaxed ? [] : [`Node ${process.version}`]].flat();
        console.log(`skipped  ${title}: no relaxed SIMD in ${places.join(" and ")}`);
      } else report(title, difference(found.results, expected.results), found.agent);
    }
  }
  server.close();
}

/** The numbers of Node with a build of the kernels. */
function inNode(kernels) {
  const { validate } = WebAssembly;
  if (kernels === "plain") WebAssembly.validate = () => false;
  else setFlagsFromString("--experimental-wasm-relaxed-simd");
  const watched = watchBuilds();
  const results = trainings();
  WebAssembly.validate = validate;
  return { results, relaxed: watched() };
}

/** Notes what the engine is told about relaxed SIMD. */
function watchBuilds() {
  const { validate } = WebAssembly;
  let relaxed = false;
  WebAssembly.validate = (bytes) => {
    relaxed = validate.call(WebAssembly, bytes);
    return relaxed;
  };
  return () => relaxed;
}

function serve(request, response) {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname === "/result") {
    let text = "";
    request.on("data", (data) => {
      text += data;
    });
    request.on("end", () => {
      response.end();
      answer(JSON.parse(text));
    });
    return;
  }
  if (url.pathname === "/page.mjs") {
    response.setHeader("Content-Type", "text/javascript").end(readFileSync(join(work, "page.mjs")));
    return;
  }
  if (url.searchParams.get("isolated") === "true") {
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  }
  response.setHeader("Content-Type", "text/html").end(`<!doctype html><title>qntk</title><script type="module">
${url.searchParams.get("kernels") === "plain" ? "WebAssembly.validate = () => false;" : ""}
${watchBuilds}
const place = { isolated: crossOriginIsolated, shared: typeof SharedArrayBuffer !== "undefined", agent: navigator.userAgent };
let found;
try {
  const { trainings } = await import("/page.mjs");
  const watched = watchBuilds();
  const results = trainings();
  found = { ...place, results, relaxed: watched() };
} catch (error) {
  found = { ...place, error: String(error.stack) };
}
await fetch("/result", { method: "POST", body: JSON.stringify(found) });
</script>`);
}

/** What a page says: it posts its result. */
async function inChromium(url) {
  const profile = mkdtempSync(join(work, "profile-"));
  const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", `--user-data-dir=${profile}`];
  const child = spawn(chromium, [...options, url], { stdio: ["ignore", "ignore", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (data) => {
    complaints += data;
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const found = await new Promise((resolve) => {
    answer = resolve;
    setTimeout(
      () => resolve({ error: `the page said nothing for ${PATIENCE / 1000} s. ${complaints.slice(-500)}` }),
      PATIENCE,
    ).unref();
    child.on("error", (error) => resolve({ error: error.message }));
    child.on("exit", (code) => resolve({ error: `Chromium ended with code ${code}. ${complaints.slice(-500)}` }));
  });
  if (child.exitCode === null && child.pid !== undefined) {
    child.kill();
    await ended;
  }
  return found;
}

/** What differs, in words; undefined where every number is the same to the last bit. */
function difference(found, expected) {
  const differing = [];
  for (const [name, quantities] of Object.entries(expected)) {
    for (const [quantity, words] of Object.entries(quantities)) {
      const others = found[name]?.[quantity] ?? [];
      const unequal = words.filter((word, k) => word !== others[k]).length;
      if (unequal > 0 || others.length !== words.length)
        differing.push(
          `${name}: ${unequal} of ${words.length} numbers of ${quantity} differ, by up to ${largest(words, others)}`,
        );
    }
  }
  return differing.length === 0 ? undefined : differing.join("; ");
}

/** The largest relative difference of numbers given as words. */
function largest(words, others) {
  const number = (word) => new Float64Array(BigUint64Array.of(BigInt(`0x${word ?? 0}`)).buffer)[0];
  return Math.max(...words.map((word, k) => Math.abs(number(others[k]) / number(word) - 1))).toExponential(1);
}

function report(title, problem, agent = "") {
  if (problem !== undefined) failures++;
  console.log(
    problem === undefined ? `same     ${title} (${/Chrome\/[\d.]+/.exec(agent)?.[0]})` : `FAILED   ${title}: ${problem}`,
  );
}

/** Fails if a module or one that it reaches imports something of Node. */
function requireNoNodeImports(entry, seen = new Set()) {
  if (seen.has(entry)) return;
  seen.add(entry);
  for (const [, specifier] of readFileSync(entry, "utf8").matchAll(/(?:^|\n|;)\s*(?:import|export)[^;"]*?"([^"]+)"/g)) {
    if (specifier.startsWith("node:")) throw new Error(`${entry} imports ${specifier}`);
    if (specifier.startsWith(".")) requireNoNodeImports(join(dirname(entry), specifier), seen);
  }
}
