/**
 * From evidence to a name, by hand: Bayes' rule with priors, thresholds, late time, outliers, dissent; the bins and lengths that histories are cut into.
 */
import { describe, expect, it } from "vitest";
import { inferConstants } from "../../../src/theory/inference/constants.ts";
import {
  decidePhase,
  type EvidenceByLength,
  evidenceByLength,
  judgedLengths,
  phaseProbabilities,
} from "../../../src/theory/inference/decide.ts";
import type { PhaseEvidence } from "../../../src/theory/inference/evidence.ts";
import { binEdges, binsOf, type SampleHistory } from "../../../src/theory/inference/history.ts";
import { dissent, inferTarget } from "../../../src/theory/inference/target.ts";
import { solutionThrough } from "../../../src/theory/lotka-volterra/closed-forms.ts";

/** Evidence in the order frozen kernel, critical, frozen error. */
function evidence(values: readonly number[], left = { epsilon: 0, kernel: 0 }): PhaseEvidence {
  const [kernel, critical, error] = values.map(Math.log);
  const best = { c: 0, kernel: 1, epsilon: 1, step: 0, chi2: 0 };
  return {
    logEvidence: { "frozen-kernel": kernel, critical, "frozen-error": error },
    best: { "frozen-kernel": best, critical: best, "frozen-error": best },
    left,
  };
}

const inOrder = (found: { "frozen-kernel": number; critical: number; "frozen-error": number }) => [
  found["frozen-kernel"],
  found.critical,
  found["frozen-error"],
];
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));
const at = (step: number, values: readonly number[], left?: { epsilon: number; kernel: number }): EvidenceByLength[number] => ({
  step,
  evidence: evidence(values, left),
});

describe("Bayes' rule", () => {
  it.each([
    ["unknown", [2 / 10, 3 / 10, 5 / 10]],
    ["elsewhere", [2 / 7, 0, 5 / 7]],
    // 0.05, 0.9 and 0.05 times 2, 3 and 5.
    ["end", [0.1 / 3.05, 2.7 / 3.05, 0.25 / 3.05]],
  ] as const)("evidence 2 : 3 : 5 of a target that lies %s", (place, expected) => {
    expect(inOrder(phaseProbabilities([evidence([2, 3, 5])], place))).toEqual(close(expected));
    expect(inOrder(phaseProbabilities([evidence([20, 30, 50])], place))).toEqual(close(expected));
  });

  it("samples of one target multiply, in any order; one without evidence says nothing", () => {
    const [a, b] = [evidence([2, 3, 5]), evidence([7, 1, 2])];
    const expected = [14 / 27, 3 / 27, 10 / 27];
    expect(inOrder(phaseProbabilities([a, b], "unknown"))).toEqual(close(expected));
    expect(inOrder(phaseProbabilities([b, undefined, a], "unknown"))).toEqual(close(expected));
    expect(inOrder(phaseProbabilities([undefined], "end"))).toEqual(close([0.05, 0.9, 0.05]));
  });

  it("one sample of several counts no more than 1000 to one against a phase; alone it counts as it is", () => {
    const stuck = evidence([1e-200, 1e-200, 1]);
    const two = phaseProbabilities([stuck, evidence([1, 1, 1])], "unknown");
    expect(inOrder(two)).toEqual(close([1e-3 / 1.002, 1e-3 / 1.002, 1 / 1.002]));
    expect(phaseProbabilities([stuck], "unknown")["frozen-kernel"]).toBeLessThan(1e-190);
    // Two against one.
    const three = phaseProbabilities([stuck, evidence([1, 1e-200, 1e-200]), evidence([1, 1e-200, 1e-200])], "elsewhere");
    expect(inOrder(three)).toEqual(close([1 / 1.001, 0, 1e-3 / 1.001]));
  });

  it("what cannot be has no say in what is best: without the critical point its evidence changes nothing", () => {
    const samples = [evidence([1e-5, 1, 1e-6]), evidence([1e-5, 1e300, 3e-6])];
    expect(inOrder(phaseProbabilities(samples, "elsewhere"))).toEqual(close([1 / 1.03, 0, 0.03 / 1.03]));
  });
});

