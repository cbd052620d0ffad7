/**
 * Noise, shots and gradients in a configuration: what is filled in, what is refused.
 */
import { describe, expect, it } from "vitest";
import { buildExperiment, needsDensity } from "../../src/experiment/build.ts";
import { type ExperimentConfigInput, parseExperiment } from "../../src/experiment/config.ts";

const hea = { ansatz: "hea", qubits: 2, layers: 2, samples: 1, steps: 1 } as const satisfies ExperimentConfigInput;

describe("noise and shots in a configuration", () => {
  it("fields that change nothing are left out, so that older records stay complete", () => {
    const plain = parseExperiment({ ...hea, noise: "none", gradient: "adjoint" });
    for (const field of ["noise", "layout", "shots", "shotSeed", "gradient"]) expect(plain).not.toHaveProperty(field);
    expect(plain.measure).toEqual({ mu: 10 });
    expect(parseExperiment(plain)).toEqual(plain);
  });

  it("shots bring their seed, parameter-shift gradients and no second derivatives", () => {
    const config = parseExperiment({ ...hea, shots: 100 });
    expect(config).toMatchObject({ shots: 100, shotSeed: 0, gradient: "parameter-shift", measure: {} });
    expect(parseExperiment(config)).toEqual(config);
    expect(buildExperiment(config).measurement).toMatchObject({ shots: 100, seed: 0, noise: undefined });
  });

  it("only noisy gates and readout need density matrices", () => {
    const needs = (noise: string) => needsDensity(buildExperiment(parseExperiment({ ...hea, noise })));
    expect(["none", "depolarizing:0.1", "kolkata"].map(needs)).toEqual([false, false, true]);
  });

  it.each([
    [{ noise: "depolarizing:2" }, 'noise is "depolarizing:2"; allowed: depolarizing:p with p from 0 to 1.'],
    [{ shots: 1 }, "shots is 1; allowed: an integer of at least 2."],
    [{ shots: 100, gradient: "adjoint" }, 'gradient is "adjoint"; allowed: parameter-shift, with shots'],
    [{ shots: 100, target: "critical" }, "shots is 100; allowed: no shots with critical targets"],
    [{ shots: 100, precision: "single" }, 'precision is "single"; allowed: double, with noise, shots'],
    [{ shotSeed: 1 }, "shotSeed is 1; allowed: no shotSeed without shots."],
    [{ layout: [0, 1] }, 'layout is "0,1"; allowed: no layout with noise none'],
    [{ layout: [0, 1], noise: "kolkata" }, 'layout is "0,1"; allowed: no layout with noise kolkata'],
    [{ noise: "kolkata", ansatz: "rpa" }, "noise is of a device; allowed: circuits of rotations and gates of the table"],
    [{ shots: 10, observable: "projector" }, 'observable is "projector"; allowed: xxz, tfim or pauli, with shots'],
    [{ noise: "kolkata", observable: "projector" }, 'observable is "projector"; allowed: xxz, tfim or pauli, with noise'],
    [{ noise: "kolkata", qubits: 8 }, "qubits is 8; allowed: at most 7 qubits with noise kolkata."],
    [{ noise: "file.json" }, 'noise is "file.json"; allowed: a file that has been read.'],
  ] as const)("%j is refused", (changes, message) => {
    expect(() => buildExperiment(parseExperiment({ ...hea, ...changes }))).toThrow(message);
  });
});
