import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { peggyGrammars } from "./scripts/peggy-plugin.mjs";

export default defineConfig({
  plugins: [peggyGrammars()],
  // The lab knows the package by its name.
  resolve: { alias: { qntk: fileURLToPath(new URL("./src/index.ts", import.meta.url)) } },
  test: {
    include: ["test/**/*.test.ts", "lab/test/**/*.test.ts"],
    testTimeout: 60_000,
    // Tests that drive the built command line spread their work over threads of their own.
    maxWorkers: 2,
  },
});
