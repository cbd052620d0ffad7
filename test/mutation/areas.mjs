/** What is mutated, and the tests that decide: quick ones, which need no built command line. */
export const AREAS = {
  optimizers: { mutate: ["src/training/optimizers/*.ts"], tests: ["test/training/*optimizer*.test.ts"] },
  gradients: {
    mutate: ["src/gradients/*.ts"],
    tests: ["test/gradients/*.test.ts", "test/training/data-optimizers.test.ts", "test/shots/*.test.ts"],
  },
  theory: { mutate: ["src/theory/**/*.ts"], tests: ["test/theory/**/*.test.ts"] },
};
