/**
 * What would decide an open phase, where it can be checked by having it: solutions without scatter, so that a run with as many steps, shots or samples is
 * named and one with the amount tried before is not. The same of forecasts, and of histories that are still growing.
 */
import { describe, expect, it } from "vitest";
import { evidenceByLength } from "../../../src/theory/inference/decide.ts";
import { forecastNaming } from "../../../src/theory/inference/forecast.ts";
import type { SampleHistory } from "../../../src/theory/inference/history.ts";
import { decidingData, FACTORS } from "../../../src/theory/inference/power.ts";
import { phaseSoFar, RUNNING_NUMBERS } from "../../../src/theory/inference/running.ts";
import { inferTarget } from "../../../src/theory/inference/target.ts";

const eta = 1e-3;
const rowsOf = (last: number) => Array.from({ length: last + 1 }, (_, t) => t);

/** A constant K, for which a frozen kernel of that size is the best solution and exact. */
function steady(kernel: number, last: number, errors?: { readonly epsilon: number; readonly kernel: number }): SampleHistory {
  return {
    epsilon: rowsOf(last).map((t) => 3 * Math.exp(-eta * kernel * t)),
    kernel: rowsOf(last).map(() => kernel),
    ...(errors && {
      epsilonError: rowsOf(last).map(() => errors.epsilon),
      kernelError: rowsOf(last).map(() => errors.kernel),
    }),
    eta,
  };
}

const needed = (histories: readonly SampleHistory[]) => decidingData(histories, histories.map(evidenceByLength), "elsewhere");
const nameOf = (histories: readonly SampleHistory[]) => inferTarget(histories, "elsewhere").phase;
const previous = (factor: number) => FACTORS[FACTORS.indexOf(factor) - 1] ?? 1;

describe("what would decide", () => {
  it("steps: those after which ε has come down to a tenth", () => {
    // ηC = 0.02: after 60 steps 0.3 is left; the last bin of 168 steps is at about e^-2.9, that of 120 at e^-2.0.
    const open = steady(20, 60);
    expect(nameOf([open])).toBe("undetermined");
    expect(needed([open])).toEqual({ steps: 168 });
    expect(inferTarget([open], "elsewhere").needed).toEqual({ steps: 168 });
    expect(nameOf([steady(20, 168)])).toBe("frozen-kernel");
    expect(nameOf([steady(20, 120)])).toBe("undetermined");
    // Half of η K takes twice as long.
    expect(needed([steady(10, 120)])).toEqual({ steps: 336 });
    expect(needed([open, open, open])).toEqual({ steps: 168 });
  });

  it("shots: errors smaller by their root name it, those of the amount tried before do not", () => {
    const errors = { epsilon: 6, kernel: 200 };
    const open = steady(20, 300, errors);
    expect(nameOf([open])).toBe("undetermined");
    const { shots = 0 } = needed([open]);
    expect(FACTORS).toContain(shots);
    const times = (factor: number) =>
      nameOf([steady(20, 300, { epsilon: errors.epsilon / Math.sqrt(factor), kernel: errors.kernel / Math.sqrt(factor) })]);
    expect(times(shots)).toBe("frozen-kernel");
    expect(times(previous(shots))).toBe("undetermined");
    // Exact rows cannot have more.
    expect(needed([steady(20, 60)])).not.toHaveProperty("shots");
  });

  it("samples: so many of them name it, fewer do not", () => {
    const open = steady(20, 300, { epsilon: 6, kernel: 200 });
    const { samples = 0 } = needed([open]);
    const copies = (count: number) => nameOf(Array.from({ length: count }, () => open));
    expect(samples).toBeGreaterThan(1);
    expect(copies(samples)).toBe("frozen-kernel");
    expect(copies(samples - 1)).toBe("undetermined");
    // Of two, twice as many at the most.
    const two = needed([open, open]).samples ?? 0;
    expect(two).toBeGreaterThanOrEqual(samples);
    expect(two).toBeLessThanOrEqual(2 * samples);
  });

  it("a frozen error: the steps that are named are enough, and half of them are not", () => {
    // K = C/(1 - (1 - C/K1) e^{-ηCt}) with C = -8, ε = R + K/(2λ), λ = 2.
    const c = -8;
    const kernel = (t: number) => c / (1 - (1 - c / 30) * Math.exp(-eta * c * t));
    const exact = (last: number): SampleHistory => ({
      epsilon: rowsOf(last).map((t) => (kernel(t) - c) / 4),
      kernel: rowsOf(last).map(kernel),
      eta,
    });
    expect(nameOf([exact(50)])).toBe("undetermined");
    const { steps = 0, ...others } = needed([exact(50)]);
    expect(others).not.toHaveProperty("shots");
    expect(nameOf([exact(steps)])).toBe("frozen-error");
    expect(nameOf([exact(Math.round(steps / 2))])).toBe("undetermined");
  });

  it("rows too few for any evidence: nothing is said", () => {
    const short = steady(20, 30);
    expect(decidingData([short], [evidenceByLength(short)], "elsewhere")).toEqual({});
  });
});

