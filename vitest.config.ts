import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // Tests that drive the built command line spread their work over threads of their own.
    maxWorkers: 2,
  },
});
