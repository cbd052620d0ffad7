/**
 * The Haar ensemble against Monte Carlo: exact averages within 4 sigma with samples that resolve 1 % (with QNTK_MONTE_CARLO=full; 3.5 % at
 * the most otherwise, of μ for XXZ beyond two qubits, whose spread is many times its mean), the published diagonal term rejected by the
 * same test, and what the random Pauli ansatz does differently.
 */
import { describe, expect, it } from "vitest";
import { drawHaar, drawRandomPauli } from "../../src/ensembles/draws.ts";
import { estimateAverages } from "../../src/ensembles/estimates.ts";
import { pauliSum, stateProjector, xxz } from "../../src/quantum/observables.ts";
import {
  asymptoticAverages,
  exactAverages,
  randomPauliMeanK,
  sdKAsPrinted,
  sdKOfIndependentLayers,
} from "../../src/theory/haar/index.ts";
import { all, effort, engine, expectAgreement, finish, SIGMAS, sigmasFrom, tracesOf } from "../support/ensembles.ts";

const projector = (qubits: number) =>
  stateProjector({
    re: Float64Array.from({ length: 2 ** qubits }, (_, i) => (i === 1 ? 1 : 0)),
    im: new Float64Array(2 ** qubits),
  });

/** Two qubits, with a trace and odd moments. */
const skewed = pauliSum("II + ZI - 0.5*IZ + 0.8*ZZ + 0.3*XX");

describe("exact Haar averages", () => {
  it.each([
    { name: "XXZ, n = 2", observable: xxz({ qubits: 2 }), layers: 16, target: -6, ...effort(5000, 0.01), angles: 16 },
    { name: "XXZ, n = 3", observable: xxz({ qubits: 3 }), layers: 32, target: -10, ...effort(600, 0.025), angles: 16 },
    { name: "XXZ, n = 4", observable: xxz({ qubits: 4 }), layers: 32, target: -14, ...effort(300, 0.035), angles: 16 },
    { name: "projector, n = 3", observable: projector(3), layers: 8, target: 1, ...effort(10_000, 0.01), angles: 4 },
    { name: "projector, n = 4", observable: projector(4), layers: 8, target: 1, ...effort(5000, 0.014), angles: 4 },
    { name: "a Pauli sum", observable: skewed, layers: 4, target: -4, ...effort(4000, 0.025), angles: 16 },
  ])("$name, L = $layers: every average within 4 sigma, one sigma resolving $resolution of it", (problem) => {
    const { observable, layers, target, circuits, angles: anglesPerCircuit, resolution } = problem;
    const draws = finish(drawHaar(engine, { observable, layers, circuits, anglesPerCircuit, seed: 11 }));
    const estimates = estimateAverages(draws, target);
    expectAgreement(exactAverages({ ...tracesOf(observable), parameters: layers, target }), estimates, all(resolution));
  });

  it("the independent-layer estimate of SD[K] is rejected at n = 2, L = 8", () => {
    const observable = xxz({ qubits: 2 });
    const draws = finish(drawHaar(engine, { observable, layers: 8, circuits: 2000, anglesPerCircuit: 4, seed: 12 }));
    const { sdK } = estimateAverages(draws, 0);
    const ensemble = { ...tracesOf(observable), parameters: 8, target: 0 };
    expect(Math.abs(sigmasFrom(exactAverages(ensemble).sdK, sdK))).toBeLessThan(SIGMAS);
    expect(Math.abs(sigmasFrom(sdKOfIndependentLayers(ensemble), sdK))).toBeGreaterThan(2 * SIGMAS);
  });
});

describe("SD[K] for d >> L: √(2/L), not the √(3/L) that Eqs. 44 to 46 print", () => {
  it("n = 5, L = 4: the exact one within 4 sigma, one sigma 3 % at the most; the printed one rejected by more than 6", () => {
    const observable = xxz({ qubits: 5 });
    const ensemble = { ...tracesOf(observable), parameters: 4, target: 0 };
    const draws = finish(drawHaar(engine, { observable, layers: 4, circuits: 1200, anglesPerCircuit: 4, seed: 15 }));
    const { sdK } = estimateAverages(draws, 0);
    const exact = exactAverages(ensemble).sdK;
    expect(sdK.error / exact).toBeLessThan(0.03);
    expect(Math.abs(sigmasFrom(exact, sdK))).toBeLessThan(SIGMAS);
    expect(Math.abs(sigmasFrom(sdKAsPrinted(ensemble), sdK))).toBeGreaterThan(1.5 * SIGMAS);
  });

  it("the exact one goes to the asymptotic one and away from the printed one as d grows, L = 4", () => {
    const ratios = [4, 6, 8, 10].map((qubits) => {
      const ensemble = { ...tracesOf(xxz({ qubits })), parameters: 4, target: 0 };
      const { sdK } = exactAverages(ensemble);
      return { corrected: sdK / asymptoticAverages(ensemble).sdK, printed: sdK / sdKAsPrinted(ensemble) };
    });
    for (const [k, { corrected }] of ratios.entries()) {
      if (k > 0) expect(Math.abs(corrected - 1)).toBeLessThan(Math.abs(ratios[k - 1].corrected - 1));
    }
    expect(ratios[3].corrected).toBeCloseTo(1, 2);
    expect(ratios[3].printed).toBeCloseTo(Math.sqrt(2 / 3), 2);
  });
});

describe("the diagonal term E[ε ∂_l²ε (∂_l ε)²] = -q/3, alone at L = 1", () => {
  it("n = 2: within 4 sigma at a resolution of 1.1 %, the published -2.3378 rejected by the same test", () => {
    // What the authors' qntk_theory.py gives for the XXZ chain with J = 2: tr O² = 56, tr O³ = -144, tr O⁴ = 1568.
    const published = -2.3377778;
    const observable = xxz({ qubits: 2 });
    const draws = finish(drawHaar(engine, { observable, layers: 1, circuits: 60_000, anglesPerCircuit: 5, seed: 13 }));
    const { meanEpsilonMu } = estimateAverages(draws, -3);
    const exact = exactAverages({ ...tracesOf(observable), parameters: 1, target: -3 }).meanEpsilonMu;
    expect(meanEpsilonMu.error / Math.abs(exact)).toBeLessThan(0.011);
    expect(Math.abs(sigmasFrom(exact, meanEpsilonMu))).toBeLessThan(SIGMAS);
    expect(Math.abs(sigmasFrom(published, meanEpsilonMu))).toBeGreaterThan(SIGMAS);
  });
});

describe("the random Pauli ansatz at initialisation", () => {
  it("K̄ at n = 2, L = 4 is 6.139, not the ensemble's 5.973: nothing random precedes its first rotation", () => {
    const observable = xxz({ qubits: 2 });
    const ensemble = { ...tracesOf(observable), parameters: 4, target: 0 };
    const draws = finish(drawRandomPauli(engine, { observable, layers: 4, circuits: 12_000, anglesPerCircuit: 4, seed: 14 }));
    const { meanK } = estimateAverages(draws, 0);
    expect(randomPauliMeanK(ensemble)).toBeCloseTo(6.1393, 4);
    expect(Math.abs(sigmasFrom(randomPauliMeanK(ensemble), meanK))).toBeLessThan(SIGMAS);
    expect(Math.abs(sigmasFrom(exactAverages(ensemble).meanK, meanK))).toBeGreaterThan(SIGMAS);
  });
});
