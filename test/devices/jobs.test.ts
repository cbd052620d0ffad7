/**
 * Jobs for a device: the circuits and angles asked for, and <O> and gradients from counts of exact probabilities.
 */
import { describe, expect, it } from "vitest";
import { prepareJobs } from "../../src/devices/jobs.ts";
import type { DeviceCounts } from "../../src/devices/protocol.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { fromOpenQasm } from "../../src/interop/qasm-import.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { noiselessModel } from "../../src/quantum/noise/noise-model.ts";
import { pauliSum, stateProjector, xxz } from "../../src/quantum/observables.ts";
import { loadOutcomes } from "../../src/shots/outcomes.ts";

/** Not the same read from the other end, on any qubit. */
const observable = pauliSum("-1.0*ZII + 0.5*IXY + 0.3*XIZ - 0.2*IZZ + 0.7*III");
const QUBITS = 3;
const SHOTS = 1e9;

/** A circuit with a shared parameter, factors and a rotation about two letters. */
function sharedCircuit() {
  const builder = new CircuitBuilder(QUBITS);
  builder
    .rotation("YII")
    .rotation("IXI", { coefficient: -0.5 })
    .gate("CNOT", 0, 1)
    .rotation("IZY", { parameter: 0, coefficient: 2 });
  return builder.gate("H", 2).gate("CNOT", 2, 1).rotation("IIX").rotation("XZI", { parameter: 1 }).build();
}

/** Counts in Qiskit's order, of so many shots that they are the probabilities to nine digits. */
function countsOf(circuit: ReturnType<typeof sharedCircuit>, rows: readonly number[][]): DeviceCounts {
  const source = loadOutcomes({ circuit, observable, model: noiselessModel, engine: "reference" });
  const dimension = 2 ** QUBITS;
  return source.outcomes(Float64Array.from(rows.flat())).map((probabilities) =>
    rows.map((_, k) => {
      const counts = [...probabilities.subarray(k * dimension, (k + 1) * dimension)].map((p) => Math.round(p * SHOTS));
      const largest = counts.indexOf(Math.max(...counts));
      counts[largest] += SHOTS - counts.reduce((sum, count) => sum + count, 0);
      return Object.fromEntries(
        counts.map((count, b) => [Number.parseInt([...b.toString(2).padStart(QUBITS, "0")].reverse().join(""), 2), count]),
      );
    }),
  );
}

describe("jobs of a step", () => {
  const circuit = sharedCircuit();
  const theta = Float64Array.of(0.3, -1.1, 2.2, 1.7, 0.4, -0.6);
  const jobs = prepareJobs(circuit, observable);

  it("one circuit for each group, with a symbol for each rotation, the change of basis and a measurement", () => {
    const one = prepareJobs(hardwareEfficientAnsatz({ qubits: 2, layers: 4 }), xxz({ qubits: 2, coupling: 4 }));
    expect(one.circuits).toHaveLength(3);
    expect(one.rowsPerColumn).toBe(33);
    for (const text of one.circuits) {
      expect(text.match(/^input float\[64\] theta_\d+;$/gm)).toHaveLength(16);
      expect(text.trimEnd().split("\n").slice(-2)).toEqual(["c[0] = measure q[0];", "c[1] = measure q[1];"]);
    }
    expect(one.circuits.map((text) => text.match(/^(h|sdg) /gm)?.length ?? 0).sort()).toEqual([0, 2, 4]);
    expect(fromOpenQasm(jobs.circuits[0]).names).toEqual(["theta_0", "theta_1", "theta_2", "theta_3", "theta_4"]);
  });

  it("<O> and gradient are those of the engine: shared parameters, factors, the order of bits", () => {
    const rows = jobs.angles(theta);
    expect(rows).toHaveLength(2 * jobs.rowsPerColumn);
    const { expectation, gradient } = jobs.gradients(theta, countsOf(circuit, rows), SHOTS);
    const exact = engineNamed("reference").load(circuit, observable).gradient(theta);
    expectation.forEach((value, c) => {
      expect(Math.abs(value - exact.expectation[c])).toBeLessThan(1e-8);
    });
    gradient.forEach((value, l) => {
      expect(Math.abs(value - exact.gradient[l])).toBeLessThan(1e-8);
    });
  });

  it("bits in the other order would be noticed", () => {
    const counts = countsOf(circuit, jobs.angles(theta));
    const turned = counts.map((group) =>
      group.map((own) =>
        Object.fromEntries(
          Object.entries(own).map(([b, n]) => [
            Number.parseInt([...Number(b).toString(2).padStart(3, "0")].reverse().join(""), 2),
            n,
          ]),
        ),
      ),
    );
    const { expectation } = jobs.gradients(theta, turned, SHOTS);
    const exact = engineNamed("reference").load(circuit, observable).expectation(theta);
    expect(Math.abs(expectation[0] - exact[0])).toBeGreaterThan(0.05);
  });

  it("counts of another job, and observables that are not measured, are refused", () => {
    const counts = countsOf(circuit, jobs.angles(theta));
    const other: DeviceCounts[] = [
      counts.slice(1),
      counts.map((group) => group.slice(1)),
      counts.map((group) => group.map(() => ({ 8: SHOTS }))),
    ];
    for (const wrong of other)
      expect(() => jobs.gradients(theta, wrong, SHOTS)).toThrow(/^The device returned other counts than/);
    expect(() => jobs.gradients(theta, counts, SHOTS - 1)).toThrow(/other counts/);
    const projector = stateProjector({ re: Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0), im: new Float64Array(8) });
    expect(() => prepareJobs(circuit, projector)).toThrow('observable is "projector"');
  });
});
