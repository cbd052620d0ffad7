// `npm run coverage:rooms`: how many lines of each room of src/ the tests run, in their own process and in the programs that they start.
//
// The first run is Vitest's coverage, where commands run in the tests' process. What tests start as programs of their own (sweeps, kills, threads) is counted by Node in a second run
// (NODE_V8_COVERAGE) and led back to the sources by source maps. Test files or folders may be named; `--merge` counts again what the runs before left in coverage/.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { mergeProcessCovs } from "@bcoe/v8-coverage";
import { convert } from "ast-v8-to-istanbul";
import { parseAstAsync } from "vite";

const { createCoverageMap, createFileCoverage } = createRequire(import.meta.url)("istanbul-lib-coverage");
const root = fileURLToPath(new URL("..", import.meta.url));
const place = join(root, "coverage");
const [own, children] = [join(place, "own"), join(place, "children")];
const files = process.argv.slice(2).filter((argument) => argument !== "--merge");

const run = (env, command, ...args) => {
  try {
    execFileSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  } catch (error) {
    // A test that fails leaves its coverage all the same.
    if (error.status === undefined) throw error;
    process.stderr.write(`${command} ${args.join(" ")} ended with ${error.status}\n`);
  }
};
if (!process.argv.includes("--merge")) {
  rmSync(place, { recursive: true, force: true });
  run({}, "npx", "tsdown", "--no-dts", "--sourcemap", "--logLevel", "warn");
  const how = ["--coverage", "--coverage.reporter=json", "--coverage.reportOnFailure", `--coverage.reportsDirectory=${own}`];
  run({}, "npx", "vitest", "run", ...how, ...files);
  run({ NODE_V8_COVERAGE: children }, "npx", "vitest", "run", ...files);
}

/** Lines of the sources that ran in programs that tests have started, by file. */
const lines = new Map();
const dist = pathToFileURL(join(root, "dist/")).href;
let all = { result: [] };
for (const name of existsSync(children) ? readdirSync(children) : []) {
  const { result } = JSON.parse(readFileSync(join(children, name), "utf8"));
  const mine = result.filter(({ url }) => url.startsWith(dist) && url.endsWith(".mjs"));
  if (mine.length > 0) all = mergeProcessCovs([all, { result: mine }]);
}
for (const coverage of all.result) {
  const path = fileURLToPath(coverage.url);
  if (!existsSync(`${path}.map`)) continue;
  const code = readFileSync(path, "utf8");
  const sourceMap = JSON.parse(readFileSync(`${path}.map`, "utf8"));
  const found = await convert({ ast: parseAstAsync(code), code, wrapperLength: 0, coverage, sourceMap });
  for (const [file, each] of Object.entries(found)) {
    const known = lines.get(file) ?? new Set();
    for (const [line, count] of Object.entries(createFileCoverage(each).getLineCoverage())) if (count > 0) known.add(line);
    lines.set(file, known);
  }
}

const map = createCoverageMap({});
for (const folder of readdirSync(place).filter((name) => name.startsWith("own")))
  map.merge(JSON.parse(readFileSync(join(place, folder, "coverage-final.json"), "utf8")));
const rooms = new Map();
for (const file of map.files().filter((name) => name.startsWith(join(root, "src/")))) {
  const [room] = file.slice(join(root, "src/").length).split("/");
  const counted = Object.entries(map.fileCoverageFor(file).getLineCoverage());
  const other = lines.get(file) ?? new Set();
  const before = rooms.get(room) ?? { all: 0, here: 0, run: 0 };
  rooms.set(room, {
    all: before.all + counted.length,
    here: before.here + counted.filter(([, count]) => count > 0).length,
    run: before.run + counted.filter(([line, count]) => count > 0 || other.has(line)).length,
  });
}
const sum = (name) => [...rooms.values()].reduce((total, room) => total + room[name], 0);
rooms.set("all", { all: sum("all"), here: sum("here"), run: sum("run") });
for (const [room, { all: count, here, run: covered }] of rooms)
  if (count > 0)
    console.log(`| ${room} | ${count} | ${((100 * here) / count).toFixed(1)} | ${((100 * covered) / count).toFixed(1)} |`);
