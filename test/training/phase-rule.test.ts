/**
 * Stop rule `phase`: samples end when their own rows decide their phase, with the name that the whole run has.
 */
import { describe, expect, it } from "vitest";
import { summarizeTargets } from "../../src/analysis/summary.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { noiselessModel } from "../../src/quantum/noise/noise-model.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { spectrum } from "../../src/quantum/spectrum.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { loadShots } from "../../src/shots/shot-simulator.ts";
import { linearLoss } from "../../src/training/losses.ts";
import { rowsOf } from "../../src/training/record.ts";
import type { TrainingState } from "../../src/training/state.ts";
import { advance, isOver } from "../../src/training/step.ts";
import { train } from "../../src/training/train.ts";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = xxz({ qubits: 2, coupling: 4 });
const extremes = spectrum(observable);
const targets = [-20, -12, -10];
const phases = ["frozen-error", "critical", "frozen-kernel"];
const common = { circuit, observable, targets, samples: 5, eta: 0.002, steps: 1200 };
const stream = (row: number, column: number) => new CounterStream(3, "shots", row * 15 + column);

describe("--stop-when phase", () => {
  it.each([undefined, 1000])(
    "ends samples where the number of rows is one that is looked at, in the phase of the whole run, shots %s",
    (shots) => {
      const simulator =
        shots === undefined
          ? undefined
          : loadShots({ circuit, observable, model: noiselessModel, engine: "wasm", shots, stream });
      const { record } = train({ ...common, seed: 1, stopWhen: ["phase"], simulator, shots });
      const looked = [45, 64, 91, 128, 181, 256, 362, 512, 724, 1024];
      for (let column = 0; column < 15; column++) expect([...looked, 1201]).toContain(rowsOf(record, column));
      const ended = record.events?.filter(({ rule }) => rule === "phase") ?? [];
      expect(ended.length).toBeGreaterThanOrEqual(13);
      expect(summarizeTargets(record, targets, extremes).map(({ phase }) => phase)).toEqual(phases);
      if (shots === undefined)
        expect(summarizeTargets(train({ ...common, seed: 1 }).record, targets, extremes).map(({ phase }) => phase)).toEqual(
          phases,
        );
    },
  );

  it("changes no number before the end, and no other sample", () => {
    const [stopped, whole] = [["phase"], undefined].map((stopWhen) => train({ ...common, seed: 2, stopWhen }).record);
    for (let column = 0; column < 15; column++) {
      const [from, rows] = [column * 1201, rowsOf(stopped, column)];
      expect(stopped.epsilon.subarray(from, from + rows)).toEqual(whole.epsilon.subarray(from, from + rows));
    }
  });

  it("what it remembers is part of the state: parts of any length end where training at once ends", () => {
    const theta = initialAngles({ samples: 3, parameters: circuit.parameters, seed: 4 });
    const plan = { loss: "quadratic", eta: 0.002, steps: 300, targets: Float64Array.of(-10, -12, -20), measure: {} } as const;
    const ruled = { ...plan, stopWhen: ["phase"], extremes };
    const endsWith = (rows: number) => {
      const simulator = wasmEngine.load(circuit, observable);
      let state: TrainingState = { row: 0, theta };
      while (!isOver(ruled, state)) {
        // As a checkpoint keeps it: copies of the numbers alone.
        const { state: next } = advance(simulator, ruled, state, rows);
        state = structuredClone(next);
      }
      simulator.dispose();
      return state.events;
    };
    const atOnce = endsWith(1000);
    expect(atOnce?.length).toBeGreaterThanOrEqual(2);
    expect(endsWith(17)).toEqual(atOnce);
  });

  it("is refused where the theory has no phases of this kind", () => {
    expect(() => train({ ...common, loss: linearLoss, stopWhen: ["phase"] })).toThrow("loss linear");
    expect(() => train({ ...common, optimizer: "adam", stopWhen: ["phase"] })).toThrow("optimizer adam");
    expect(() => train({ ...common, schedule: "1/t:100", stopWhen: ["phase"] })).toThrow("schedule 1/t:100");
  });
});
