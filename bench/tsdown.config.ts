import { defineConfig } from "tsdown";
import { peggyGrammars } from "../scripts/peggy-plugin.mjs";

// The benchmarks' own bundle, outside the package: the workers lie beside what starts them, as in dist/.
export default defineConfig({
  plugins: [peggyGrammars()],
  entry: {
    support: "support.ts",
    data: "data.ts",
    "data-problem": "data-problem.ts",
    "training-worker": "../src/workers/training-worker.ts",
    "kernel-worker": "../src/workers/kernel-worker.ts",
    "haar-worker": "../src/workers/haar-worker.ts",
  },
  outDir: "../node_modules/.cache/qntk-bench",
  format: "esm",
  platform: "node",
  target: "node20",
  dts: false,
  sourcemap: false,
  clean: true,
});
