/**
 * Counted outcomes: one quantum trajectory for every shot against exact probabilities.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { loadNoisy } from "../../src/engine/noisy/noisy-simulator.ts";
import { anglesOf } from "../../src/gradients/parameter-shift.ts";
import { type Circuit, CircuitBuilder, rotationsOf } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import {
  amplitudeDamping,
  channelFromKraus,
  depolarizing,
  overRotation,
  phaseDamping,
} from "../../src/quantum/noise/channels.ts";
import { deviceNoise } from "../../src/quantum/noise/device.ts";
import { kolkata } from "../../src/quantum/noise/models/kolkata.ts";
import { type NoiseModel, noiselessModel } from "../../src/quantum/noise/noise-model.ts";
import { pauliSum, tfim, xxz } from "../../src/quantum/observables.ts";
import { type CountProblem, loadCounts } from "../../src/shots/counts.ts";
import { countedEstimate, planValues } from "../../src/shots/estimates.ts";
import { loadMeasured } from "../../src/shots/load.ts";
import { loadOutcomes } from "../../src/shots/outcomes.ts";
import { advance } from "../../src/training/step.ts";
import { anglesFor } from "../support/arbitraries.ts";

/** Both qubits lose their excitation at once: no mixture of unitaries, no product. */
const together = (() => {
  const kept = new Float64Array(16);
  for (const [k, value] of [1, 1, 1, Math.sqrt(0.8)].entries()) kept[5 * k] = value;
  const lost = new Float64Array(16);
  lost[3] = Math.sqrt(0.2);
  const im = new Float64Array(16);
  return channelFromKraus([
    { rows: 4, columns: 4, re: kept, im },
    { rows: 4, columns: 4, re: lost, im },
  ]);
})();

/** Every kind of channel that trajectories treat in a way of its own, strong enough to be told from none. */
const model: NoiseModel = {
  ...noiselessModel,
  name: "strong",
  gates: [
    { gate: "H", channels: [{ channel: overRotation("Y", 0.3), on: [0] }] },
    {
      gate: 1,
      channels: [
        { channel: amplitudeDamping(0.1), on: [0] },
        { channel: phaseDamping(0.2), on: [0] },
        { channel: depolarizing(0.05), on: [0] },
      ],
    },
    {
      gate: "CZ",
      channels: [
        { channel: together, on: [0, 1] },
        { channel: overRotation("ZX", 0.2), on: [0, 1] },
      ],
    },
    { gate: 2, channels: [{ channel: depolarizing(0.2, 2), on: [0, 1] }] },
  ],
  readout: [
    { p10: 0.02, p01: 0.1 },
    { p10: 0.05, p01: 0 },
    { p10: 0, p01: 0.08 },
  ],
  depolarizing: 0.1,
};
const circuit = new CircuitBuilder(3)
  .h(0)
  .ry(0)
  .ry(1)
  .rx(2)
  .cz(0, 1)
  .rz(1)
  .cnot(1, 2)
  .rotation("XIY")
  .gate("SWAP", 0, 2)
  .cz(2, 1)
  .ry(0)
  .gate("SX", 1)
  .build();
const sum = pauliSum("XXI + 0.5*ZZZ + YIY - ZII + 0.3*III");
const problem: CountProblem = { circuit, observable: sum, model, engine: "wasm", trajectories: true };

/** (χ² - dof) / sqrt(2 dof) of counts against probabilities. */
function excess(counts: Float64Array, probabilities: Float64Array): number {
  const shots = counts.reduce((a, b) => a + b);
  const dof = counts.length - 1;
  const chi = counts.reduce((total, n, b) => total + (n - shots * probabilities[b]) ** 2 / (shots * probabilities[b]), 0);
  return (chi - dof) / Math.sqrt(2 * dof);
}

