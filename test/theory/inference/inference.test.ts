/**
 * Phases and constants inferred from histories: exact and noisy solutions, seeded; simulated runs with shots; what would decide an open phase.
 */
import { describe, expect, it } from "vitest";
import { historyOf } from "../../../src/analysis/histories.ts";
import { summarizeTargets } from "../../../src/analysis/summary.ts";
import { CounterStream } from "../../../src/base/random/counter-stream.ts";
import { engineNamed } from "../../../src/engine/engines.ts";
import { hardwareEfficientAnsatz } from "../../../src/quantum/hardware-efficient-ansatz.ts";
import { noiselessModel } from "../../../src/quantum/noise/noise-model.ts";
import { stateProjector, xxz } from "../../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../../src/quantum/random-pauli-ansatz.ts";
import { spectrum } from "../../../src/quantum/spectrum.ts";
import { loadShots } from "../../../src/shots/shot-simulator.ts";
import { inferConstants, intervalOf, sampleConstants } from "../../../src/theory/inference/constants.ts";
import { judgedLengths } from "../../../src/theory/inference/decide.ts";
import { binEdges, binsOf } from "../../../src/theory/inference/history.ts";
import { inferTarget, phasesByLength, type SampleHistory } from "../../../src/theory/inference/index.ts";
import { studentQuantile } from "../../../src/theory/inference/student.ts";
import { solutionThrough } from "../../../src/theory/lotka-volterra/closed-forms.ts";
import { linearLoss } from "../../../src/training/losses.ts";
import { train } from "../../../src/training/train.ts";

const eta = 1e-3;
const CASES = [
  ["frozen-kernel", { epsilon: 12, kernel: 64, lambda: 2 }, "elsewhere"],
  ["critical", { epsilon: 12, kernel: 48, lambda: 2 }, "end"],
  ["frozen-error", { epsilon: 12, kernel: 32, lambda: 2 }, "elsewhere"],
] as const;

/** The closed form through a start, or its steps of gradient descent with normal noise of given sizes on ε and K. */
function solution(
  start: { epsilon: number; kernel: number; lambda: number },
  steps: number,
  noise?: { seed: number; epsilon: number; kernel: number },
): SampleHistory {
  const { kernel, lambdaEpsilon } = solutionThrough(
    { t: 0, kernel: start.kernel, lambdaEpsilon: start.lambda * start.epsilon },
    eta,
  );
  const rows = Array.from({ length: steps + 1 }, (_, t) => t);
  if (noise === undefined)
    return { epsilon: rows.map((t) => lambdaEpsilon(t) / start.lambda), kernel: rows.map((t) => kernel(t)), eta };
  const random = new CounterStream(noise.seed, "inference-test");
  // Steps of gradient descent, as of a circuit with constant λ: K = C + 2λε is conserved.
  const c = start.kernel - 2 * start.lambda * start.epsilon;
  const errors = [start.epsilon];
  for (let t = 0; t < steps; t++) errors.push(errors[t] * (1 - eta * (c + 2 * start.lambda * errors[t])));
  return {
    epsilon: errors.map((error) => error + noise.epsilon * random.normal()),
    kernel: errors.map((error) => c + 2 * start.lambda * error + noise.kernel * random.normal()),
    epsilonError: rows.map(() => noise.epsilon),
    kernelError: rows.map(() => noise.kernel),
    eta,
  };
}

