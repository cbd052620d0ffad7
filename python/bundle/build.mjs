/**
 * `npm run wheel`: the Python package as one wheel, with the command line, the lab and the device program in it.
 *
 * Everything that Node runs goes to src/qntk/_node, laid out as in the npm package, with no package to install beside it.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { licenceOf } from "./licences.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const place = join(root, "python/src/qntk/_node");
const { resolve } = createRequire(import.meta.url);
const [, , ...flags] = process.argv;

const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });

rmSync(place, { recursive: true, force: true });
run("npx", "tsdown", "--config", "python/bundle/tsdown.config.ts", "--logLevel", "error", "--no-report");

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
writeFileSync(join(place, "package.json"), `${JSON.stringify({ name: "qntk", version, type: "module", private: true })}\n`);
copyFileSync(join(dirname(resolve("@resvg/resvg-wasm")), "index_bg.wasm"), join(place, "dist/resvg.wasm"));

// Found by the name of its package, as where that is installed.
const inter = "node_modules/@fontsource/inter";
const fonts = [400, 700].flatMap((weight) => ["woff", "woff2"].map((format) => `inter-latin-${weight}-normal.${format}`));
mkdirSync(join(place, inter, "files"), { recursive: true });
writeFileSync(join(place, inter, "package.json"), `${JSON.stringify({ name: "@fontsource/inter", private: true })}\n`);
for (const font of fonts) copyFileSync(resolve(`@fontsource/inter/files/${font}`), join(place, inter, "files", font));
const notice = join(place, "THIRD-PARTY-LICENCES.txt");
writeFileSync(
  notice,
  `${readFileSync(notice, "utf8")}\n${"-".repeat(80)}\n\n${licenceOf(dirname(resolve("@fontsource/inter/package.json"))).text}`,
);

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
