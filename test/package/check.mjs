/**
 * The package as strangers get it: packed, installed in an empty folder, its commands run, and what its parts weigh in somebody's page.
 *
 *   node test/package/check.mjs [NODE ...]      further versions of Node to run the commands with
 *
 * Needs the registry (or npm's cache of it) and a built dist/, the lab's included.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/**
 * What an installation may come to, and kB (1000 bytes, gzipped, minified) of what a page may load. All of the theory at once is what nobody loads: its bound
 * follows what there is, and is raised with what is added.
 */
const BUDGET = { packages: 25, megabytes: 30, theory: 46, core: 60, training: 150 };

/** The README's example. */
const TRAINING = `
import { lotkaVolterra, quadraticLoss, randomPauliAnsatz, spectrum, train, trajectoryOf, xxz } from "qntk";
const observable = xxz({ qubits: 2, coupling: 4 });
const { min, max } = spectrum(observable);
const { record } = train({
  circuit: randomPauliAnsatz({ qubits: 2, layers: 32, seed: 1 }),
  observable,
  loss: quadraticLoss,
  targets: [min - 4],
  steps: 1000,
  eta: 1e-3,
  measure: { mu: 10 },
});
report(lotkaVolterra.classifyPhase(trajectoryOf(record, 0, { min, max })).phase);
`;

const root = resolve(import.meta.dirname, "../..");
const work = mkdtempSync(join(tmpdir(), "qntk-package-"));
const place = join(work, "empty");
const failures = [];
const say = (line) => process.stdout.write(`${line}\n`);
const check = (name, holds, found) => {
  say(`${holds ? "pass" : "FAIL"}  ${name}${found === undefined ? "" : `: ${found}`}`);
  if (!holds) failures.push(name);
};
const run = (command, args, options) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], ...options });

