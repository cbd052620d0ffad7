/**
 * A circuit of one's own in the lab.
 */
import { ansatzOf, buildExperiment, parseExperiment } from "qntk";
import { describe, expect, it } from "vitest";
import { commandOf, experimentOf } from "../src/snapshot/experiment.ts";
import { readHash, writeHash } from "../src/snapshot/hash.ts";
import { circuitPatch, isOpenQasm, sizeOfCircuit } from "../src/snapshot/own-circuit.ts";
import { initialSnapshot } from "../src/snapshot/snapshot.ts";

const text = `// mine
OPENQASM 3.0;
include "stdgates.inc";
input float[64] a_1;
qubit[3] q;
ry(a_1) q;
cx q[0], q[2];
`;
const snapshot = { ...initialSnapshot, observable: "tfim", ...circuitPatch(initialSnapshot, text) };

describe("a circuit from a text", () => {
  it("is recognised by what it declares", () => {
    expect([text, "OPENQASM 2.0;", "/* a\n*/ OPENQASM 3;"].every(isOpenQasm)).toBe(true);
    expect(["ZZ + XX", "qubit q;", ""].some(isOpenQasm)).toBe(false);
  });

  it("brings its own size, and is built as it is", () => {
    expect(snapshot).toMatchObject({ ansatz: "circuit", qubits: 3 });
    const { circuit, config } = buildExperiment(parseExperiment(experimentOf(snapshot)));
    expect([circuit.qubits, circuit.parameters, config.layers]).toEqual([3, 1, 1]);
    const noisy = parseExperiment(experimentOf({ ...snapshot, noise: 0.1 }));
    expect(buildExperiment(noisy).observable.qubits).toBe(3);
  });

  it("stands in the address and in the command line, underscores and line breaks included", () => {
    expect(readHash(writeHash(snapshot))).toEqual({ snapshot, notices: [] });
    expect(commandOf(snapshot)).toContain(`--circuit '${text}'`);
    expect(commandOf(snapshot)).not.toContain("--qubits");
  });

  it("a text that cannot be read has no size, and is refused with its place", () => {
    const wrong = { ...snapshot, ...circuitPatch(snapshot, text.replace("cx", "cxx")) };
    expect(sizeOfCircuit(ansatzOf(wrong), wrong)).toBeUndefined();
    expect(() => parseExperiment(experimentOf(wrong))).toThrow("circuit, line 7, column 1: ");
  });

  it("the one to begin with is read for every number of qubits", () => {
    const { fields } = ansatzOf(snapshot).definition;
    const example = fields.find(({ name }) => name === "circuit")?.example;
    for (const qubits of [2, 3, 8]) {
      const chosen = { definition: ansatzOf(snapshot).definition, fields: { circuit: String(example?.(qubits)) } };
      expect(sizeOfCircuit(chosen, { qubits: 1, layers: 1 })).toEqual({ qubits, layers: 1, parameters: 2 * qubits });
    }
  });
});
