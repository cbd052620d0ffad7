import { defineConfig } from "tsdown";
import { bundledLicences, copyAssets, fromVendor, vendorConfigs } from "./scripts/bundled.mjs";
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
  "papers-data",
  "papers-transition",
];

const licences = bundledLicences("dist/THIRD-PARTY-LICENCES.txt");
copyAssets("dist/assets");

// All entries lie side by side, so that a chunk finds the worker by a relative URL wherever the bundler puts it.
export default defineConfig([
  {
    plugins: [peggyGrammars(), fromVendor(), licences],
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
    dts: false,
    sourcemap: false,
    // Configurations apart from what they build, so that who imports a circuit gets no schema with it.
    inputOptions: { preserveEntrySignatures: "allow-extension", checks: { pluginTimings: false } },
    outputOptions: {
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{ name: "configuration", test: /[\\/]src[\\/]experiment[\\/]/ }],
      },
    },
    // The built lab in dist/lab stays.
    clean: ["dist/*.mjs"],
  },
  // Declarations apart: beside code in chunks of their own making, chunks of code import those of declarations.
  ...(process.argv.includes("--no-dts")
    ? []
    : [
        {
          plugins: [peggyGrammars()],
          entry: { index: "src/index.ts", ...Object.fromEntries(entries.map((name) => [name, `src/entries/${name}.ts`])) },
          format: "esm" as const,
          platform: "neutral" as const,
          fixedExtension: true,
          deps: { neverBundle: [/^node:/] },
          target: "node20",
          inputOptions: { checks: { pluginTimings: false } },
          dts: { emitDtsOnly: true },
          sourcemap: false,
          clean: ["dist/*.mts"],
        },
      ]),
  ...vendorConfigs(licences),
]);
