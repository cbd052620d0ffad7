/**
 * `npm run wheel`: the Python package as one wheel, with the command line, the lab and the device program in it.
 *
 * Everything that Node runs goes to src/qntk/_node, laid out as in the npm package, with no package to install beside it.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyAssets } from "../../scripts/bundled.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const place = join(root, "python/src/qntk/_node");
const [, , ...flags] = process.argv;

const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });

rmSync(place, { recursive: true, force: true });
run("npx", "tsdown", "--config", "python/bundle/tsdown.config.ts", "--logLevel", "error", "--no-report");

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
writeFileSync(join(place, "package.json"), `${JSON.stringify({ name: "qntk", version, type: "module", private: true })}\n`);
copyAssets(join(place, "dist/assets"));
copyFileSync(join(root, "LICENSE"), join(place, "LICENSE"));
mkdirSync(join(place, "python"));
for (const file of ["qntk_device.py", "requirements.txt"]) copyFileSync(join(root, "python", file), join(place, "python", file));

if (!existsSync(join(root, "dist/lab/index.html"))) run("npm", "run", "--silent", "build", "--workspace", "lab");
cpSync(join(root, "dist/lab"), join(place, "dist/lab"), { recursive: true });

if (!flags.includes("--no-wheel")) {
  const python = process.env.PYTHON ?? "python3";
  rmSync(join(root, "python/dist"), { recursive: true, force: true });
  run(
    python,
    "-m",
    "pip",
    "wheel",
    "--quiet",
    "--disable-pip-version-check",
    "--no-deps",
    "--wheel-dir",
    "python/dist",
    "./python",
  );
}