describe("a name", () => {
  it("needs more than 95 %, of fewer rows than all more than 99 %", () => {
    const of = (p: number) => [p, (1 - p) / 2, (1 - p) / 2];
    expect(decidePhase([[at(100, of(0.951))]], "unknown")).toMatchObject({ phase: "frozen-kernel", step: 100 });
    const open = decidePhase([[at(100, of(0.949))]], "unknown");
    expect(open).toMatchObject({ phase: "undetermined", step: 100 });
    expect(inOrder(open.probabilities)).toEqual(close(of(0.949)));
    const earlier = (p: number) => decidePhase([[at(64, of(p)), at(100, [1, 1, 1])]], "unknown");
    expect(earlier(0.989)).toMatchObject({ phase: "undetermined", step: 100 });
    expect(earlier(0.991)).toMatchObject({ phase: "frozen-kernel", step: 64 });
    expect(inOrder(earlier(0.991).probabilities)).toEqual(close(of(0.991)));
    // The longest that decides is taken.
    const twice = [at(64, of(0.999)), at(91, of(0.995)), at(100, of(0.9))];
    expect(decidePhase([twice], "unknown").step).toBe(91);
  });

  it.each([
    ["frozen-kernel", [0.98, 0.01, 0.01], [0.1, 1], [0.11, 0]],
    ["frozen-error", [0.01, 0.01, 0.98], [1, 0.1], [0, 0.11]],
    ["critical", [0.01, 0.98, 0.01], [0.1, 0.1], [0.1, 0.11]],
    ["critical", [0.01, 0.98, 0.01], [0, 0], [0.11, 0.1]],
  ] as const)("%s: what dies has come down to a tenth, otherwise the data count half", (phase, values, late, early) => {
    const decided = decidePhase([[at(100, values, { epsilon: late[0], kernel: late[1] })]], "unknown");
    expect(decided.phase).toBe(phase);
    const open = decidePhase([[at(100, values, { epsilon: early[0], kernel: early[1] })]], "unknown");
    expect(open.phase).toBe("undetermined");
    expect(inOrder(open.probabilities)).toEqual(close(values.map((value) => (value + 1 / 3) / 2)));
  });

  it("late time is reached on average over the samples, without regard to sign; one without evidence has all left", () => {
    const sample = (epsilon: number) => [at(100, [0.98, 0.01, 0.01], { epsilon, kernel: 1 })];
    expect(decidePhase([sample(0.02), sample(0.17)], "unknown").phase).toBe("frozen-kernel");
    expect(decidePhase([sample(0.04), sample(0.17)], "unknown").phase).toBe("undetermined");
    expect(decidePhase([sample(-0.2), sample(0.2)], "unknown").phase).toBe("undetermined");
    const none = [{ step: 100, evidence: undefined }];
    expect(decidePhase([sample(0), none], "unknown").phase).toBe("undetermined");
    expect(decidePhase([...Array.from({ length: 9 }, () => sample(0)), none], "unknown").phase).toBe("frozen-kernel");
  });

  it("a sample that ended before the others counts with all that it has; steps are those of the longest", () => {
    const short = [at(64, [0.9, 0.05, 0.05])];
    const long = [at(64, [1, 1, 1]), at(91, [1, 1, 1]), at(120, [0.8, 0.1, 0.1])];
    for (const samples of [
      [short, long],
      [long, short],
    ]) {
      const { phase, step, probabilities } = decidePhase(samples, "unknown");
      expect([phase, step]).toEqual(["frozen-kernel", 120]);
      expect(inOrder(probabilities)).toEqual(close([144 / 146, 1 / 146, 1 / 146]));
    }
  });

  it("without any rows the probabilities are those before any data", () => {
    for (const samples of [[], [[]]])
      expect(decidePhase(samples, "end")).toEqual({
        ...{ phase: "undetermined", step: 0 },
        probabilities: { "frozen-kernel": 0.05, critical: 0.9, "frozen-error": 0.05 },
      });
  });
});