describe("forecasts", () => {
  interface Variances {
    readonly epsilon?: number;
    readonly component?: number;
    readonly floor?: number;
  }
  /** Rows of ε and K, with variances from one shot. */
  const expected =
    (epsilon: (t: number) => number, kernel: (t: number) => number, variances: Variances = {}) =>
    (steps: number) => ({
      epsilon: Float64Array.from(rowsOf(steps), epsilon),
      kernel: Float64Array.from(rowsOf(steps), kernel),
      epsilonVariance: new Float64Array(steps + 1).fill(variances.epsilon ?? 0),
      componentVariance: new Float64Array(steps + 1).fill(variances.component ?? 0),
      floorVariance: new Float64Array(steps + 1).fill(variances.floor ?? 0),
    });
  const constant = (kernel: number, variances?: Variances) =>
    expected(
      (t) => 3 * Math.exp(-eta * kernel * t),
      () => kernel,
      variances,
    );
  // K = C/(1 - (1 - C/K1) e^{-ηCt}) with C = -80, ε = R + K/(2λ), λ = 40.
  const dying = (t: number) => -80 / (1 - (1 + 80 / 60) * Math.exp(eta * 80 * t));
  const error = (t: number) => 1 + dying(t) / 80;
  const asked = { samples: [constant(40)], place: "elsewhere", eta, shots: 100 } as const;

  it("where shots add nothing: the first length looked at after which the exact run is named, with certainty", () => {
    const { phase, probability, steps = 0, needed: more } = forecastNaming({ ...asked, steps: 110 });
    expect([phase, probability, more]).toEqual(["frozen-kernel", 1, undefined]);
    const exact = (last: number): SampleHistory => ({
      ...steady(40, last),
      ...{ epsilonError: rowsOf(last).map(() => 0), kernelError: rowsOf(last).map(() => 0) },
    });
    expect(nameOf([exact(steps)])).toBe("frozen-kernel");
    // Lengths are 2^¼ apart.
    expect(nameOf([exact(Math.floor(steps / 1.2))])).toBe("undetermined");
  });

  it("a frozen error is forecast as it dies", () => {
    const found = forecastNaming({ ...asked, samples: [expected(error, dying)], steps: 60 });
    expect(found).toMatchObject({ phase: "frozen-error", probability: 1 });
  });

  // C = -80 from K = 320, λ = 200: R = 0.2 of an ε that was 1, late enough not to hold the others up.
  const other = (t: number) => -80 / (1 - (1 + 80 / 320) * Math.exp(eta * 80 * t));
  const stuck = expected((t) => 0.2 + other(t) / 400, other);
  it.each([
    [0, 1, "frozen-error"],
    [3, 0, undefined],
    [4, 1, "frozen-kernel"],
  ])(
    "of a sample that is stuck and %d that are not the phase is named with probability %d: one in five may be",
    (count, probability, phase) => {
      const found = forecastNaming({ ...asked, samples: [...Array(count).fill(constant(100)), stuck], steps: 60 });
      expect(found.probability).toBe(probability);
      if (phase !== undefined) expect(found.phase).toBe(phase);
    },
  );

  it("steps that are too few: none is named, more are needed, and shots do not help", () => {
    const found = forecastNaming({ ...asked, steps: 42 });
    expect(found).toMatchObject({ phase: "frozen-kernel", probability: 0 });
    expect(found.steps).toBeUndefined();
    // 42 times 1.4, 2 or 2.8.
    expect([59, 84, 118]).toContain(found.needed?.steps);
    expect(found.needed).not.toHaveProperty("shots");
  });

  it("fewer steps than can show a phase: 40 at the least, where these are enough", () => {
    const found = forecastNaming({ ...asked, samples: [constant(150)], steps: 10 });
    expect(found).toEqual({ phase: "frozen-kernel", probability: 0, needed: { steps: 40 } });
    const forty = forecastNaming({ ...asked, samples: [constant(150)], steps: 40 });
    expect(forty).toEqual({ phase: "frozen-kernel", probability: 1, steps: 40 });
  });

  it("noise that hides it: more shots are needed", () => {
    const found = forecastNaming({ ...asked, samples: [constant(100, { epsilon: 1e3, component: 1e5, floor: 1e8 })], steps: 60 });
    expect(found.probability).toBeLessThan(0.95);
    expect(found.steps).toBeUndefined();
    const factor = (found.needed?.shots ?? 0) / 100;
    expect([...FACTORS, 128, 256, 512, 1024, 2048, 4096]).toContain(factor);
    const enough = { epsilon: 1e3 / factor, component: 1e5 / factor, floor: 1e8 / factor ** 2 };
    const named = forecastNaming({ ...asked, samples: [constant(100, enough)], steps: 60 });
    // 19 of 20 draws there, 40 here.
    expect(named.phase).toBe("frozen-kernel");
    expect(named.probability).toBeGreaterThanOrEqual(0.85);
  });

  it.each([
    ["ε", { epsilon: 50 }, { epsilon: 100 }],
    ["components", { component: 3e4 }, { component: 6e4 }],
    ["the floor", { floor: 1e8 }, { floor: 4e8 }],
  ] as const)("variances of %s go down with the shots", (_, once, twice) => {
    const of = (variances: Variances, shots: number) =>
      forecastNaming({ ...asked, samples: [constant(100, variances)], steps: 90, shots });
    const found = of(once, 100);
    expect(found.probability).toBeGreaterThanOrEqual(0.95);
    expect(of(twice, 200)).toEqual(found);
  });

  it("refuses no steps and a single shot", () => {
    expect(() => forecastNaming({ ...asked, steps: 0 })).toThrow("steps");
    expect(() => forecastNaming({ ...asked, steps: 50, shots: 1 })).toThrow("shots");
  });
});

