import { defineConfig } from "vitest/config";
import base from "../../vitest.config.ts";
import { AREAS } from "./areas.mjs";

export default defineConfig({
  ...base,
  test: {
    ...base.test,
    projects: undefined,
    include: AREAS[process.env.QNTK_MUTATION ?? "theory"].tests,
    testTimeout: 20_000,
    coverage: { enabled: false },
  },
});