describe("phases of solutions", () => {
  it.each(CASES)("%s: named from exact rows, at any length once it is, with its constants", (phase, start, place) => {
    const lengths = [40, 64, 100, 200, 400, 1000, 3000, 10_000, 30_000];
    const found = lengths.map((steps) => inferTarget([solution(start, steps)], place).phase);
    const first = found.indexOf(phase);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(found.slice(first)).toEqual(found.slice(first).map(() => phase));
    expect(found.slice(0, first).every((each) => each === "undetermined")).toBe(true);
    const { constants } = inferTarget([solution(start, 3000)], place);
    const c = start.kernel - 2 * start.lambda * start.epsilon;
    expect(Math.abs((constants?.lambda.value ?? 0) / start.lambda - 1)).toBeLessThan(2e-3);
    expect(Math.abs((constants?.c.value ?? Number.NaN) - c)).toBeLessThan(0.02 * Math.abs(c) + 1e-12);
    if (phase === "frozen-error") expect(Math.abs((constants?.residual.value ?? 0) - 4)).toBeLessThan(1e-3);
  });

  it.each(CASES)("%s: named in at least 58 of 60 noisy runs, wrongly in none; R and λ covered", (phase, start, place) => {
    // What exact rows of the same steps say: finite steps make λ 1 % larger here.
    const clean = solution(start, 1500, { seed: 0, epsilon: 1e-9, kernel: 1e-9 });
    const errors = solution(start, 1500, { seed: 0, epsilon: 0.3, kernel: 1 });
    const exact = sampleConstants({ ...clean, epsilonError: errors.epsilonError, kernelError: errors.kernelError }, phase).lambda
      .value;
    expect(Math.abs(exact / start.lambda - 1)).toBeLessThan(0.015);
    const lambda: boolean[] = [];
    const residual: boolean[] = [];
    const named = Array.from({ length: 60 }, (_, run) => {
      const noise = (sample: number) => ({ seed: 100 * run + sample, epsilon: 0.3, kernel: 1 });
      const histories = Array.from({ length: 6 }, (__, sample) => solution(start, 1500, noise(sample)));
      const inference = inferTarget(histories, place);
      const { constants } = inference;
      if (constants !== undefined) {
        lambda.push(constants.lambda.low <= exact && exact <= constants.lambda.high);
        const truth = phase === "frozen-error" ? 4 : 0;
        residual.push(constants.residual.low <= truth && truth <= constants.residual.high);
      }
      return inference.phase;
    });
    expect(named.filter((each) => each === phase).length).toBeGreaterThanOrEqual(58);
    expect(named.every((each) => each === phase || each === "undetermined")).toBe(true);
    const covered = (list: readonly boolean[]) => list.filter(Boolean).length / list.length;
    // Three sigmas of 60 draws below 95 %.
    expect(covered(lambda)).toBeGreaterThan(0.86);
    expect(covered(residual)).toBeGreaterThan(0.86);
  });

  it("a target that is not at an end is never critical, and one that is may still be stuck", () => {
    const [, start] = CASES[1];
    expect(inferTarget([solution(start, 3000)], "elsewhere").phase).toBe("undetermined");
    expect(inferTarget([solution(start, 3000)], "unknown").phase).toBe("critical");
    expect(inferTarget([solution(CASES[2][1], 3000)], "end").phase).toBe("frozen-error");
  });

  it("ε alone, as published for devices, tells the phases too", () => {
    for (const [phase, start, place] of CASES) {
      const { kernel: _, kernelError: __, ...rest } = solution(start, 1500, { seed: 1, epsilon: 0.05, kernel: 1 });
      expect(inferTarget([rest, rest, rest, rest], place).phase).toBe(phase);
    }
  });

  it("no more than 40 rows name nothing, and say so", () => {
    const { phase, reason, needed } = inferTarget([solution(CASES[0][1], 39)], "elsewhere");
    expect([phase, reason, needed?.steps]).toEqual(["undetermined", "only 39 steps; at least 40 are needed", 40]);
  });
});

describe("what would decide an open phase", () => {
  // A frozen error so near the end that 300 steps leave it open.
  const start = { epsilon: 12, kernel: 46, lambda: 2 };

  it("is enough when it is there: steps, in at least 18 of 20 runs, and half of it is not in at least 15", () => {
    const sizes = { epsilon: 0.05, kernel: 0.3 };
    const open = inferTarget([solution(start, 300, { seed: 0, ...sizes })], "elsewhere");
    expect(open.phase).toBe("undetermined");
    const steps = open.needed?.steps ?? Number.NaN;
    expect(steps).toBeGreaterThan(300);
    const decided = (length: number) =>
      Array.from({ length: 20 }, (_, seed) => inferTarget([solution(start, length, { seed, ...sizes })], "elsewhere").phase);
    const enough = decided(steps);
    expect(enough.filter((phase) => phase === "frozen-error").length).toBeGreaterThanOrEqual(18);
    expect(enough).not.toContain("frozen-kernel");
    expect(decided(Math.round(steps / 2)).filter((phase) => phase === "undetermined").length).toBeGreaterThanOrEqual(15);
  });
});

