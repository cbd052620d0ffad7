/**
 * Machines on the command line: what a file of backend properties holds, and what a circuit is on that machine.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { fromOpenQasm } from "../../src/interop/index.ts";
import { pauliSum } from "../../src/quantum/observables.ts";
import { runHere } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const value = (name: string, unit: string, number: number) => ({ name, unit, value: number });
const gate = (name: string, qubits: number[], error: number, length: number) => ({
  gate: name,
  qubits,
  parameters: [value("gate_error", "", error), value("gate_length", "ns", length)],
});
const properties = {
  backend_name: "line",
  qubits: [
    [value("T1", "us", 100), value("T2", "us", 250), value("readout_error", "", 0.01)],
    [value("T1", "us", 80), value("T2", "us", 60), value("readout_error", "", 0.03)],
    [value("operational", "", 0)],
  ],
  gates: [
    ...[0, 1, 2].flatMap((q) => [gate("sx", [q], 2e-4 * (q + 1), 35), gate("x", [q], 2e-4, 35), gate("rz", [q], 0, 0)]),
    gate("ecr", [1, 0], 0.01, 400),
    gate("ecr", [1, 2], 1, 500),
    gate("cz", [0, 1], 0.02, 300),
    gate("cz", [1, 0], 0.03, 300),
  ],
};
const circuit = `OPENQASM 3.0;
include "stdgates.inc";
input array[float[64], 2] p;
qubit[2] q;
crx(2*p[0] - p[1]/2 + 0.1) q[0], q[1];
ry(p[1]) q;
`;

/** Runs the command line with both files in place of their names. */
function qntk(...args: string[]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "props.json"), JSON.stringify(properties));
  writeFileSync(join(folder, "mine.qasm"), circuit);
  return runHere(args.map((each) => (/^(props.json|mine.qasm)$/.test(each) ? join(folder, each) : each)));
}

describe("noise --describe", () => {
  it("gates with their pairs and directions, ranges, what is broken or missing", async () => {
    const { code, stdout } = await qntk("noise", "--describe", "props.json");
    expect(code).toBe(0);
    expect(stdout).toContain("line: 3 qubits\non one qubit   sx, x, rz (a change of frame)\n");
    expect(stdout).toContain("cz on 1 pair, in both directions; ecr on 2 pairs, in one direction each");
    expect(stdout).toMatch(/not working +2\n/);
    expect(stdout).toMatch(/T1, µs +2 +80 +90 +100\n/);
    expect(stdout).toMatch(/sx: error +3 +2.00e−4 +4.00e−4 +6.00e−4\n/);
    expect(stdout).toMatch(/ecr: error +1 +0.01 +0.01 +0.01\n/);
    expect(stdout).toContain("cz: 0-1\n\necr: 1>0, 1>2\n");
    expect(stdout).toContain("1 qubit with T2 above 2 T1, cut there: 0\n");
    expect(stdout).toContain("1 qubit without T1 and T2, taken to be free of relaxation: 2\n");
  });

  it("every coupling as JSON", async () => {
    const report = JSON.parse((await qntk("noise", "--describe", "props.json", "--json")).stdout);
    expect(report).toMatchObject({ name: "line", qubits: 3, broken: [2], t2: { least: 60_000, median: 130_000, most: 200_000 } });
    expect(report.couplings[0]).toEqual({ gate: "ecr", qubits: [1, 0], error: 0.01, duration: 400 });
    expect(report.twoQubit.map(({ gate: name, dead }: { gate: string; dead: number }) => [name, dead])).toEqual([
      ["cz", 0],
      ["ecr", 1],
    ]);
  });

  it("nothing else goes with it", async () => {
    const { code, stderr } = await qntk("noise", "--describe", "props.json", "--shots", "10");
    expect([code, stderr]).toEqual([
      2,
      'qntk: --shots is "10"; allowed: nothing with --describe but --json: nothing is trained.\n',
    ]);
  });
});

describe("circuit show --compiled", () => {
  it("the same circuit in the machine's gates, with its own inputs", async () => {
    const { code, stdout } = await qntk("circuit", "show", "mine.qasm", "--noise", "props.json", "--compiled");
    expect(code).toBe(0);
    expect(stdout).toContain("input float[64] p_0;\ninput float[64] p_1;\n");
    expect(stdout).toContain("c[1] = measure $1;");
    const observable = pauliSum("0.3*ZI - XZ + 0.5*YX");
    const energy = (text: string) => {
      const { circuit: read } = fromOpenQasm(text);
      return referenceEngine.load(read, observable).expectation(Float64Array.of(0.7, -1.1))[0];
    };
    expect(energy(stdout)).toBeCloseTo(energy(circuit), 12);
  });

  it("with angles, as JSON", async () => {
    const args = ["circuit", "show", "mine.qasm", "--noise", "props.json", "--compiled", "--layout", "1,0", "--json"];
    const { layout, machine, gates, qasm } = JSON.parse((await qntk(...args, "--angles", "p[0]=0.7,p[1]=\u22121.1")).stdout);
    expect([machine, layout]).toEqual(["line", [1, 0]]);
    expect(qasm).not.toContain("input");
    expect(gates.cz).toBeGreaterThan(0);
    const { code, stderr } = await qntk(...args, "--angles", "p[0]=1");
    expect([code, stderr]).toEqual([2, 'qntk: --angles is "p[0]=1"; allowed: an angle for every input; p[1] has none.\n']);
  });

  it("--noise alone is refused", async () => {
    const { code, stderr } = await qntk("circuit", "show", "mine.qasm", "--noise", "props.json");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^qntk: --noise is ".*props.json"; allowed: no noise without --compiled, which writes/);
  });
});