try {
  const [{ filename, unpackedSize, size }] = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", work], { cwd: root }),
  );
  say(`packed ${(size / 1e6).toFixed(1)} MB, unpacked ${(unpackedSize / 1e6).toFixed(1)} MB`);
  mkdirSync(place);
  writeFileSync(join(place, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", join(work, filename)], { cwd: place });

  const modules = join(place, "node_modules");
  const { packages } = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8"));
  const count = Object.keys(packages).length;
  check(`at most ${BUDGET.packages} packages`, count <= BUDGET.packages, count);
  const megabytes = weight(modules) / 1e6;
  check(`at most ${BUDGET.megabytes} MB`, megabytes <= BUDGET.megabytes, `${megabytes.toFixed(1)} MB`);
  check("licences of what is bundled", existsSync(join(modules, "qntk/dist/THIRD-PARTY-LICENCES.txt")));

  for (const node of [process.execPath, ...process.argv.slice(2)]) commands(node);
  await sizes();
  await page();
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (failures.length > 0) process.exitCode = 1;

/** Bytes of all files of a folder. */
function weight(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** The main commands, and a script that imports the library. */
function commands(node) {
  const version = run(node, ["--version"]).trim();
  const out = join(work, version);
  const cli = join(place, "node_modules/qntk/dist/cli.mjs");
  const qntk = (...args) => run(node, [cli, ...args], { cwd: place });
  const attempt = (name, does) => {
    try {
      const said = does();
      check(`Node ${version}: ${name}`, said !== false);
    } catch (error) {
      check(
        `Node ${version}: ${name}`,
        false,
        String(error.stderr ?? error.message)
          .trim()
          .split("\n")[0],
      );
    }
  };
  const begins = (file, bytes) => readFileSync(join(out, file)).subarray(0, bytes.length).toString("latin1") === bytes;
  const small = ["--qubits", "2", "--layers", "8", "--steps", "20", "--samples", "2"];
  attempt("--help", () => qntk("--help").includes("transition"));
  attempt("doctor", () => qntk("doctor"));
  attempt("train, with its figures", () => {
    qntk("train", ...small, "--target", "min", "--out", join(out, "run"), "--quiet");
    return begins("run/training.png", "\x89PNG") && begins("run/training.svg", "<svg");
  });
  attempt("show", () => JSON.parse(qntk("show", join(out, "run"), "--json")));
  attempt("export", () => qntk("export", join(out, "run"), "--npz", join(out, "run.npz")));
  attempt("figure in SVG, PNG and PDF", () => {
    qntk("figure", "frame-potential", "--quick", "--format", "svg,png,pdf", "--out", join(out, "figures"));
    const name = "figures/figure-frame-potential-quick";
    return begins(`${name}.svg`, "<svg") && begins(`${name}.png`, "\x89PNG") && begins(`${name}.pdf`, "%PDF");
  });
  attempt("theory haar", () => JSON.parse(qntk("theory", "haar", "--qubits", "2", "--layers", "8", "--json")));
  attempt("diagnose", () =>
    JSON.parse(qntk("diagnose", ...["--qubits", "2", "--layers", "8", "--target", "min-1", "--samples", "1", "--json"])),
  );
  attempt("sweep", () => {
    const sweep = { base: { qubits: 2, layers: 8, steps: 20, samples: 2 }, axes: { target: [-8, -6] }, keep: ["phase"] };
    writeFileSync(join(out, "sweep.json"), JSON.stringify(sweep));
    qntk("sweep", "run", join(out, "sweep.json"), "--out", join(out, "sweep"), "--quiet");
    return existsSync(join(out, "sweep"));
  });
  attempt("a script that trains", () => {
    writeFileSync(join(place, "script.mjs"), TRAINING.replace("report(", "console.log("));
    return run(node, ["script.mjs"], { cwd: place }).trim() === "frozen-error";
  });
}

/** What parts of the library weigh in a page, in which all that is not called is left out. */
async function sizes() {
  const parts = {
    theory: `import * as theory from "qntk/theory"; globalThis.theory = theory;`,
    core: TRAINING,
  };
  const code = {};
  for (const [name, source] of Object.entries(parts)) {
    const entry = join(place, `${name}.mjs`);
    writeFileSync(entry, source);
    const bundle = await rolldown({ input: entry, platform: "browser", logLevel: "silent" });
    const { output } = await bundle.generate({ format: "esm", minify: true });
    code[name] = output[0].code;
  }
  const kilobytes = (text) => gzipSync(text).length / 1e3;
  const limit = (name, kB, most) => check(`${name} of at most ${most} kB gzipped`, kB <= most, `${kB.toFixed(1)} kB`);
  // Kernels lie in the code as base64, and as pieces of that: a first build and three others in two precisions.
  let kernels = 0;
  const empty = (text) => () => {
    kernels++;
    return text;
  };
  const withoutKernels = code.core
    .replace(/\bpieces:\[(?:\[[\de]+,[\de]+\]|(["'`])[A-Za-z0-9+/=]*\1|,)*\]/g, empty("pieces:[]"))
    .replace(/(["'`])AGFzbQ[A-Za-z0-9+/=]+\1/g, empty('""'));
  limit("qntk/theory, whole,", kilobytes(code.theory), BUDGET.theory);
  check("qntk/theory alone has no WebAssembly", !/WebAssembly|AGFzbQ/.test(code.theory));
  check("training has WebAssembly", /WebAssembly/.test(code.core) && kernels === 8);
  limit("training without its kernels", kilobytes(withoutKernels), BUDGET.core);
  limit("training with its kernels", kilobytes(code.core), BUDGET.training);
}

/** A page made by Vite trains in a browser. */
async function page() {
  const chromium = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  writeFileSync(join(place, "index.html"), `<!doctype html><p id="phase"></p><script type="module" src="./page.js"></script>`);
  writeFileSync(join(place, "page.js"), TRAINING.replace("report(", "document.getElementById('phase').textContent = ("));
  const vite = await import("vite");
  await vite.build({ root: place, configFile: false, logLevel: "error" });
  check("Vite builds a page", existsSync(join(place, "dist/index.html")));
  if (chromium === undefined) return say("skipped  the page in a browser: no chromium");
  const server = await vite.preview({
    root: place,
    configFile: false,
    logLevel: "error",
    preview: { port: 0, host: "127.0.0.1" },
  });
  const { chromium: browsers } = await import("playwright-core");
  const browser = await browsers.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  try {
    const tab = await browser.newPage();
    await tab.goto(server.resolvedUrls.local[0]);
    await tab.waitForFunction(() => document.getElementById("phase").textContent !== "", undefined, { timeout: 60_000 });
    const phase = await tab.textContent("#phase");
    check("the page trains in a browser", phase === "frozen-error", phase);
  } finally {
    await browser.close();
    await new Promise((done) => server.httpServer.close(done));
  }
}
