/**
 * A device in a configuration: what is filled in, what is refused.
 */
import { describe, expect, it } from "vitest";
import { buildExperiment } from "../../src/experiment/build.ts";
import { type ExperimentConfigInput, parseConfigFile, parseExperiment } from "../../src/experiment/config.ts";

const onDevice = {
  ...{ ansatz: "hea", qubits: 2, layers: 2, samples: 1, steps: 1 },
  device: "qiskit:FakeKolkataV2",
} as const satisfies ExperimentConfigInput;

describe("a device in a configuration", () => {
  it("brings shots, their seed and parameter-shift gradients, and no second derivatives", () => {
    const config = parseExperiment(onDevice);
    expect(config).toMatchObject({
      device: "qiskit:FakeKolkataV2",
      shots: 1000,
      shotSeed: 0,
      gradient: "parameter-shift",
      measure: {},
    });
    expect(parseExperiment(config)).toEqual(config);
    const { measurement, plan } = buildExperiment(config);
    expect(measurement).toMatchObject({ shots: 1000, seed: 0, noise: undefined });
    expect(plan.shots).toBe(1000);
    expect(parseExperiment({ ...onDevice, shots: 50, layout: [3, 5], noise: "none" })).toMatchObject({
      shots: 50,
      layout: [3, 5],
    });
  });

  it("runs the random Pauli ansatz with Clifford entanglers, which are gates", () => {
    const clifford = { ...onDevice, ansatz: "rpa", entangler: "clifford", entanglerDepth: 2 } as const;
    expect(buildExperiment(parseExperiment(clifford)).circuit.operations.every(({ kind }) => kind !== "dense")).toBe(true);
  });

  it("measures a projector as the Pauli sum it is", () => {
    const { observable } = buildExperiment(parseExperiment({ ...onDevice, observable: "projector", state: "01" }));
    expect(observable.kind).toBe("pauli-sum");
  });

  it.each([
    [
      { device: "braket:x" },
      'device is "braket:x"; allowed: qiskit:NAME, where NAME is aer, a fake backend such as FakeKolkataV2',
    ],
    [
      { ansatz: "rpa" },
      'ansatz is "rpa"; allowed: hea, circuit, qaoa, two-local, strongly-entangling or rpa with entangler clifford, with a device',
    ],
    [{ noise: "kolkata" }, 'noise is "kolkata"; allowed: no noise with device qiskit:FakeKolkataV2'],
    [{ gradient: "adjoint" }, 'gradient is "adjoint"; allowed: parameter-shift, with shots'],
    [{ measure: { mu: 10 } }, "measure.mu is 10; allowed: theta, gradient or none, with shots"],
    [{ device: "qiskit:aer", layout: [0, 1] }, 'layout is "0,1"; allowed: no layout with device qiskit:aer'],
    [{ target: "critical" }, 'target is "critical"; allowed: no critical target with a device'],
    [{ precision: "single" }, 'precision is "single"; allowed: double, with noise, shots'],
  ] as const)("%j is refused", (changes, message) => {
    expect(() => buildExperiment(parseExperiment({ ...onDevice, ...changes }))).toThrow(message);
  });

  it("no engine beside it", () => {
    expect(() => parseConfigFile({ ...onDevice, engine: "wasm" })).toThrow('engine is "wasm"; allowed: auto, with device');
    expect(parseConfigFile({ ...onDevice, engine: "auto", python: "py" }).settings.python).toBe("py");
  });
});