describe("a history that is still growing", () => {
  /** The row at which it is first named, and the name. */
  function first(history: SampleHistory, place: "elsewhere" | "end" | "unknown" = "elsewhere") {
    const numbers = new Float64Array(RUNNING_NUMBERS).fill(Number.NaN);
    for (let row = 0; row < history.epsilon.length; row++) {
      const phase = phaseSoFar(
        {
          ...{ row, epsilon: history.epsilon[row], kernel: history.kernel?.[row] ?? Number.NaN },
          ...{ epsilonError: history.epsilonError?.[row], kernelError: history.kernelError?.[row] },
        },
        numbers,
        { eta: history.eta, place },
      );
      if (phase !== undefined) return { row, phase };
    }
    return undefined;
  }

  it("is named at the end of a bin, where the whole run up to there is", () => {
    for (const kernel of [10, 20, 40, 80]) {
      const { row = 0, phase } = first(steady(kernel, 1000)) ?? {};
      expect(phase).toBe("frozen-kernel");
      // 64, 91, 128, ... rows.
      const step = 2 * Math.log2((row + 1) / 64);
      expect(row + 1).toBe(Math.round(64 * 2 ** (Math.round(step) / 2)));
      expect(nameOf([steady(kernel, row)])).toBe("frozen-kernel");
      // Two bins before, ε is not late.
      expect(nameOf([steady(kernel, Math.max(10, row >> 1))])).toBe("undetermined");
    }
  });

  it("not before forty rows, however soon ε is gone", () => {
    expect(first(steady(300, 200))).toEqual({ row: 44, phase: "frozen-kernel" });
  });

  it("stated errors put it off; those of a mean over a bin shrink with its rows", () => {
    const clear = first(steady(20, 3000))?.row ?? Number.NaN;
    const noisy = first(steady(20, 3000, { epsilon: 10, kernel: 300 }));
    expect(noisy?.phase).toBe("frozen-kernel");
    expect(noisy?.row).toBeGreaterThan(clear);
    expect(first(steady(20, 3000, { epsilon: 1e4, kernel: 1e5 }))).toBeUndefined();
  });

  it("a target at an end needs more to be anything but critical; numbers left from before do not count", () => {
    const shape = (t: number) => 1 / (1 + eta * 40 * t);
    const critical: SampleHistory = {
      ...{ epsilon: rowsOf(2000).map((t) => 10 * shape(t)), kernel: rowsOf(2000).map((t) => 40 * shape(t)), eta },
    };
    expect(first(critical, "end")?.phase).toBe("critical");
    expect(first(critical, "elsewhere")).toBeUndefined();
  });
});
