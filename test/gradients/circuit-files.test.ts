/**
 * Derivatives of circuits that were read: controlled rotations, shared, scaled and shifted angles, against central differences.
 */
import { describe, expect, it } from "vitest";
import { engineNamed } from "../../src/engine/engines.ts";
import { adjointGradient, hessianVectorProduct } from "../../src/gradients/adjoint.ts";
import { parameterShift } from "../../src/gradients/parameter-shift.ts";
import { dqntk, qntk } from "../../src/gradients/qntk.ts";
import { fromOpenQasm } from "../../src/interop/index.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { expectDirectional, expectGradient } from "../support/derivative-checker.ts";
import { runningEngines } from "../support/engine-cases.ts";

const head =
  "OPENQASM 3.0;\ninput float a; input float b; input float c;\nqubit[3] q;\nry(0.7) q[0]; ry(1.9) q[1]; rx(2.4) q[2]; cz q[0], q[1]; cx q[1], q[2]; ry(0.4) q;\n";
const tail = "\nrx(0.3) q; cz q[1], q[2]; ry(-0.8) q;";

const circuits: [name: string, text: string][] = [
  ["crx", "crx(a) q[0], q[1]; cry(b) q[2], q[0]; crz(c) q[1], q[2];"],
  ["cu3", "cu3(a, b, c) q[0], q[2];"],
  ["cp", "cp(a) q[0], q[1]; h q; cp(b) q[1], q[2]; ry(c) q[0];"],
  ["cu", "cu(a, 2*b, c - a, b/2) q[2], q[1];"],
  ["shared", "rx(a) q; ry(b) q; rzz(a) q[0], q[2]; rz(c) q[1]; rx(a) q[2];"],
  ["scaled and shifted", "rx(2*a - b/3 + 0.4) q[0]; rzx(-1.5*c + pi/5) q[1], q[2]; ry(a + b + c) q[2]; p(0.5*b) q[1];"],
  [
    "controls of both signs",
    "ctrl @ negctrl @ ry(a - 2*b) q[0], q[2], q[1]; negctrl @ gphase(c) q[1]; h q[1]; pow(2) @ rx(c) q[1];",
  ],
];

describe.each(runningEngines)("on engine %s", (name) => {
  it.each(circuits)("%s: gradient, parameter shift, Hessian, K and μ", (_, body) => {
    const { circuit } = fromOpenQasm(`${head}${body}${tail}`);
    const theta = Float64Array.of(0.37, -1.21, 0.83);
    const simulator = engineNamed(name).load(circuit, xxz({ qubits: 3, coupling: 1.3 }));
    const { gradient } = adjointGradient(simulator, theta);
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.05);
    expectGradient((x) => simulator.expectation(x)[0], theta, gradient, 1e-8);
    const shifted = parameterShift(simulator, theta);
    for (let l = 0; l < 3; l++) expect(Math.abs(shifted[l] - gradient[l])).toBeLessThan(1e-12);
    const v = Float64Array.of(0.3, 0.9, -0.6);
    const { product } = hessianVectorProduct(simulator, theta, v);
    expectDirectional((x) => adjointGradient(simulator, x).gradient, theta, v, product, 1e-7);
    const k = gradient.reduce((sum, each) => sum + each * each, 0);
    expect(Math.abs(qntk(gradient, 1)[0] - k)).toBeLessThan(1e-12);
    const along = hessianVectorProduct(simulator, theta, gradient).product;
    const mu = along.reduce((sum, each, l) => sum + each * gradient[l], 0);
    expect(Math.abs(dqntk(simulator, theta, gradient)[0] - mu)).toBeLessThan(1e-12);
  });
});
