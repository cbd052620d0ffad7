/**
 * Every closed form of the Haar ensemble derived again, exactly: nested Weingarten averages in rational arithmetic.
 */
import { describe, expect, it } from "vitest";
import { layerAverages } from "../../src/theory/haar/layer-averages.ts";
import { Rational } from "../../src/theory/weingarten/index.ts";
import { energy, first, layerAverager, mixed, repeated, second } from "../support/layer-words.ts";

/** Spectra with unequal traces of powers, none of them centred. */
const problems = [2, 4, 5, 8].flatMap((dimension) =>
  [(k: number) => (k === 0 ? 3 : k === 1 ? -1 : (k % 3) - 2), (k: number) => (k === 0 ? 1 : 0), (k: number) => k * k - 3].map(
    (level) => Array.from({ length: dimension }, (_, k) => level(k)),
  ),
);
const power = (exponent: number) => Rational.of((-1) ** (exponent / 2)).over(Rational.of(2 ** exponent));

describe.each(problems.map((levels) => ({ d: levels.length, levels })))("d = $d, spectrum $levels", ({ d, levels }) => {
  const traces = [1, 2, 3, 4].map((k) => levels.reduce((sum, level) => sum + level ** k, 0));
  const closed = layerAverages({ dimension: d, traces: traces as [number, number, number, number] });
  const { oneLayer, twoLayers } = layerAverager(
    d,
    traces.map((trace) => Rational.of(trace)),
  );
  const expectEqual = (derived: Rational, form: number) =>
    expect(Math.abs(derived.toNumber() - form)).toBeLessThan(1e-12 * Math.max(1e-3, Math.abs(form)));

  it("E[g²], q = E[g⁴], a = E[ε ∂²ε g²] = -q/3 and E[∂²ε g²] = 0, one layer", () => {
    expectEqual(oneLayer(first, first).times(power(2)), closed.square);
    expectEqual(oneLayer(first, first, first, first).times(power(4)), closed.fourth);
    expectEqual(oneLayer(energy, repeated, first, first).times(power(4)), closed.diagonalEpsilonMu);
    expect(oneLayer(repeated, first, first).isZero()).toBe(true);
  });

  it("p = E[g_l² g_m²], E[∂_l∂_mε g_l g_m], the same with <O>, two layers", () => {
    expectEqual(twoLayers(first, first).times(power(2)), closed.square);
    expectEqual(twoLayers(second, second).times(power(2)), closed.square);
    expectEqual(twoLayers(first, first, second, second).times(power(4)), closed.pairSquare);
    expectEqual(twoLayers(mixed, first, second).times(power(4)), closed.pairMu);
    expectEqual(twoLayers(energy, mixed, first, second).times(power(4)), closed.pairEnergyMu);
  });
});
