/**
 * Channels: trace, complete positivity, the states they lead to, and what they do to fidelity.
 */
import { describe, expect, it } from "vitest";
import { identityMatrix, matrixFromRows, multiply } from "../../../src/linalg/complex-matrix.ts";
import {
  amplitudeDamping,
  type Channel,
  channelFromKraus,
  depolarizing,
  overRotation,
  phaseDamping,
  thermalRelaxation,
  tracePreservationError,
} from "../../../src/quantum/noise/channels.ts";
import {
  averageGateFidelity,
  kroneckerTransfer,
  multiplyTransfer,
  smallestChoiEigenvalue,
  transferMatrix,
} from "../../../src/quantum/noise/transfer-matrix.ts";

const channels: readonly [string, Channel][] = [
  ["depolarizing 0", depolarizing(0)],
  ["depolarizing 0.3", depolarizing(0.3)],
  ["depolarizing 4/3", depolarizing(4 / 3)],
  ["depolarizing 0.2 on two qubits", depolarizing(0.2, 2)],
  ["depolarizing 16/15 on two qubits", depolarizing(16 / 15, 2)],
  ["amplitude damping 0.4", amplitudeDamping(0.4)],
  ["amplitude damping 1", amplitudeDamping(1)],
  ["phase damping 0.7", phaseDamping(0.7)],
  ["thermal relaxation, T2 < T1", thermalRelaxation({ t1: 99, t2: 58, time: 20 })],
  ["thermal relaxation, T1 < T2", thermalRelaxation({ t1: 50, t2: 80, time: 20 })],
  ["thermal relaxation, T2 = 2 T1", thermalRelaxation({ t1: 50, t2: 100, time: 20 })],
  ["thermal relaxation at temperature", thermalRelaxation({ t1: 50, t2: 30, time: 20, excitedPopulation: 0.2 })],
  ["pure dephasing", thermalRelaxation({ t1: Number.POSITIVE_INFINITY, t2: 30, time: 20 })],
  ["over-rotation about X", overRotation("X", 0.1)],
  ["over-rotation about ZX", overRotation("ZX", -0.3)],
];

/** Entry of the letters' numbers I = 0, X = 1, Z = 2, Y = 3. */
const entry = (channel: Channel, row: number, column: number) => transferMatrix(channel).values[row * 4 + column];

