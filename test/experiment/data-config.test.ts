/**
 * Configurations with data: what they say, what is refused, and what is built from them.
 */
import { describe, expect, it } from "vitest";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";

const base = { ansatz: "hea", qubits: 2, layers: 3, observable: "pauli", pauli: "ZI", steps: 10, samples: 2 };

describe("target vectors", () => {
  it.each([
    ["1,-1", [1, -1]],
    [
      [1, -1],
      [1, -1],
    ],
    [
      [
        [1, -1],
        [0.3, -0.5],
      ],
      [1, -1, 0.3, -0.5],
    ],
    [
      ["1,-1", "0.3,min-2"],
      [1, -1, 0.3, "min-2"],
    ],
  ])("%j", (target, expected) => {
    const config = parseExperiment({ ...base, data: "haar:2", target });
    expect(config.target).toEqual(expected);
    expect(parseExperiment(config)).toEqual(config);
  });

  it("are repeated for every sample; one number is that of all data", () => {
    const experiment = buildExperiment(parseExperiment({ ...base, data: "basis:0,3", target: ["0.1,0.2", "0.3,0.4"] }));
    expect([...(experiment.plan.data?.targets ?? [])]).toEqual([0.1, 0.2, 0.1, 0.2, 0.3, 0.4, 0.3, 0.4]);
    const alike = buildExperiment(parseExperiment({ ...base, data: "haar:3", target: 0.5 }));
    expect(alike.data?.targets).toEqual([[0.5, 0.5, 0.5]]);
  });
});

describe("tables", () => {
  const table = "y,a,b\n1,0.1,0.2\n-1,0.3,0.4\n1,0.5,0.6\n";

  it("enter as angles before each part of the layers, and are not trained", () => {
    const config = parseExperiment({ ...base, data: "t.csv", encode: "ry", reupload: 3 });
    const { circuit, data, parameters, plan } = buildExperiment(config, { data: table });
    expect(parameters).toBe(12);
    expect(circuit.parameters).toBe(14);
    expect(data?.problem.train.angles?.parameters).toEqual([12, 13]);
    expect([...(data?.problem.train.angles?.values ?? [])]).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(circuit.operations.filter((op) => op.kind === "rotation" && op.parameter >= 12)).toHaveLength(6);
    expect([...(plan.data?.targets ?? [])]).toEqual([1, -1, 1, 1, -1, 1]);
  });

  it("enter as amplitudes of norm 1", () => {
    const { data } = buildExperiment(parseExperiment({ ...base, data: "t.csv", encode: "amplitude" }), { data: table });
    const { re } = data?.problem.train.states ?? { re: [] };
    expect(re[0]).toBeCloseTo(0.1 / Math.hypot(0.1, 0.2), 15);
    expect(re[2]).toBe(0);
  });

  it("name inputs of a circuit of one's own", () => {
    const text =
      'OPENQASM 3.0; include "stdgates.inc"; input float w; input float a; input float b; qubit[2] q; ry(a) q[0]; rx(b) q[1]; cx q[0],q[1]; ry(w) q[0];';
    const config = parseExperiment({
      ansatz: "circuit",
      circuit: text,
      observable: "pauli",
      pauli: "ZI",
      data: "t.csv",
      steps: 3,
      samples: 1,
    });
    const { parameters, data } = buildExperiment(config, { data: table });
    expect(parameters).toBe(1);
    expect(data?.problem.parameters).toEqual([0]);
    expect(data?.problem.train.angles?.parameters).toEqual([1, 2]);
  });

  it("are split by a seed: nothing is in both parts, nothing in neither", () => {
    const rows = Array.from({ length: 20 }, (_, k) => `${k % 2},${k}`).join("\n");
    const config = parseExperiment({ ...base, data: "t.csv", encode: "rx", test: "25%", splitSeed: 4 });
    const { data, plan } = buildExperiment(config, { data: `y,x\n${rows}\n` });
    const values = [data?.problem.train, data?.problem.test].map((set) => [...(set?.angles?.values ?? [])]);
    expect(values.map(({ length }) => length)).toEqual([15, 5]);
    expect(values.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, k) => k));
    expect(plan.data?.test?.count).toBe(5);
    expect(config.measure).toEqual({ test: 10 });
  });
});

