import { defineConfig } from "tsdown";
import { peggyGrammars } from "./scripts/peggy-plugin.mjs";

/** Entry points beside the root, as package.json names them. */
const entries = [
  "experiment",
  "runs",
  "runs-fs",
  "theory",
  "reports",
  "noise",
  "ensembles",
  "linalg",
  "interop",
  "figures",
  "figures-node",
  "node",
  "reproduce",
  "papers-transition",
];

// All entries lie side by side, so that a chunk finds the worker by a relative URL wherever the bundler puts it.
export default defineConfig({
  plugins: [peggyGrammars()],
  entry: {
    index: "src/index.ts",
    ...Object.fromEntries(entries.map((name) => [name, `src/entries/${name}.ts`])),
    cli: "src/cli/main.ts",
    "training-worker": "src/workers/training-worker.ts",
    "kernel-worker": "src/workers/kernel-worker.ts",
    "haar-worker": "src/workers/haar-worker.ts",
  },
  format: "esm",
  // Not "node", whose helpers import node:module into what browsers load.
  platform: "neutral",
  fixedExtension: true,
  // The schema library is many small files: in one it loads in a fraction of the time.
  deps: { neverBundle: [/^node:/], alwaysBundle: [/^zod(\/|$)/] },
  target: "node20",
  dts: { entry: ["src/index.ts", ...entries.map((name) => `src/entries/${name}.ts`)] },
  sourcemap: false,
  // The built lab in dist/lab stays.
  clean: ["dist/*.mjs", "dist/*.mts"],
});
