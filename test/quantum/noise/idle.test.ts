/**
 * Relaxation of qubits that wait: schedules by hand, and what the wait does to a population.
 */
import { describe, expect, it } from "vitest";
import { loadNoisy } from "../../../src/engine/noisy/noisy-simulator.ts";
import { CircuitBuilder } from "../../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../../src/quantum/hardware-efficient-ansatz.ts";
import { deviceNoise } from "../../../src/quantum/noise/device.ts";
import { type IdleNoise, scheduleNames, withIdleRelaxation } from "../../../src/quantum/noise/idle.ts";
import { kolkata } from "../../../src/quantum/noise/models/kolkata.ts";
import { type NoiseModel, noiselessModel, withNoise } from "../../../src/quantum/noise/noise-model.ts";
import { pauliSum, xxz } from "../../../src/quantum/observables.ts";

const relaxation = [
  { t1: 100, t2: 120 },
  { t1: 50, t2: 80 },
  { t1: 70, t2: 30 },
];
const gate = (qubits: number[], duration: number) => ({ operations: [], qubits, duration });

/** The waits [qubit, time] that channels stand for, in order: e^{-t/T1} is what a channel leaves of |1>. */
function waits(timed: ReturnType<typeof gate>[], schedule: IdleNoise["schedule"]): [number, number][] {
  return withIdleRelaxation(timed, 3, { schedule, relaxation, durations: [] }).map((operation) => {
    if (operation.kind !== "channel") throw new Error("only channels here");
    const [q] = operation.qubits;
    const kept = operation.channel.kraus.reduce((sum, k) => sum + k.re[3] ** 2, 0);
    return [q, Number((-relaxation[q].t1 * Math.log(kept)).toFixed(9))];
  });
}

describe("idle relaxation", () => {
  // Qubit 0 takes 30, qubit 1 takes 10, then both 40 together, then qubit 2 takes 20.
  const timed = [gate([0], 30), gate([1], 10), gate([0, 1], 40), gate([2], 20)];

  it("as soon as possible: qubits wait for their partner and for the end", () => {
    expect(waits(timed, "asap")).toEqual([
      [1, 20],
      [2, 50],
    ]);
  });

  it("as late as possible: they wait at the beginning", () => {
    expect(waits(timed, "alap")).toEqual([
      [1, 20],
      [2, 50],
    ]);
    expect(waits([gate([0], 30), gate([1], 10), gate([0, 1], 40), gate([2], 20), gate([1, 2], 10)], "asap")).toEqual([
      [1, 20],
      [2, 50],
      [0, 10],
    ]);
    expect(waits([gate([1], 10), gate([0], 30)], "alap")).toEqual([
      [1, 20],
      [2, 30],
    ]);
  });

  it("gates that take no time cost no wait, and nothing is added where nobody waits", () => {
    expect(waits([gate([0, 1, 2], 5), gate([1], 0)], "asap")).toEqual([]);
  });

  it("an excited qubit that waits decays by e^{-t/T1}; made late, it does not", () => {
    const circuit = new CircuitBuilder(2).gate("X", 0).gate("SX", 1).gate("SX", 1).rz(1).gate("SX", 1).gate("SX", 1).build();
    const durations = [
      { gate: "X", qubits: [0], duration: 10 },
      { gate: "SX", qubits: [1], duration: 10 },
    ];
    const excited = (idle?: IdleNoise) => {
      const model: NoiseModel = { ...noiselessModel, ...(idle !== undefined && { idle }) };
      return loadNoisy(circuit, pauliSum("ZI"), model).expectation(Float64Array.of(0.3))[0];
    };
    expect(excited()).toBeCloseTo(-1, 12);
    expect(excited({ schedule: "asap", relaxation, durations })).toBeCloseTo(1 - 2 * Math.exp(-30 / 100), 12);
    expect(excited({ schedule: "alap", relaxation, durations })).toBeCloseTo(-1, 12);
  });

  it.each(scheduleNames)("%s on a device: more noise than without, the same gates", (schedule) => {
    const hea = hardwareEfficientAnsatz({ qubits: 4, layers: 2 });
    const model = deviceNoise(kolkata(4), hea).model;
    const waiting = deviceNoise(kolkata(4), hea, undefined, schedule).model;
    const plain = withNoise(hea, model).operations;
    const idle = withNoise(hea, waiting).operations;
    expect(idle.length).toBeGreaterThan(plain.length);
    expect(idle.filter(({ kind }) => kind !== "channel")).toEqual(plain.filter(({ kind }) => kind !== "channel"));
    const theta = new Float64Array(hea.parameters).fill(0.4);
    const at = (which: NoiseModel) => loadNoisy(hea, xxz({ qubits: 4 }), which).expectation(theta)[0];
    expect(Math.abs(at(waiting) - at(model))).toBeGreaterThan(1e-3);
  });
});
