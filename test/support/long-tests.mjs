// Tests that `npm test` leaves to CI: repeats of what shorter tests cover too, at more samples, through the whole command line, or against stand-ins of devices.
export const longTests = [
  "test/cli/critical.test.ts",
  "test/cli/device.test.ts",
  "test/cli/late-time.test.ts",
  "test/cli/longer-runs.test.ts",
  "test/cli/noise.test.ts",
  "test/cli/speedup.test.ts",
  "test/cli/theory.test.ts",
  "test/cli/verify.test.ts",
  "test/devices/connection.test.ts",
  "test/ensembles/haar-monte-carlo.test.ts",
  "test/ensembles/restricted-monte-carlo.test.ts",
  "test/experiment/noisy-ends.test.ts",
  "test/probes/late-time.test.ts",
  "test/reproduce/verify.test.ts",
  "test/sweeps/queue.test.ts",
];
