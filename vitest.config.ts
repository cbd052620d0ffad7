import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { peggyGrammars } from "./scripts/peggy-plugin.mjs";
import { longTests } from "./test/support/long-tests.mjs";

// Tests that take long run in CI, where QNTK_TESTS is `all`, and where they are named.
const asked =
  process.env.QNTK_TESTS === "all" || process.argv.some((argument) => longTests.some((file) => argument.includes(file)));
if (!asked)
  process.stderr.write(
    `Left out here, as they take long: ${longTests.join(", ")}. QNTK_TESTS=all npm test runs them too, and so does .ci/run.\n`,
  );

/** Tests that change what a process has, or measure it: each file in a process of its own. The others share modules, which are loaded once for all of them. */
const OWN_PROCESS = [
  "test/engine/**/*.test.ts",
  "test/workers/**/*.test.ts",
  "test/linalg/matrix-memory.test.ts",
  "test/quantum/noise/native.test.ts",
  // Definitions of one's own stay registered.
  "test/experiment/toys.test.ts",
  "lab/test/toys.test.ts",
];

/** What takes longest, so that neither worker is left with it in the end. */
const FIRST = [
  "test/workers/threads",
  "test/cli/resume",
  "test/cli/figure",
  "test/cli/transition",
  "test/cli/train",
  "test/sweeps/run",
  "test/plugins/plugins",
  "test/examples/readme-commands",
  "test/papers/transition/numbers",
  "test/theory/inference/inference",
  "test/theory/finite-depth",
  "test/shots/kernel-estimates",
  "test/sweeps/columns",
];

/** Files in processes of their own first, then those that share modules; of each those that take longest. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification) =>
      (project.config.isolate ? 0 : 2) + (FIRST.some((name) => moduleId.includes(`${name}.test.ts`)) ? 0 : 1);
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  plugins: [peggyGrammars()],
  // The lab knows the package by its name.
  resolve: { alias: { qntk: fileURLToPath(new URL("./src/index.ts", import.meta.url)) } },
  test: {
    exclude: [...configDefaults.exclude, ...(asked ? [] : longTests)],
    projects: [
      { extends: true, test: { name: "apart", include: OWN_PROCESS } },
      {
        extends: true,
        test: {
          name: "together",
          include: ["test/**/*.test.ts", "lab/test/**/*.test.ts"],
          exclude: OWN_PROCESS,
          isolate: false,
        },
      },
    ],
    setupFiles: [fileURLToPath(new URL("./test/support/after-file.ts", import.meta.url))],
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    env: { QNTK_COVERAGE: process.argv.includes("--coverage") ? "1" : "" },
    coverage: { include: ["src/**/*.ts"], reporter: ["text", "text-summary", "json-summary"] },
    // Tests that drive the built command line spread their work over threads of their own.
    maxWorkers: 2,
  },
});
