import { fileURLToPath } from "node:url";
import { defineConfig } from "tsdown";
import { peggyGrammars } from "../../scripts/peggy-plugin.mjs";
import { licences } from "./licences.mjs";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The command line with all that it needs, for a place where nothing is installed beside it.
export default defineConfig({
  cwd: here("../../"),
  plugins: [peggyGrammars(), licences(here("../src/qntk/_node/THIRD-PARTY-LICENCES.txt"))],
  entry: {
    cli: "src/cli/main.ts",
    "training-worker": "src/workers/training-worker.ts",
    "kernel-worker": "src/workers/kernel-worker.ts",
    "haar-worker": "src/workers/haar-worker.ts",
  },
  outDir: here("../src/qntk/_node/dist"),
  format: "esm",
  platform: "node",
  fixedExtension: true,
  alias: { "@resvg/resvg-js": here("./resvg.mjs") },
  deps: { alwaysBundle: [/.*/], onlyAllowBundle: false },
  target: "node20",
  dts: false,
  minify: true,
  sourcemap: false,
});
