import { defineConfig } from "tsdown";
import { peggyGrammars } from "./scripts/peggy-plugin.mjs";

// All entries lie side by side, so that a chunk finds the worker by a relative URL wherever the bundler puts it.
export default defineConfig({
  plugins: [peggyGrammars()],
  entry: {
    index: "src/index.ts",
    cli: "src/cli/main.ts",
    "training-worker": "src/workers/training-worker.ts",
    "kernel-worker": "src/workers/kernel-worker.ts",
    "haar-worker": "src/workers/haar-worker.ts",
  },
  format: "esm",
  // Not "node", whose helpers import node:module into what browsers load.
  platform: "neutral",
  fixedExtension: true,
  deps: { neverBundle: [/^node:/] },
  target: "node20",
  dts: { entry: ["src/index.ts"] },
  sourcemap: false,
  // The built lab in dist/lab stays.
  clean: ["dist/*.mjs", "dist/*.mts"],
});