describe("simulated runs with shots", () => {
  const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
  const observable = xxz({ qubits: 2, coupling: 4 });
  const extremes = spectrum(observable);

  it.each([
    [-10, "frozen-kernel", 0],
    [-12, "critical", 0],
    [-20, "frozen-error", 8],
  ] as const)("target %d is %s with 200 shots, 6 samples, 200 steps", (target, phase, residual) => {
    const samples = 6;
    const stream = (row: number, column: number) => new CounterStream(3, "shots", row * samples + column);
    const simulator = loadShots({ circuit, observable, model: noiselessModel, engine: "wasm", shots: 200, stream });
    const { record } = train({ circuit, observable, targets: [target], samples, steps: 200, eta: 0.002, simulator, shots: 200 });
    const [summary] = summarizeTargets(record, [target], extremes);
    expect(summary.phase).toBe(phase);
    const { constants } = summary.inference ?? {};
    // Six errors: the interval itself is tested on many more runs by bench/phases.mjs.
    const { value, error } = constants?.residual ?? { value: Number.NaN, error: Number.NaN };
    expect(Math.abs(value - residual)).toBeLessThanOrEqual(6 * error);
    expect(constants?.lambda.low).toBeGreaterThan(0);
    expect(summary.estimates?.kernel.value).toBeLessThan(summary.estimates?.rawKernel ?? 0);
    expect(summary.trapped).toEqual([]);
  });
});

describe("exact runs", () => {
  it("more steps do not undo a frozen kernel whose ε has reached rounding", () => {
    const circuit = randomPauliAnsatz({ qubits: 3, layers: 48, seed: 0 });
    const observable = xxz({ qubits: 3 });
    const extremes = spectrum(observable);
    const target = extremes.min + 0.2 * (extremes.max - extremes.min);
    const { record } = train({ circuit, observable, targets: [target], samples: 4, steps: 4000, eta: 0.003 });
    const phases = [200, 500, 1000, 2000, 4000].map(
      (steps) => summarizeTargets({ ...record, rows: steps + 1 }, [target], extremes)[0].phase,
    );
    expect(phases).toEqual(phases.map(() => "frozen-kernel"));
  });

  it("the slow projector: frozen error named where K has only begun to die; its critical point left open until ε has fallen to a tenth", () => {
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 32, seed: 0 });
    const observable = stateProjector({ re: Float64Array.of(1, 0, 0, 0), im: new Float64Array(4) });
    const { record } = train({ circuit, observable, targets: [1, 2], samples: 4, steps: 3000 });
    const [end, beyond] = summarizeTargets(record, [1, 2], { min: 0, max: 1 });
    expect(beyond.phase).toBe("frozen-error");
    expect(["critical", "undetermined"]).toContain(end.phase);
  });

  it("λ of single precision is that of double, also once K has come down to rounding", () => {
    const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
    const observable = xxz({ qubits: 2, coupling: 4 });
    const [double, single] = (["double", "single"] as const).map((precision) => {
      const engine = engineNamed("wasm", precision);
      const { record } = train({ circuit, observable, targets: [-20], samples: 2, steps: 1000, eta: 0.002, engine });
      const histories = [0, 1].map((column) => historyOf(record, column));
      for (const { kernel = [] } of histories) expect(kernel[1000] / kernel[0]).toBeLessThan(1e-11);
      return histories.map((history) => inferConstants([history], "frozen-error").lambda.value);
    });
    single.forEach((lambda, k) => {
      expect(Math.abs(lambda / double[k] - 1)).toBeLessThan(0.01);
    });
  });

  it("the linear loss: no phase, and late time is reached by those whose rate is steady", () => {
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 32, seed: 3 });
    const observable = xxz({ qubits: 2, coupling: 4 });
    const extremes = spectrum(observable);
    const { record } = train({ circuit, observable, targets: [-16], samples: 4, steps: 8000, loss: linearLoss });
    const [long] = summarizeTargets(record, [-16], extremes);
    const [short] = summarizeTargets({ ...record, rows: 301 }, [-16], extremes);
    expect(long.inference).toBeUndefined();
    expect(long.steady).toBeGreaterThanOrEqual(3);
    expect(short.steady).toBeLessThan(4);
  });
});

