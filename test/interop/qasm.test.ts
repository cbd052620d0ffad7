/**
 * OpenQASM as it is read: the corpus against Qiskit and PennyLane, what is refused and where, limits.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SourceError } from "../../src/base/errors.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { fromOpenQasm } from "../../src/interop/index.ts";
import { readOpenQasm } from "../../src/interop/qasm/read.ts";
import { pauliSum } from "../../src/quantum/observables.ts";
import { runningEngines } from "../support/engine-cases.ts";

const corpus = new URL("../corpus/", import.meta.url);

interface Case {
  readonly qubits: number;
  readonly angles: Readonly<Record<string, number>>;
  readonly re: readonly number[];
  readonly im: readonly number[];
}

const cases = Object.entries(JSON.parse(readFileSync(new URL("circuits.json", corpus), "utf8")) as Record<string, Case>);
const textOf = (name: string) => readFileSync(new URL(`circuits/${name}.qasm`, corpus), "utf8");
const idle = (qubits: number) => pauliSum("Z".padEnd(qubits, "I"));

describe("the corpus", () => {
  it.each(cases)("%s: |<ours|theirs>| = 1 to 1e-13, on every engine", (name, { qubits, angles, re, im }) => {
    const { circuit, names } = fromOpenQasm(textOf(name), `${name}.qasm`);
    expect(circuit.qubits).toBe(qubits);
    const theta = Float64Array.from(names, (each) => angles[each ?? ""]);
    // Engines want a parameter; one that nothing depends on does no harm.
    const loaded = { ...circuit, parameters: Math.max(1, circuit.parameters) };
    for (const engine of runningEngines) {
      const state = engineNamed(engine)
        .load(loaded, idle(qubits))
        .finalStates(theta.length > 0 ? theta : new Float64Array(1));
      let [a, b] = [0, 0];
      for (let k = 0; k < re.length; k++) {
        a += re[k] * state.re[k] + im[k] * state.im[k];
        b += re[k] * state.im[k] - im[k] * state.re[k];
      }
      expect(Math.abs(1 - Math.hypot(a, b))).toBeLessThan(1e-13);
    }
  });

  it.each(cases)("%s: the same state with every number as a parameter at its value", (name, { qubits, angles, re, im }) => {
    const { circuit, names, theta } = fromOpenQasm(textOf(name), name, { train: "all" });
    if (circuit.parameters === 0) return;
    const all = theta.map((value, p) => (names[p] === undefined ? value : angles[names[p] ?? ""]));
    const state = engineNamed("reference").load(circuit, idle(qubits)).finalStates(all);
    const overlap = re.reduce((sum, x, k) => sum + x * state.re[k] + im[k] * state.im[k], 0);
    const other = re.reduce((sum, x, k) => sum + x * state.im[k] - im[k] * state.re[k], 0);
    expect(Math.abs(1 - Math.hypot(overlap, other))).toBeLessThan(1e-13);
  });
});

describe("parameters", () => {
  it("are the inputs in order of declaration, numbers stay fixed", () => {
    const { circuit, names } = fromOpenQasm(
      "OPENQASM 3;\ninput float[64] b;\ninput array[float[64], 2] p;\ninput angle a;\nqubit q;\nrx(pi/2) q;\nry(a) q;\nrz(2*p[1]) q;",
    );
    expect(names).toEqual(["b", "p[0]", "p[1]", "a"]);
    expect(circuit.operations.map((each) => each.kind)).toEqual(["gate", "rotation", "rotation"]);
    expect(circuit.operations[2]).toMatchObject({ parameter: 2, coefficient: 2 });
  });

  it("all: a number is a parameter of its own for each gate, an offset beside an input is not", () => {
    const { circuit, theta, names } = readAll(
      "OPENQASM 3; input float a; qubit[2] q; rx(pi/2) q; u2(0, 1) q[0]; rz(a + 0.25) q[1]; crx(0.5) q[0], q[1];",
    );
    expect([...theta]).toEqual([Number.NaN, Math.PI / 2, Math.PI / 2, 0, 1, 0.5]);
    expect(names).toEqual(["a", "rx.1", "rx.2", "u2.3", "u2.4", "crx.5"]);
    // crx: two rotations that share it.
    expect(circuit.operations.filter((each) => each.kind === "rotation" && each.parameter === 5)).toHaveLength(2);
  });

  function readAll(text: string) {
    const { circuit, names, starts } = readOpenQasm(text, "text", "all");
    return { circuit, names, theta: starts };
  }
});

const head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float a;\ninput float b;\nqubit[3] q;\nbit[3] c;\n';
const head2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[3];\ncreg c[2];\n';

describe("what is refused, with line and column", () => {
  it.each([
    [`${head}rx(a*b) q[0];`, 7, 5, "not affine in the inputs"],
    [`${head}rx(sin(a)) q[0];`, 7, 8, "not affine in the inputs: sin takes numbers"],
    [`${head}rx(1/a) q[0];`, 7, 5, "not affine"],
    [`${head}rx(a**2) q[0];`, 7, 5, "not affine"],
    [`${head}rx(1/2) q[0];`, 7, 5, "write 1.0/2 for a half"],
    [`${head}rx(1/0) q[0];`, 7, 5, "division by zero"],
    [`${head}rx(1e308*10) q[0];`, 7, 9, "not finite"],
    [`${head}rx(0.3 q[0];`, 7, 8, 'there is "q" where'],
    [`${head}h q[0]`, 7, 7, "the text ends where"],
    [`${head}h q[3];`, 7, 5, "q[3] is outside q, which has 3"],
    [`${head}h r;`, 7, 3, "r is not declared"],
    [`${head}h c;`, 7, 3, "c is a register of bits, not of qubits"],
    [`${head}foo q;`, 7, 1, "gate foo is not defined"],
    [`${head}rx q;`, 7, 1, "gate rx takes one angle, here none"],
    [`${head}cx q[0];`, 7, 1, "cx takes 2 qubits here, not 1"],
    [`${head}cx q[1], q[1];`, 7, 1, "names a qubit twice"],
    [`${head}cx q, q[1:2];`, 7, 1, "registers of different lengths"],
    [`${head}measure q[0] -> c[0];\nh q[0];`, 8, 1, "after its measurement on line 7"],
    [`${head}c = measure q;\nrx(a) q[1];`, 8, 1, "after its measurement on line 7"],
    [`${head}reset q[0];`, 7, 1, "reset is not read"],
    [`${head}if (c[0] == 1) x q[1];`, 7, 1, "classical control (if)"],
    [`${head}while (true) { x q[1]; }`, 7, 1, "classical control (while)"],
    [`${head}def f(qubit r) { h r; }`, 7, 1, "subroutines (def)"],
    [`${head}delay[100ns] q[0];`, 7, 1, "delays are not read"],
    [`${head}include "mine.inc";`, 7, 1, "the file mine.inc is not read"],
    [`${head}gate g x { g x; }\ng q[0];`, 7, 12, "gate g calls itself"],
    [`${head}gate g x { f x; }\ngate f x { g x; }`, 7, 12, "gate f is not defined"],
    [`${head}gate g x { h q[0]; }`, 7, 14, "a gate acts on its own qubits only: x"],
    [`${head}gate g x { reset x; }`, 7, 12, "reset is not read"],
    [`${head}qubit[30] r;`, 7, 7, "register r has 30 places; from 1 to 24"],
    [`${head}qubit[22] r;`, 7, 1, "there are 25 qubits; at most 24"],
    [`${head}qubit q;`, 7, 1, "q is declared already, as a register of qubits"],
    [`${head}input int n;`, 7, 1, "inputs are angles"],
    [`${head}int n = 3;\nn = 4;`, 8, 1, "variable n changes"],
    [`${head}const int n = 2.5;`, 7, 15, "it must be a whole number"],
    [`${head}for int k in [0:n] { h q[k]; }`, 7, 17, "n is not declared"],
    [`${head}for int k in [0:2] { qubit r; }`, 7, 22, "cannot stand in a loop"],
    [`${head}ctrl(a) @ x q[0], q[1];`, 7, 6, "depends on an input"],
    [`${head}pow(0.5) @ rx(a) q[0];`, 7, 5, "a power that is no whole number"],
    [`${head}/* no end`, 7, 10, "has no end"],
    [`${head2}opaque g(t) x;\ng(0.1) q[0];`, 6, 1, "gate g is opaque"],
    [`${head2}measure q -> c;`, 5, 1, "3 qubits are measured into 2 bits"],
    [`${head2}measure q[0] -> d[0];`, 5, 17, "d is not declared"],
    [`${head2}measure q[0] -> c[2];`, 5, 19, "c[2] is outside c, which has 2"],
    [`${head2}if (c == 1) x q[0];`, 5, 1, "classical control (if)"],
    [`${head2}rx(theta) q[0];`, 5, 4, "theta is not declared"],
    ["OPENQASM 4.0;\nqubit q;", 1, 1, "OpenQASM 4.0 is not read"],
    ["OPENQASM 3.0;\nqubit q; h $0;", 2, 12, "not read together"],
    ["OPENQASM 3.0;\nh $30;", 2, 3, "physical qubit $30 is beyond $23"],
    ["", 1, 1, "declares no qubit"],
  ])("%j", (text, line, column, problem) => {
    const error = errorOf(() => fromOpenQasm(text, "mine.qasm"));
    expect(error.message).toContain(problem);
    expect([error.line, error.column]).toEqual([line, column]);
    const shown = text.split("\n")[line - 1];
    expect(error.message).toMatch(/^mine\.qasm, line \d+, column \d+: [^\n]+\.\n/);
    expect(error.message.split("\n").slice(1)).toEqual([`  ${shown.trimEnd()}`, `  ${" ".repeat(column - 1)}^`]);
  });

  it("products of inputs that Qiskit writes of a feature map", () => {
    const text = readFileSync(new URL("refused/zz-feature-map.qasm", corpus), "utf8");
    expect(errorOf(() => fromOpenQasm(text)).message).toContain("not affine in the inputs");
  });

  it("a place inside a gate's definition says who called it", () => {
    const error = errorOf(() => fromOpenQasm(`${head}gate g(t) x { rx(t*t) x; }\nh q[0];\ng(a) q[1];`));
    expect(error.message).toContain("(in gate g, called on line 9)");
    expect([error.line, error.column]).toEqual([7, 19]);
  });

  it("a long line is shown around the place, with the caret under it", () => {
    const error = errorOf(() => fromOpenQasm(`${head}${"h q[0]; ".repeat(40)}hh q[0]; ${"h q[0]; ".repeat(40)}`));
    const [, shown, caret] = error.message.split("\n");
    expect(shown.length).toBeLessThan(110);
    expect(shown.slice(caret.indexOf("^")).startsWith("hh q[0];")).toBe(true);
  });
});

describe("limits", () => {
  const doubling = (leaf: string) =>
    `OPENQASM 2.0;\ngate g0 x { ${leaf} }\n${Array.from({ length: 60 }, (_, k) => `gate g${k + 1} x { g${k} x; g${k} x; }`).join("\n")}\nqreg q[1];\ng60 q[0];`;

  it.each([
    ["a definition that doubles sixty times", doubling("U(0,0,0.1) x;"), "more than the 250000 gates"],
    ["the same around nothing", doubling(""), "more than the 250000 gates"],
    ["loops in loops", `${head}for int i in [0:999999] { for int j in [0:999999] { } }`, "more than the 1000000 statements"],
    ["powers of powers", `${head}gate g x { pow(200000) @ h x; }\ngate f x { pow(1000) @ g x; }\nf q[0];`, "250000"],
    ["a range", `${head}for int i in [0:1e12] { }`, "must be a whole number|longer than the 1000000"],
    ["brackets", `${head}rx(${"(".repeat(200_000)}1${")".repeat(200_000)}) q[0];`, "nested too deeply"],
    ["a long sum", `${head}rx(${"1+".repeat(300_000)}1) q[0];`, "nested too deeply"],
    ["many controls", `${head}qubit[20] r;\nctrl(20) @ x r, q[0];`, "20 controls"],
  ])("%s", (_, text, problem) => {
    expect(errorOf(() => fromOpenQasm(text)).message).toMatch(new RegExp(problem));
  });

  it("24 qubits, physical qubits by their number", () => {
    expect(fromOpenQasm("OPENQASM 3; qubit[24] q; h q;").circuit.qubits).toBe(24);
    expect(fromOpenQasm("OPENQASM 3; h $1; cx $1, $4;").circuit).toMatchObject({ qubits: 5 });
  });

  it("a gate on no qubits, as Qiskit writes a global phase", () => {
    const text = "OPENQASM 3.0;\ngate global_phase(p0) {\n}\nqubit q;\nglobal_phase(0.3) ;\nctrl @ gphase(0.4) q;\nx q;\n";
    expect(fromOpenQasm(text).circuit.qubits).toBe(1);
    expect(() => fromOpenQasm("OPENQASM 3.0;\ngate g {\n}\nqubit q;\ng q;\n")).toThrow("line 5");
  });
});

function errorOf(action: () => unknown): SourceError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(SourceError);
    return error as SourceError;
  }
  throw new Error("nothing was refused");
}
