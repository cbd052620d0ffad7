/**
 * The published device experiment, simulated: its curves, their dependence on noise and shots, and the published device runs.
 */
import { describe, expect, it } from "vitest";
import { mean, range, standardDeviation } from "../../src/base/arrays.ts";
import { simulateDeviceExperiment } from "../../src/experiment/device-experiment.ts";
import { readDeviceCurves } from "../../src/running/device-data.ts";
import { publishedData } from "../support/published-data.ts";

describe("the device experiment", () => {
  it("gives one ideal curve and as many noisy ones as repetitions, from the published angles", () => {
    const curves = simulateDeviceExperiment({ samples: 3, steps: 4 });
    expect(curves.map(({ target }) => target)).toEqual([-10, -12, -14]);
    for (const { target, ideal, noisy, noisyKernel } of curves) {
      // <O> at the published angles, from the published noiseless curves.
      expect(ideal[0]).toBeCloseTo(1.891171103731 - target, 10);
      expect([ideal.length, noisy.length, noisy[0].length, noisyKernel.length]).toEqual([5, 3, 5, 3]);
      expect(noisy[0]).not.toEqual(noisy[1]);
    }
  });

  it("p = 0 and no shots: the noisy curves are the ideal one, to the last bit", () => {
    for (const changes of [{ noise: "depolarizing:0" }, { noise: "none" }]) {
      const [{ ideal, noisy }] = simulateDeviceExperiment({ ...changes, shots: undefined, samples: 1, steps: 10, target: -12 });
      expect(noisy[0]).toEqual(ideal);
    }
  });

  it.runIf(publishedData !== undefined)(
    "global noise of 5.7 % with 200 shots is the published device data: means of 12 runs within 4 standard errors at every step, over all within 1.5",
    () => {
      const device = readDeviceCurves(publishedData as string);
      const curves = simulateDeviceExperiment({ noise: "depolarizing:0.057", shots: 200 });
      for (const { target, noisy } of curves) {
        const runs = device.get(target) ?? [];
        const distances = range(50).map((t) => {
          const ours = noisy.map((curve) => curve[t]);
          const theirs = runs.map((run) => run[t]);
          const error = Math.hypot(standardDeviation(ours), standardDeviation(theirs)) / Math.sqrt(12);
          return (mean(ours) - mean(theirs)) / error;
        });
        for (const z of distances) expect(Math.abs(z)).toBeLessThan(4);
        expect(Math.sqrt(mean(distances.map((z) => z * z)))).toBeLessThan(1.5);
      }
    },
  );
});
