/**
 * Ansätze that people name, against Qiskit and PennyLane; circuits of one's own as an ansatz.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SourceError } from "../../src/base/errors.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { ansatze } from "../../src/experiment/ansatze/index.ts";
import { buildCircuit, buildExperiment } from "../../src/experiment/build.ts";
import { parameterNamesOf, parametersOf, sizeWords } from "../../src/experiment/chosen.ts";
import { type ExperimentConfigInput, parseExperiment } from "../../src/experiment/config.ts";
import { pauliSum } from "../../src/quantum/observables.ts";

interface Case {
  readonly config: ExperimentConfigInput;
  readonly angles: readonly number[];
  readonly re: readonly number[];
  readonly im: readonly number[];
}

const cases = JSON.parse(readFileSync(new URL("../corpus/ansatze.json", import.meta.url), "utf8")) as Case[];

describe("against the tools that name them", () => {
  it.each(cases)("$config", ({ config: input, angles, re, im }) => {
    const config = parseExperiment(input);
    const circuit = buildCircuit(config);
    expect(circuit.parameters).toBe(angles.length);
    expect(parametersOf(config)).toBe(angles.length);
    const observable = pauliSum("Z".padEnd(circuit.qubits, "I"));
    const state = engineNamed("wasm").load(circuit, observable).finalStates(Float64Array.from(angles));
    const overlap = re.reduce((sum, x, k) => sum + x * state.re[k] + im[k] * state.im[k], 0);
    const other = re.reduce((sum, x, k) => sum + x * state.im[k] - im[k] * state.re[k], 0);
    expect(Math.abs(1 - Math.hypot(overlap, other))).toBeLessThan(1e-12);
  });

  it("QAOA shares the graph of the maximum cut, and names its angles", () => {
    const config = parseExperiment({ ansatz: "qaoa", observable: "maxcut", edges: "0-1,1-2:2", qubits: 3, layers: 2 });
    expect(parameterNamesOf(config)).toEqual(["gamma[0]", "beta[0]", "gamma[1]", "beta[1]"]);
    expect(() => parseExperiment({ ansatz: "qaoa", qubits: 3 })).toThrow("edges is missing");
    expect(() => parseExperiment({ ansatz: "qaoa", qubits: 3, edges: "0-3" })).toThrow("edges");
  });
});

const text = `OPENQASM 3.0;
include "stdgates.inc";
input float[64] a;
input array[float[64], 2] p;
qubit[2] q;
rx(pi/2) q[0];
crx(2*a - p[1]/2 + 0.1) q[0], q[1];
ry(p[0]) q;
ry(0.3) q[1];`;

describe("ansatz circuit", () => {
  it("says its own size, parameters and names", () => {
    const config = parseExperiment({ ansatz: "circuit", circuit: text });
    expect(config).toMatchObject({ qubits: 2, layers: 1, trainAngles: "inputs" });
    expect(parameterNamesOf(config)).toEqual(["a", "p[0]", "p[1]"]);
    expect(sizeWords(config)).toBe("L = 3");
    // A complete configuration is read again as it is.
    expect(parseExperiment(config)).toEqual(config);
    expect(() => parseExperiment({ ansatz: "circuit", circuit: text, qubits: 3 })).toThrow("qubits is 3; allowed: nothing, or 2");
    expect(() => parseExperiment({ ansatz: "circuit" })).toThrow("circuit is missing");
    expect(() => parseExperiment({ ansatz: "circuit", circuit: "qubit q; rx(0.3) q;" })).toThrow("has no input");
  });

  it("starts at the angles that are named, and draws the others", () => {
    const { theta } = buildExperiment(
      parseExperiment({ ansatz: "circuit", circuit: text, angles: "a = 0.3, p[1] = -pi/2", samples: 3, target: [-1, -2] }),
    );
    const rows = Array.from({ length: 6 }, (_, k) => [...theta.slice(3 * k, 3 * k + 3)]);
    for (const [a, , p1] of rows) expect([a, p1]).toEqual([0.3, -Math.PI / 2]);
    expect(new Set(rows.map(([, p0]) => p0)).size).toBe(3);
  });

  it("all: every number is a parameter that starts at its value", () => {
    const config = parseExperiment({ ansatz: "circuit", circuit: text, trainAngles: "all", angles: "rx.3=0.5", samples: 2 });
    expect(parameterNamesOf(config)).toEqual(["a", "p[0]", "p[1]", "rx.3", "ry.4"]);
    const { theta, circuit } = buildExperiment(config);
    expect(circuit.parameters).toBe(5);
    expect([theta[3], theta[4], theta[8], theta[9]]).toEqual([0.5, 0.3, 0.5, 0.3]);
  });

  it("angles from a file must be as many as there are parameters", () => {
    const config = parseExperiment({ ansatz: "circuit", circuit: text, angles: "start.npy", samples: 1, target: [-1] });
    const angles = { re: Float64Array.of(1, 2, 3), im: new Float64Array(3) };
    expect([...buildExperiment(config, { angles }).theta]).toEqual([1, 2, 3]);
    const two = { re: Float64Array.of(1, 2), im: new Float64Array(2) };
    expect(() => buildExperiment(config, { angles: two })).toThrow("3 finite real numbers: a, p[0], p[1]");
  });

  it.each([
    ["b=1", 1, "the circuit has no parameter b; its parameters are a, p[0], p[1]"],
    ["a=1, a=2", 6, "a is there twice"],
    ["a=1, p[0]=x", 11, "x is not declared"],
    ["a 1", 1, "a name and a number"],
    ["a=1e999", 3, "not finite"],
  ])("--angles %j is refused at its place", (angles, column, problem) => {
    let error: unknown;
    try {
      parseExperiment({ ansatz: "circuit", circuit: text, angles });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SourceError);
    expect((error as SourceError).message).toContain(problem);
    expect((error as SourceError).column).toBe(column);
  });

  it("Qiskit's names of parameters of a vector may be written as Qiskit shows them", () => {
    const vector = "OPENQASM 3.0; input float[64] _θ_0_; qubit q; rx(_θ_0_) q;";
    const config = parseExperiment({ ansatz: "circuit", circuit: vector, angles: "θ[0]=0.7", samples: 1 });
    expect(buildExperiment(config).theta[0]).toBe(0.7);
  });

  it("goes to 24 qubits", () => {
    const wide = "OPENQASM 3.0; input float a; qubit[24] q; h q; crx(a) q[0], q[23];";
    expect(parseExperiment({ ansatz: "circuit", circuit: wide })).toMatchObject({ qubits: 24 });
  });
});

it("every ansatz says how many parameters it has", () => {
  const fields: Record<string, ExperimentConfigInput> = { qaoa: { edges: "0-1,1-2" }, circuit: { circuit: text } };
  for (const { name, size } of ansatze.all) {
    const config = parseExperiment({ ansatz: name, ...(size === undefined && { qubits: 3, layers: 2 }), ...fields[name] });
    expect(buildCircuit(config).parameters).toBe(parametersOf(config));
  }
});
