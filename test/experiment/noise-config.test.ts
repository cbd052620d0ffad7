/**
 * Noise, shots and gradients in a configuration: what is filled in, what is refused.
 */
import { describe, expect, it } from "vitest";
import { buildExperiment, buildExperimentSteps, noiseEngineOf } from "../../src/experiment/build.ts";
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

  it("noisy gates and readout are simulated by density matrices, on more than seven qubits or when asked by trajectories", () => {
    // What noise lets <O> reach does not matter here, and takes long on seven qubits.
    const built = (changes: ExperimentConfigInput) => {
      const steps = buildExperimentSteps(parseExperiment({ ...hea, ...changes }), {}, { reachable: { min: -1, max: 1 } });
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
      }
    };
    const engineOf = (changes: ExperimentConfigInput) => noiseEngineOf(built(changes));
    expect(["none", "depolarizing:0.1", "kolkata"].map((noise) => engineOf({ noise }))).toEqual([
      undefined,
      undefined,
      "density",
    ]);
    expect(engineOf({ noise: "kolkata", qubits: 8, shots: 10 })).toBe("trajectories");
    expect(engineOf({ noise: "kolkata", qubits: 7, shots: 10 })).toBe("density");
    expect(engineOf({ noise: "kolkata", shots: 10, noiseEngine: "trajectories" })).toBe("trajectories");
    const config = parseExperiment({ ...hea, noise: "kolkata", qubits: 8, shots: 10 });
    expect(config.noiseEngine).toBe("trajectories");
    expect(parseExperiment(config)).toEqual(config);
    expect(parseExperiment({ ...hea, noise: "kolkata", noiseEngine: "density" })).not.toHaveProperty("noiseEngine");
  });

  it("a projector is measured as the Pauli sum that it is, with shots or noisy gates", () => {
    const kindOf = (changes: ExperimentConfigInput) =>
      buildExperiment(parseExperiment({ ...hea, observable: "projector", ...changes })).observable.kind;
    expect(["none", "depolarizing:0.1", "kolkata"].map((noise) => kindOf({ noise }))).toEqual([
      "projector",
      "projector",
      "pauli-sum",
    ]);
    expect(kindOf({ shots: 10 })).toBe("pauli-sum");
  });

  it("mitigation is kept as it was asked for", () => {
    const config = parseExperiment({ ...hea, noise: "kolkata", mitigate: "readout,zne:linear" });
    expect(config.mitigate).toBe("readout,zne:linear");
    expect(buildExperiment(config).measurement?.mitigation).toEqual({ readout: true, extrapolation: "linear" });
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
    [{ shots: 10, observable: "projector", qubits: 6 }, "qubits is 6; allowed: at most 5 to measure observable projector"],
    [{ noise: "kolkata", observable: "projector", qubits: 6 }, "qubits is 6; allowed: at most 5 to measure observable projector"],
    [
      { noise: "kolkata", qubits: 8 },
      "qubits is 8; allowed: at most 7 qubits with noise kolkata, or more with shots, which trajectories simulate.",
    ],
    [
      { noise: "kolkata", noiseEngine: "trajectories" },
      'noiseEngine is "trajectories"; allowed: density, or trajectories with shots',
    ],
    [{ noise: "depolarizing:0.1", shots: 9, noiseEngine: "density" }, "allowed: no noiseEngine with noise depolarizing:0.1"],
    [{ idle: "asap" }, 'idle is "asap"; allowed: no idle with noise none'],
    [{ mitigate: "readout" }, 'mitigate is "readout"; allowed: no mitigate with noise none'],
    [{ noise: "kolkata", mitigate: "all" }, 'mitigate is "all"; allowed: readout, zne'],
    [{ noise: "file.json" }, 'noise is "file.json"; allowed: a file that has been read.'],
  ] as const)("%j is refused", (changes, message) => {
    expect(() => buildExperiment(parseExperiment({ ...hea, ...changes }))).toThrow(message);
  });
});
