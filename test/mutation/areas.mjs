const theory = (...names) => names.map((name) => `test/theory/${name}.test.ts`);
const room = (name, tests) => ({ mutate: [`src/theory/${name}/*.ts`], tests });

/** What is mutated, and the tests that decide: quick ones, which need no built command line. */
export const AREAS = {
  optimizers: { mutate: ["src/training/optimizers/*.ts"], tests: ["test/training/*optimizer*.test.ts"] },
  gradients: {
    mutate: ["src/gradients/*.ts"],
    tests: ["test/gradients/*.test.ts", "test/training/*optimizers.test.ts", "test/probes/diagnosis.test.ts"],
  },
  "theory/lotka-volterra": room("lotka-volterra", [
    ...theory("lotka-volterra", "clock", "path-clock", "fits", "portrait"),
    "test/papers/transition/equations.test.ts",
    "test/probes/pilot.test.ts",
  ]),
  "theory/inference": { ...room("inference", theory("inference/*")), longest: 500 },
  "theory/weingarten": room("weingarten", theory("weingarten", "haar-derivation", "frame-potential", "restricted-haar")),
  "theory/haar": {
    mutate: ["src/theory/haar/*.ts", "src/theory/ensemble-averages.ts"],
    tests: [...theory("haar", "haar-derivation", "haar-data-kernel"), "test/papers/transition/ensembles.test.ts"],
  },
  "theory/restricted-haar": room("restricted-haar", theory("restricted-haar")),
  "theory/frame-potential": room("frame-potential", theory("frame-potential", "data-frame-potential")),
  "theory/finite-depth": { ...room("finite-depth", [...theory("finite-depth"), "test/probes/diagnosis.test.ts"]), longest: 1500 },
  "theory/imaginary-time": room("imaginary-time", theory("imaginary-time", "portrait", "data-deep-limit")),
  "theory/noise": room("noise", theory("noise")),
  "theory/data": room("data", [
    ...theory("data", "data-phases", "data-parts", "data-rates", "data-reach", "data-deep-limit", "haar-data-kernel"),
    "test/theory/restricted-haar-data.test.ts",
  ]),
};