describe("parts", () => {
  it("Student's quantiles are those of the tables", () => {
    const table: [number, number, number][] = [
      [1, 0.95, 12.706],
      [2, 0.95, 4.303],
      [3, 0.95, 3.182],
      [9, 0.95, 2.262],
      [10, 0.9, 1.812],
      [30, 0.99, 2.75],
    ];
    for (const [freedom, probability, value] of table) expect(studentQuantile(freedom, probability)).toBeCloseTo(value, 3);
    expect(() => studentQuantile(3, 1)).toThrow("probability");
  });

  it("bins cover every row once, and judged lengths do not depend on the last", () => {
    const edges = binEdges(600);
    expect([edges[0], edges[edges.length - 1]]).toEqual([0, 601]);
    expect(edges.every((edge, k) => k === 0 || edge > edges[k - 1])).toBe(true);
    const bins = binsOf(solution(CASES[0][1], 600));
    expect(bins.reduce((sum, { from, to }) => sum + to - from + 1, 0)).toBe(601);
    expect(judgedLengths(3000).slice(0, judgedLengths(600).length - 1)).toEqual(judgedLengths(600).slice(0, -1));
  });

  it("the interval of a mean over samples is Student's", () => {
    const { value, low, high } = intervalOf([1, 2, 3, 4].map((each) => ({ value: each, error: 9 })));
    expect(value).toBe(2.5);
    expect(high - value).toBeCloseTo(3.182 * Math.sqrt(5 / 12), 3);
    expect(value - low).toBeCloseTo(high - value, 12);
  });
});

it("where λ drifts, that of exact rows is the late one: the slower of two rates; R beside a decay that still goes on", () => {
  const steps = Array.from({ length: 601 }, (_, t) => t);
  const [residual, slow] = [8, 0.02];
  const kernel = steps.map((t) => 50 * Math.exp(-0.3 * t) + Math.exp(-slow * t));
  const epsilon = steps.map((t) => residual + 5 * Math.exp(-0.3 * t));
  const { lambda, window } = sampleConstants({ epsilon, kernel, eta }, "frozen-error");
  expect(window[0]).toBeGreaterThanOrEqual(300);
  expect(Math.abs(lambda.value / (slow / (2 * eta * residual)) - 1)).toBeLessThan(0.01);
  // A frozen kernel of 20: ε is at e^-1.2 of its start after half of 120 steps, its limit is still 0.3.
  const still = { epsilon: steps.slice(0, 121).map((t) => 0.3 + 9 * 0.98 ** t), kernel: steps.slice(0, 121).map(() => 20), eta };
  expect(Math.abs(sampleConstants(still, "frozen-kernel").residual.value - 0.3)).toBeLessThan(1e-6);
});

it("what is named at every length is what a run that ended there would be named", () => {
  const [, start, place] = CASES[2];
  const histories = [1, 2, 3].map((seed) => solution(start, 256, { seed, epsilon: 3, kernel: 6 }));
  const lengths = phasesByLength(histories, place);
  expect(lengths.map(({ step }) => step)).toEqual([64, 91, 128, 181, 256]);
  for (const { step, together, alone } of lengths) {
    const cut = (values: ArrayLike<number> | undefined) => values && Array.from(values).slice(0, step + 1);
    const ended = histories.map((history) => ({
      ...{ eta, epsilon: cut(history.epsilon) as number[], kernel: cut(history.kernel) },
      ...{ epsilonError: cut(history.epsilonError), kernelError: cut(history.kernelError) },
    }));
    const whole = inferTarget(ended, place);
    expect(together).toBe(whole.phase);
    expect(alone).toEqual(whole.samples.map(({ phase }) => phase));
  }
  // Noise that leaves some samples open, but not the three together.
  expect(new Set(lengths.flatMap(({ alone }) => alone))).toEqual(new Set(["undetermined", "frozen-error"]));
  expect(lengths[4].together).toBe("frozen-error");
});
