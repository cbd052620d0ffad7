import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { peggyGrammars } from "./scripts/peggy-plugin.mjs";
import { longTests } from "./test/support/long-tests.mjs";

// Tests that take long run in CI, where QNTK_TESTS is `all`, and where they are named.
const asked =
  process.env.QNTK_TESTS === "all" || process.argv.some((argument) => longTests.some((file) => argument.includes(file)));
if (!asked)
  process.stderr.write(
    `Left out here, as they take long: ${longTests.join(", ")}. QNTK_TESTS=all npm test runs them too, and so does .ci/run.\n`,
  );

/** Rooms of plain functions: their tests share modules, which are loaded once for all of them. */
const PLAIN = [
  "analysis",
  "base",
  "ensembles",
  "figures",
  "gradients",
  "interop",
  "linalg",
  "probes",
  "quantum",
  "shots",
  "theory",
  "training",
];
/** Tests in these rooms that change what a process has. */
const OWN_PROCESS = ["test/quantum/noise/native.test.ts", "test/linalg/matrix-memory.test.ts"];
const plain = PLAIN.map((room) => `test/${room}/**/*.test.ts`);
const apart = [`test/!(${PLAIN.join("|")})/**/*.test.ts`, "test/*.test.ts", "lab/test/**/*.test.ts"];

export default defineConfig({
  plugins: [peggyGrammars()],
  // The lab knows the package by its name.
  resolve: { alias: { qntk: fileURLToPath(new URL("./src/index.ts", import.meta.url)) } },
  test: {
    exclude: [...configDefaults.exclude, ...(asked ? [] : longTests)],
    projects: [
      {
        extends: true,
        test: { name: "apart", include: [...apart, ...OWN_PROCESS] },
      },
      { extends: true, test: { name: "together", include: plain, exclude: OWN_PROCESS, isolate: false } },
    ],
    testTimeout: 60_000,
    env: { QNTK_COVERAGE: process.argv.includes("--coverage") ? "1" : "" },
    coverage: { include: ["src/**/*.ts"], reporter: ["text", "text-summary", "json-summary"] },
    // Tests that drive the built command line spread their work over threads of their own.
    maxWorkers: 2,
  },
});