describe("one trajectory for every shot", () => {
  const angles = anglesOf(rotationsOf(circuit), anglesFor(circuit, 1, 3));
  const exact = loadOutcomes(problem).outcomes(angles);

  it.each([
    [15_000, 1],
    [2, 4000],
  ])("%d shots, %d times: outcomes of every group as density matrices have them, chi² within 4 sigma", (shots, times) => {
    const source = loadCounts(problem);
    const stream = new CounterStream(4, "test");
    const totals = exact.map((table) => new Float64Array(table.length));
    for (let k = 0; k < times; k++) {
      source.counts(stream, angles, shots)[0].forEach((counts, g) => {
        expect(counts.reduce((a, b) => a + b)).toBe(shots);
        counts.forEach((n, b) => {
          totals[g][b] += n;
        });
      });
    }
    expect(totals).toHaveLength(3);
    const ideal = loadOutcomes({ ...problem, model: noiselessModel }).outcomes(angles);
    totals.forEach((counts, g) => {
      expect(Math.abs(excess(counts, exact[g]))).toBeLessThan(4);
      expect(excess(counts, ideal[g]), "noise can be told from none").toBeGreaterThan(10);
    });
  });

  it.each([
    [30_000, 1],
    [2, 10_000],
  ])(
    "strong noise in a row on one qubit, %d shots, %d times: jumps after jumps, each Pauli's counts within 4 sigma",
    (shots, times) => {
      const row = new CircuitBuilder(1).rx(0).ry(0).rx(0).ry(0).rx(0).build();
      const strong: NoiseModel = {
        ...noiselessModel,
        gates: [
          { gate: "RX", channels: [{ channel: amplitudeDamping(0.4), on: [0] }] },
          { gate: "RY", channels: [{ channel: phaseDamping(0.5), on: [0] }] },
        ],
      };
      const one: CountProblem = { ...problem, circuit: row, observable: pauliSum("X + Y + Z"), model: strong };
      const theta = Float64Array.of(2.2, 0.9, 1.9, -1.2, 0.7);
      const expected = loadOutcomes(one).outcomes(theta);
      const source = loadCounts(one);
      const stream = new CounterStream(6, "test");
      const ones = new Float64Array(3);
      for (let k = 0; k < times; k++) {
        source.counts(stream, theta, shots)[0].forEach((counts, g) => {
          ones[g] += counts[1];
        });
      }
      expected.forEach(([up, down], g) => {
        expect(Math.abs(ones[g] / (shots * times) - down)).toBeLessThan(4 * Math.sqrt((up * down) / (shots * times)));
      });
    },
  );

  it("without noise, in a device's basis and in any: the counts of an ideal engine, shot by shot", () => {
    const hea = hardwareEfficientAnsatz({ qubits: 3, layers: 2 });
    const theta = anglesFor(hea, 1, 5);
    const readout = [0, 1, 2].map((q) => ({ p10: 0.02 * q, p01: 0.05 }));
    for (const basis of ["any", "device"] as const) {
      for (const shots of [2, 1000]) {
        const zero = {
          circuit: hea,
          observable: xxz({ qubits: 3 }),
          model: { ...noiselessModel, basis, readout },
          engine: "wasm",
        } as const;
        const [plain, followed] = [false, true].map((trajectories) => {
          const source = loadCounts({ ...zero, trajectories });
          return source.counts(new CounterStream(1, "test"), anglesOf(rotationsOf(source.circuit), theta), shots);
        });
        expect(followed).toEqual(plain);
      }
    }
  });

  it("eight qubits, more than density matrices hold: two halves of four give the sum of their <O>, within 4 standard errors", () => {
    const half = hardwareEfficientAnsatz({ qubits: 4, layers: 1 });
    const shifted = half.operations.map((operation) =>
      operation.kind === "rotation"
        ? {
            ...operation,
            parameter: operation.parameter + half.parameters,
            pauli: { x: operation.pauli.x, z: operation.pauli.z },
          }
        : { ...operation, qubits: operation.qubits.map((q) => q + 4) },
    );
    const both: Circuit = {
      qubits: 8,
      parameters: 2 * half.parameters,
      // Qubit 0 is the most significant bit: the first half's strings move up by four places.
      operations: [
        ...half.operations.map((operation) =>
          operation.kind === "rotation"
            ? { ...operation, pauli: { x: operation.pauli.x << 4, z: operation.pauli.z << 4 } }
            : operation,
        ),
        ...shifted,
      ],
    };
    const chain = tfim({ qubits: 4 });
    const observable = pauliSum(
      [0, 4]
        .flatMap((at) => [
          ...[0, 1, 2].map((q) => `-1*${"I".repeat(at + q)}ZZ${"I".repeat(6 - at - q)}`),
          ...[0, 1, 2, 3].map((q) => `-2*${"I".repeat(at + q)}X${"I".repeat(7 - at - q)}`),
        ])
        .join(" + ")
        .replaceAll("+ -", "- "),
    );
    const theta = anglesFor(both, 1, 8);
    const exactSum = [0, 1].reduce((total, k) => {
      const own = theta.slice(k * half.parameters, (k + 1) * half.parameters);
      return total + loadNoisy(half, chain, deviceNoise(kolkata(4), half).model).expectation(own)[0];
    }, 0);
    const source = loadCounts({
      circuit: both,
      observable,
      model: deviceNoise(kolkata(8), both).model,
      engine: "wasm",
      trajectories: true,
    });
    const [counts] = source.counts(new CounterStream(2, "test"), anglesOf(rotationsOf(source.circuit), theta), 4000);
    const { value, error } = countedEstimate(source.plan, planValues(source.plan), counts);
    expect(Math.abs(value - exactSum)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.12);
  });
});

describe("training with trajectories", () => {
  const hea = hardwareEfficientAnsatz({ qubits: 2, layers: 2 });
  const chain = xxz({ qubits: 2, coupling: 4 });
  const noise = deviceNoise(kolkata(2), hea).model;
  const run = { gradient: "parameter-shift", seed: 3, columns: 3, firstColumn: 0, noise, trajectories: true } as const;
  const theta = anglesFor(hea, 3, 6);

  it("<O> and gradient within 5 standard errors of the exact noisy ones", () => {
    const exact = loadNoisy(hea, chain, noise).gradient(theta);
    const { expectation, gradient } = loadMeasured("wasm", hea, chain, { ...run, shots: 2000 }).gradient(theta, 0);
    const worst = Math.sqrt((1 + 1 + 144) / 2000);
    exact.expectation.forEach((value, c) => {
      expect(Math.abs(expectation[c] - value)).toBeLessThan(5 * worst);
    });
    exact.gradient.forEach((value, l) => {
      expect(Math.abs(gradient[l] - value)).toBeLessThan(5 * worst);
    });
  });

  it("a column's numbers are its own, and a run taken up again goes on with the same draws", () => {
    const all = loadMeasured("wasm", hea, chain, { ...run, shots: 20 });
    const last = loadMeasured("wasm", hea, chain, { ...run, firstColumn: 2, shots: 20 });
    expect(last.gradient(theta.slice(2 * hea.parameters), 4).gradient).toEqual(
      all.gradient(theta, 4).gradient.slice(2 * hea.parameters),
    );
    const plan = {
      loss: "quadratic",
      eta: 1e-3,
      steps: 3,
      targets: new Float64Array(3).fill(-12),
      measure: {},
      shots: 20,
    } as const;
    const whole = advance(all, plan, { row: 0, theta }, 4);
    const half = advance(all, plan, { row: 0, theta }, 2);
    const rest = advance(loadMeasured("wasm", hea, chain, { ...run, shots: 20 }), plan, half.state, 2);
    expect(rest.state).toEqual(whole.state);
  });
});