describe("lengths and bins", () => {
  it("lengths are 64 and a factor of √2 more each time, and the last step", () => {
    expect(judgedLengths(300)).toEqual([64, 91, 128, 181, 256, 300]);
    expect(judgedLengths(256)).toEqual([64, 91, 128, 181, 256]);
    expect(judgedLengths(64)).toEqual([64]);
    const rows = (count: number): SampleHistory => ({
      epsilon: Array.from({ length: count }, (_, t) => Math.exp(-t / 20)),
      kernel: Array.from({ length: count }, () => 50),
      eta: 1e-3,
    });
    const steps = (count: number) => evidenceByLength(rows(count)).map(({ step }) => step);
    expect([steps(40), steps(41), steps(101)]).toEqual([[], [40], [64, 91, 100]]);
    const [first, second] = evidenceByLength(rows(92));
    expect(first.evidence?.logEvidence).toEqual(evidenceByLength(rows(65))[0].evidence?.logEvidence);
    expect(second.evidence?.logEvidence).not.toEqual(first.evidence?.logEvidence);
    expect(second.evidence).toBe(second.evidence);
  });

  it("bins of 63 steps, with their means, and errors of means", () => {
    expect(binEdges(63)).toEqual([0, 4, 6, 8, 11, 16, 23, 32, 45, 64]);
    const rows = Array.from({ length: 64 }, (_, t) => t);
    const history = {
      ...{ epsilon: rows.map((t) => 100 - t), kernel: rows.map((t) => 2 * t), eta: 1e-3 },
      ...{ epsilonError: rows.map((t) => (t % 2 === 0 ? 1 : 7)), kernelError: rows.map(() => 3) },
    };
    const bins = binsOf(history);
    expect(bins.map(({ from, to }) => [from, to]).slice(0, 4)).toEqual([
      [0, 3],
      [4, 5],
      [6, 7],
      [8, 10],
    ]);
    expect(bins[0]).toMatchObject({ epsilon: 98.5, kernel: 3 });
    expect(bins[8]).toMatchObject({ from: 45, to: 63, epsilon: 46, kernel: 108 });
    // Rows of 1 and 7 have 5 on average.
    expect(bins[0].epsilonError).toBeCloseTo(5 / 2, 12);
    expect(bins[8].kernelError).toBeCloseTo(3 / Math.sqrt(19), 12);
    expect(binsOf(history, 31).map(({ to }) => to)).toEqual(
      binEdges(31)
        .slice(1)
        .map((end) => end - 1),
    );
  });

  it("exact rows have rounding for their errors, of K its square; ε alone has no K", () => {
    const epsilon = Array.from({ length: 64 }, () => -8);
    const double = binsOf({ epsilon, kernel: epsilon, eta: 1e-3 });
    expect(double[3].epsilonError).toBeCloseTo(64 * 2 ** -52 * 8, 20);
    expect(double[3].kernelError / (64 * 2 ** -52 * 8) ** 2).toBeCloseTo(1, 9);
    const [single] = binsOf({ epsilon, eta: 1e-3, precision: "single" });
    expect(single.epsilonError).toBeCloseTo(64 * 2 ** -23 * 8, 12);
    expect(single.kernel).toBeNaN();
  });
});

describe("samples of one target", () => {
  const eta = 1e-3;
  const exact = (epsilon: number, kernel: number, last = 2000): SampleHistory => {
    const rows = Array.from({ length: last + 1 }, (_, t) => t);
    const solution = solutionThrough({ t: 0, kernel, lambdaEpsilon: 2 * epsilon }, eta);
    return { epsilon: rows.map((t) => solution.lambdaEpsilon(t) / 2), kernel: rows.map((t) => solution.kernel(t)), eta };
  };
  const reaches = exact(10, 50);
  // R = 1.
  const stuck = exact(10, 36);

  it("one in five may be in another phase, and is left out of the constants; two may not", () => {
    const found = inferTarget([reaches, stuck, reaches, reaches, reaches], "elsewhere");
    expect([found.phase, found.agreeing, found.samples.length]).toEqual(["frozen-kernel", 4, 5]);
    expect(found.samples.map(({ phase }) => phase)[1]).toBe("frozen-error");
    expect(found.constants).toEqual(inferTarget([reaches, reaches, reaches, reaches], "elsewhere").constants);
    expect(found.needed).toBeUndefined();
    expect(found.reason).toBeUndefined();
    const split = inferTarget([reaches, stuck, reaches, stuck, reaches], "elsewhere");
    expect([split.phase, split.reason, split.agreeing]).toEqual(["undetermined", "the samples are in different phases", 0]);
    expect(split.constants).toBeUndefined();
    expect(split.needed).toBeUndefined();
  });

  it("those that leave it open do not dissent, and count for the constants", () => {
    const phases = (...list: ("frozen-kernel" | "frozen-error" | "undetermined")[]) => list.map((phase) => ({ phase }));
    const [own, other, open] = ["frozen-kernel", "frozen-error", "undetermined"] as const;
    expect(dissent(phases(own, own, own, own, other), "frozen-kernel")).toBe(false);
    expect(dissent(phases(own, own, own, other), "frozen-kernel")).toBe(true);
    expect(dissent(phases(own, open, open, open), "frozen-kernel")).toBe(false);
    const short = exact(10, 50, 30);
    const found = inferTarget([reaches, reaches, reaches, short], "elsewhere");
    expect([found.phase, found.agreeing, found.samples[3].phase]).toEqual(["undetermined", 0, "undetermined"]);
    const slow = exact(10, 50, 60);
    expect(inferTarget([slow], "elsewhere").phase).toBe("undetermined");
    const ten = [...Array.from({ length: 9 }, () => reaches), slow];
    const many = inferTarget(ten, "elsewhere");
    expect([many.phase, many.agreeing]).toEqual(["frozen-kernel", 9]);
    expect(many.constants).toEqual(inferConstants(ten, "frozen-kernel"));
  });

  it("no samples, and too few steps, are told so", () => {
    expect(inferTarget([], "end")).toMatchObject({ phase: "undetermined", reason: "only 0 steps; at least 40 are needed" });
    expect(inferTarget([exact(10, 50, 40)], "elsewhere").reason).not.toContain("at least 40");
  });
});
