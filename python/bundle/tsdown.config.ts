import { fileURLToPath } from "node:url";
import { defineConfig } from "tsdown";
import { bundledLicences } from "../../scripts/bundled.mjs";
import { peggyGrammars } from "../../scripts/peggy-plugin.mjs";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The command line with all that it needs, for a place where nothing is installed beside it.
export default defineConfig({
  cwd: here("../../"),
  plugins: [peggyGrammars(), bundledLicences(here("../src/qntk/_node/THIRD-PARTY-LICENCES.txt"))],
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
  // The rasteriser for one system alone is left out; its WebAssembly build comes along.
  deps: { neverBundle: ["@resvg/resvg-js"], alwaysBundle: [/^(?!@resvg\/resvg-js)/], onlyBundle: false },
  target: "node20",
  dts: false,
  minify: true,
  sourcemap: false,
});