describe("refusals", () => {
  it.each([
    [{ encode: "rx" }, 'encode is "rx"; allowed: no encode without data (--data).'],
    [{ loss: "cross-entropy" }, /loss is "cross-entropy"; allowed: quadratic or linear, without data/],
    [{ data: "haar:2", encode: "rx" }, /no encoding with data haar:2/],
    [{ data: "haar:two" }, /data is "haar:two"; allowed: haar:N/],
    [{ data: "haar:2", reupload: 2 }, /no reupload without an encoding/],
    [{ data: "haar:2", test: "120%" }, /a share above 0% and below 100%/],
    [{ data: "haar:2", optimizer: "qng", shots: 10 }, /another one with shots/],
    [{ data: "haar:2", target: "critical" }, /with data/],
    [{ data: "haar:2", batchSeed: 1 }, /no batchSeed without batch/],
    [{ data: "haar:2", splitSeed: 1 }, /no splitSeed without a share/],
    [{ data: "haar:2; basis:0,1", test: "50%" }, /no data held out, with several data sets/],
    [{ data: "haar:2;" }, /data is "haar:2;"; allowed: haar:N/],
  ])("%j", (fields, message) => {
    expect(() => parseExperiment({ ...base, ...fields })).toThrow(message);
  });

  it.each([
    [{ data: "haar:5", target: 0 }, {}, /haar:1 to haar:4/],
    [{ data: "basis:0,4", target: 0 }, {}, /data is 4/],
    [{ data: "haar:2" }, {}, /2 numbers such as --target 1,-1, one for each datum, or labels/],
    [{ data: "haar:2", target: "1,2,3" }, {}, /2 numbers, one for each datum/],
    [{ data: "haar:2", labels: "1,2,3" }, {}, /3 labels; allowed: 2, one for each datum/],
    [{ data: "haar:2", target: 0, batch: 3 }, {}, /batch is 3/],
    [
      { data: "t.csv", encode: "rx", labels: "1,2" },
      { data: "x,y\n1,1\n2,-1\n" },
      /no labels with t.csv, whose column y has them/,
    ],
    [
      { data: "t.csv", encode: "rx", steps: 20_000 },
      { data: `y,x\n${"1,0.5\n".repeat(300)}` },
      /measure is "kernel:1"; allowed: a larger stride for kernel, or fewer steps, samples or data: the record of 300 data would take 275\d\d MiB of the 8192 MiB/,
    ],
    [{ data: "haar:2", target: 0, gradient: "parameter-shift" }, {}, /parameter-shift gradients: a circuit prepares them/],
    [{ data: "t.csv", target: 0 }, { data: "a\n1\n" }, /a table with a column a; allowed: an encoding/],
    [{ data: "t.csv", encode: "rx", target: 0 }, { data: "a,b,c\n1,2,3\n" }, /at most 2 columns, one for each qubit/],
    [{ data: "t.csv", encode: "rx", target: 0 }, { data: "a,b\n1,x\n" }, /has "x" in line 2, column b/],
    [{ data: "t.csv", encode: "rx", target: 0 }, { data: "a,b\n1\n" }, /has 1 columns in line 2/],
    [{ data: "t.csv", encode: "rx", test: "50%" }, { data: "a\n1\n2\n" }, /data with labels/],
    [
      { data: "s.npy", target: 0 },
      { data: { rows: 1, columns: 3, re: new Float64Array(3), im: new Float64Array(3) } },
      /rows of 3 amplitudes; allowed: 4/,
    ],
    [
      { data: "s.npy", target: 0 },
      { data: { rows: 1, columns: 4, re: Float64Array.of(1, 1, 0, 0), im: new Float64Array(4) } },
      /row 0 has norm 1.41421/,
    ],
    [{ data: "haar:2", target: 0, noise: "kolkata" }, {}, /states that are no basis states/],
    [{ data: "basis:0; basis:1", target: 0, noise: "kolkata" }, {}, /one data set, with noise/],
    [{ data: "haar:2; basis:1", target: 0 }, {}, /data sets of 2 and of 1 that differ .*; allowed: sets of the same size/],
    [
      { data: "haar:2; basis:0,1", target: "1,2,3,4,5,6" },
      {},
      /data is 2 data sets; allowed: one, or 3, one for each target vector/,
    ],
  ])("%j with %j", (fields, arrays, message) => {
    expect(() => buildExperiment(parseExperiment({ ...base, ...fields }), arrays)).toThrow(message);
  });
});
