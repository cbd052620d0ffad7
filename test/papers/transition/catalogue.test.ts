/**
 * What each published file is taken for.
 */
import { describe, expect, it } from "vitest";
import { historySteps, recognizeFile, updatesOf } from "../../../src/papers/transition/data/catalogue.ts";
import { compareNumbers, toleranceOf } from "../../../src/reproduce/compare.ts";

const determined = (path: string) => {
  const file = recognizeFile(path);
  if (file.kind !== "determined") throw new Error(`${path} is ${file.reason}`);
  return file;
};

describe("recognizeFile", () => {
  it.each([
    [
      "training/RPA/Heisenberg/n8/RPAepshistXXZ_n8L768Tgt-10.npy",
      "epsilon",
      { ansatz: "rpa", qubits: 8, layers: 768, target: -10, coefficient: 2, loss: "quadratic" },
    ],
    ["training/RPA/Heisenberg/n8/RPAmuinfXXZ_n8L768Tgt-30.npy", "mu-final", { target: -30 }],
    ["training/RPA/Heisenberg/n6/RPAthetahistXXZ_n6L192Tgt-18.npy", "theta-history", { layers: 192 }],
    ["training/RPA/Heisenberg/n8/RPAthetashistXXZ_n8L768Tgt-50.npy", "theta-history", { layers: 768, target: -50 }],
    ["training/HEA/Ising/n8/HEAmusTFIM_n8D48Tgt-16.88514149320817.npy", "mu-final", { target: -16.88514149320817 }],
    ["training/RPA/Heisenberg/n6/finite/RPAKhistXXZ_n6L6Tgtc.npy", "kernel", { target: "converged" }],
    ["training/RPA/Heisenberg/n6/lambda/RPAmulateXXZ_n6L512Tgt-22.npy", "mu-final", { layers: 512 }],
    ["training/RPA/Heisenberg/n4/L64/RPAHendXXZ_n4L64_-13.5.npy", "hessian-final", { qubits: 4, target: -13.5 }],
    ["training/RPA/Heisenberg/n4/L64/RPAJendXXZ_n4L64_-14.npy", "gradient-final", { target: -14 }],
    ["linearLoss/Heisenberg/n6/RPAEhistXXZ_n6L192.npy", "expectation", { loss: "linear", target: 0 }],
    ["linearLoss/Heisenberg/n6/RPAKhistXXZ_n6L192Tgt-26.npy", "kernel", { loss: "quadratic", target: -26 }],
    ["training/HEA/Heisenberg/n8/HEAmusXXZ_n8D48Tgt-20.npy", "mu-final", { ansatz: "hea", layers: 48 }],
    ["training/HEA/Ising/n8/HEAepshistTFIM_n8D48Tgt-5.npy", "epsilon", { observable: "tfim", coefficient: 2 }],
    [
      "training/HEA/Heisenberg/n2/HEAparamsHistXXZ_n2L4Tgt-10.npy",
      "theta-history",
      { qubits: 2, layers: 4, coefficient: 4, streams: "published-device" },
    ],
    [
      "training/RPA/randS/n5/RPAmusrandS_n5L512Tgt0.5.npy",
      "mu-history",
      { observable: "projector", qubits: 5, layers: 512, target: 0.5, streams: "published-projector" },
    ],
    ["training/RPA/randS/n2/RPAthetasrandS_n2L512Tgt1.0.npy", "theta-history", { observable: "projector", qubits: 2 }],
    ["training/RPA/randS/n5/RPAthetahistrandS_n5L128Tgt5.npy", "theta-history", { layers: 128, target: 5 }],
    ["training/RPA/randS/n4/RPAmuhistrandS_n4L512Tgt5.npy", "mu-history", { qubits: 4, target: 5 }],
    ["training/RPA/randS/n5/RPAepshistrandS_n5L5Tgt5.npy", "epsilon", { layers: 5 }],
    ["training/RPA/randS/n5/RPAmusrandS_n5L384Tgt5.npy", "mu-final", { layers: 384, target: 5 }],
    ["training/RPA/randS/n5/RPAmusrandS_n5L512Tgt5.npy", "mu-at-zero", { layers: 512 }],
  ])("%s", (path, quantity, experiment) => {
    const file = determined(path);
    expect(file.quantity).toBe(quantity);
    expect(file.experiment).toMatchObject(experiment);
  });

  it.each([
    ["training/HEA/Heisenberg/n2/HEAepsHistXXZ_n2L4Tgt-12_shot1000NoiseSimu.npy", "measured on a device or with noise"],
    ["training/HEA/Heisenberg/n2/HEAepsHistXXZ_n2L4Tgt-10Kolkata.csv", "measured on a device or with noise"],
    ["training/HEA/Heisenberg/n2/HEAepsHistXXZ_n2L4Tgt-10Cairo.npy", "measured on a device or with noise"],
    ["training/HEA/Heisenberg/n6/HEAKHistXXZ_n6L24Tgt-160lr0.0001.npy", "made with other seeds"],
    [
      "training/HEA/Heisenberg/n8/HEAepsHistXXZ_n8L16Tgt-50.npy",
      "runs of the device study, whose initial angles are not published",
    ],
    ["training/HEA/Heisenberg/n8/HEAepsHistXXZ_n8L16Tgt-50_KolkataSimu.npy", "measured on a device or with noise"],
    ["training/RPA/Heisenberg/n2/RPAKHistXXZ_n2L64_linear.npy", "made with other seeds"],
    ["training/RPA/Heisenberg/n2/correlation_length/RPAWs_n2L64.npy", "made with other seeds"],
    ["training/RPA/randS/toyUFP_d4.npy", "theory and Monte Carlo of the restricted Haar ensemble, not a run"],
    [
      "training/RPA/Heisenberg/n4/RPAgapsXXZ_n4.npy",
      "means over samples derived from 95 runs: K at the end, and the gap of the mean spectrum",
    ],
    ["training/RPA/randS/n3/RPAthetasrandS_n3L512Tgt1.0_1.npy", "half of the samples of the file without the last number"],
    ["training/RPA/Heisenberg/n6/L100/RPAKhistXXZ_n6L100Tgt-22.npy", "made with other seeds"],
    ["training/RPA/Heisenberg/n6/notes.npy", "not recognised by its name"],
  ])("%s: %s", (path, reason) => {
    expect(recognizeFile(path)).toEqual({ kind: reason.startsWith("not recognised") ? "unknown" : "other", reason });
  });

  it.each([
    [
      "QNTK/RPA/n6/Heisenberg/RPAKXXZ_n6L40.npy",
      "kernel",
      { kind: "initialisation", qubits: 6, layers: 40, target: -22 },
      "1000 random initialisations made with other seeds",
    ],
    [
      "training/RPA/Heisenberg/n2/hess/RPAepsHistXXZ_n2L64Tgt-4.75.npy",
      "epsilon",
      { kind: "training", qubits: 2, layers: 64, target: -4.75 },
      "made with other seeds",
    ],
    [
      "training/RPA/Heisenberg/n2/RPAhessEigvalsXXZ_n2L64Tgt-8.0.npy",
      "eigenvalues",
      { kind: "spectrum", qubits: 2, layers: 64 },
      "made with other seeds",
    ],
    [
      "training/RPA/randS/n4/RPAFP2HistrandS_n4L64Tgt1.npy",
      "frame-potential",
      { kind: "frame-potential", qubits: 4, layers: 64 },
      "made with other seeds",
    ],
  ])("%s: draws of a distribution", (path, quantity, study, reason) => {
    expect(recognizeFile(path)).toEqual({ kind: "statistical", quantity, study, reason });
  });
});