describe("channels", () => {
  it.each(channels)("%s: trace preserved to 1e-14, no negative Choi eigenvalue", (_, channel) => {
    expect(tracePreservationError(channel.kraus)).toBeLessThan(1e-14);
    expect(smallestChoiEigenvalue(transferMatrix(channel))).toBeGreaterThan(-1e-14);
    // The row of the identity says the same: tr ρ stays.
    const { size, values } = transferMatrix(channel);
    for (let k = 0; k < size; k++) expect(Math.abs(values[k] - (k === 0 ? 1 : 0))).toBeLessThan(1e-14);
  });

  it("the Choi eigenvalue of a map that is not completely positive is negative: transposition, -1/2", () => {
    const values = Float64Array.from([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1]);
    expect(smallestChoiEigenvalue({ size: 4, values })).toBeCloseTo(-0.5, 12);
  });

  it("refuses operators that do not preserve the trace, or do not fit together", () => {
    const half = matrixFromRows([
      [0.5, 0],
      [0, 0.5],
    ]);
    expect(() => channelFromKraus([half])).toThrow("off by 7.5e-1 from preserving the trace");
    expect(() => channelFromKraus([])).toThrow("at least one Kraus operator");
    expect(() => channelFromKraus([identityMatrix(3)])).toThrow("a power of two");
    expect(() => channelFromKraus([identityMatrix(2), identityMatrix(4)])).toThrow("of one size");
  });

  it("depolarizing shrinks the Bloch vector by 1 - p and keeps the identity", () => {
    for (const letter of [1, 2, 3]) expect(entry(depolarizing(0.3), letter, letter)).toBeCloseTo(0.7, 14);
    const { values } = transferMatrix(depolarizing(0.2, 2));
    for (let k = 1; k < 16; k++) expect(values[k * 17]).toBeCloseTo(0.8, 14);
  });

  it("amplitude damping: z -> (1 - γ) z + γ, coherences by sqrt(1 - γ)", () => {
    const channel = amplitudeDamping(0.4);
    expect(entry(channel, 2, 2)).toBeCloseTo(0.6, 14);
    expect(entry(channel, 2, 0)).toBeCloseTo(0.4, 14);
    expect(entry(channel, 1, 1)).toBeCloseTo(Math.sqrt(0.6), 14);
  });

  it("phase damping leaves populations, and shrinks coherences by sqrt(1 - λ)", () => {
    expect(entry(phaseDamping(0.7), 2, 2)).toBeCloseTo(1, 14);
    expect(entry(phaseDamping(0.7), 3, 3)).toBeCloseTo(Math.sqrt(0.3), 14);
  });

  it.each([
    [99, 58, 20],
    [50, 80, 20],
    [50, 100, 20],
  ])("thermal relaxation (T1 %d, T2 %d, time %d): e^{-t/T1} and e^{-t/T2}", (t1, t2, time) => {
    const channel = thermalRelaxation({ t1, t2, time });
    expect(entry(channel, 2, 2)).toBeCloseTo(Math.exp(-time / t1), 14);
    expect(entry(channel, 1, 1)).toBeCloseTo(Math.exp(-time / t2), 14);
    expect(entry(channel, 2, 0)).toBeCloseTo(1 - Math.exp(-time / t1), 14);
  });

  it("thermal relaxation for a long time leaves the population of equilibrium", () => {
    const channel = thermalRelaxation({ t1: 50, t2: 30, time: 1e4, excitedPopulation: 0.2 });
    expect(entry(channel, 2, 0)).toBeCloseTo(0.6, 12);
  });

  it("relaxation for two times is relaxation for their sum", () => {
    const during = (time: number) => transferMatrix(thermalRelaxation({ t1: 99, t2: 58, time }));
    const twice = multiplyTransfer(during(3), during(4)).values;
    const once = during(7).values;
    for (let k = 0; k < 16; k++) expect(Math.abs(twice[k] - once[k])).toBeLessThan(1e-15);
  });

  it("over-rotation completes a rotation: X by δ after X by -δ is nothing", () => {
    const [a] = overRotation("ZX", 0.3).kraus;
    const [b] = overRotation("ZX", -0.3).kraus;
    const product = multiply(a, b);
    for (let k = 0; k < 16; k++) expect(Math.abs(product.re[k] - (k % 5 === 0 ? 1 : 0))).toBeLessThan(1e-15);
  });

  it("average fidelity: 1 - p (d - 1)/d for depolarizing, also side by side", () => {
    expect(averageGateFidelity(transferMatrix(depolarizing(0.3)))).toBeCloseTo(1 - 0.15, 14);
    expect(averageGateFidelity(transferMatrix(depolarizing(0.3, 2)))).toBeCloseTo(1 - 0.225, 14);
    const idle = transferMatrix(depolarizing(0));
    expect(averageGateFidelity(kroneckerTransfer(idle, idle))).toBeCloseTo(1, 14);
  });

  it.each([
    [() => depolarizing(1.4), "a number from 0 to 1.3333333333333333"],
    [() => depolarizing(0.1, 3 as 1), "an integer from 1 to 2"],
    [() => amplitudeDamping(-0.1), "gamma is -0.1; allowed: a number from 0 to 1."],
    [() => phaseDamping(Number.NaN), "lambda is NaN"],
    [() => thermalRelaxation({ t1: 10, t2: 21, time: 1 }), "t2 is 21; allowed: at most 2 T1 = 20."],
    [() => thermalRelaxation({ t1: 10, t2: 11, time: -1 }), "a time of at least 0"],
    [() => overRotation("XI", 0.1), "one or two of X, Y, Z"],
  ])("refuses parameters out of range", (make, message) => {
    expect(make).toThrow(message);
  });
});
