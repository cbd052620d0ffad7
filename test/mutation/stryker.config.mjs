import { AREAS } from "./areas.mjs";

const area = process.env.QNTK_MUTATION;

export default {
  testRunner: "vitest",
  vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
  mutate: AREAS[area].mutate,
  ignorePatterns: ["dist", "docs", "site", "lab", "python", "native/build", "bench"],
  reporters: ["json", "clear-text"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `node_modules/.cache/mutation/${area}.json` },
  tempDirName: "node_modules/.cache/stryker",
  // Words of help and messages, and tables made when a module is loaded, are of the tests of the command line.
  mutator: { excludedMutations: ["StringLiteral"] },
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: 10_000,
  coverageAnalysis: "perTest",
};