describe("rows", () => {
  it("histories: multiples of the stride, then the last update", () => {
    const n6 = determined("training/RPA/Heisenberg/n6/RPAmuhistXXZ_n6L192Tgt-18.npy").experiment;
    expect(updatesOf(n6, 3001)).toBe(3001);
    expect(historySteps(n6, 52, 3001).slice(-3)).toEqual([1960, 2000, 3001]);
    const n4 = determined("training/RPA/Heisenberg/n4/L64/RPAthetahistXXZ_n4L64_-13.5.npy").experiment;
    expect(historySteps(n4, 6, updatesOf(n4, 4001) ?? 0)).toEqual([0, 800, 1600, 2400, 3200, 4000]);
    const n8 = determined("training/RPA/Heisenberg/n8/RPAmuinfXXZ_n8L768Tgt-30.npy").experiment;
    expect(updatesOf(n8, 1001)).toBe(1000);
    const projector = determined("training/RPA/randS/n4/RPAmusrandS_n4L512Tgt1.0.npy").experiment;
    expect(historySteps(projector, 2, updatesOf(projector) ?? 0)).toEqual([0, 30_000]);
    expect(updatesOf(projector, 40_000)).toBe(40_000);
    expect(historySteps(projector, 5, 3000, { stride: 100 })).toEqual([0, 100, 200, 300, 3000]);
    const converged = determined("training/RPA/Heisenberg/n6/finite/RPAmuhistXXZ_n6L6Tgtc.npy").experiment;
    expect(historySteps(converged, 52, 40_001).slice(0, 2)).toEqual([0, 800]);
  });

  it("a run length that no file states is not guessed", () => {
    expect(updatesOf(determined("training/RPA/Heisenberg/n4/L96/RPAHendXXZ_n4L96_-9.npy").experiment)).toBeUndefined();
  });
});

describe("comparison", () => {
  it("is relative to max(1, |value|), and fails at the first number beyond the tolerance", () => {
    const { maxDifference, maxRelative, firstFailure } = compareNumbers([1, 1000.001, 5], [1, 1000, 5], 1e-9);
    expect(maxDifference).toBeCloseTo(1e-3, 9);
    expect(maxRelative).toBeCloseTo(1e-6, 12);
    expect(firstFailure).toBe(1);
    expect(compareNumbers([1e-12], [0], 1e-9).firstFailure).toBe(-1);
  });

  it("numbers that are not finite fail", () => {
    expect(compareNumbers([Number.NaN], [0], 1e-9)).toMatchObject({ firstFailure: 0, maxDifference: Number.NaN });
    expect(compareNumbers([], [0], 1e-9).firstFailure).toBe(0);
  });

  it("1e-9 for everything but μ", () => {
    expect(["epsilon", "kernel", "theta-history", "hessian-final"].map(toleranceOf)).toEqual([1e-9, 1e-9, 1e-9, 1e-9]);
    expect(["mu-history", "mu-final"].map(toleranceOf)).toEqual([1e-6, 1e-6]);
  });
});
