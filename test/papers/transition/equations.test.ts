/**
 * The paper's numbered equations: docs/equations.md against the code both ways, and the steps of the derivations that no other test is about.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { range } from "../../../src/base/arrays.ts";
import { referenceEngine } from "../../../src/engine/reference/reference-engine.ts";
import { dqntk, qntk } from "../../../src/gradients/qntk.ts";
import { xxz } from "../../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../../src/quantum/random-pauli-ansatz.ts";
import { CRITICAL_EXPONENT, solutionCritical } from "../../../src/theory/lotka-volterra/closed-forms.ts";
import { linearLossRates, lotkaVolterraRates } from "../../../src/theory/lotka-volterra/dynamics.ts";
import { linearLoss } from "../../../src/training/losses/linear.ts";
import { quadraticLoss } from "../../../src/training/losses/quadratic.ts";
import { advance } from "../../../src/training/step.ts";

interface Row {
  readonly number: number;
  readonly code: readonly { readonly name: string; readonly file: string }[];
  readonly test: string;
  readonly verdict: string;
}

const rows = readFileSync("docs/equations.md", "utf8")
  .split("\n")
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line): Row => {
    const [, number, , code, test, verdict] = line.split(" | ").flatMap((cell, k) => (k === 0 ? ["", cell.slice(2)] : [cell]));
    return {
      number: Number(number),
      code: [...code.matchAll(/`(\w+)` \((\S+)\)/g)].map(([, name, file]) => ({ name, file })),
      test,
      verdict: verdict.replace(/ \|$/, ""),
    };
  });

describe("docs/equations.md", () => {
  it("has every numbered equation once, in order", () => {
    expect(rows.map(({ number }) => number)).toEqual(range(46).map((k) => k + 1));
  });

  it.each(rows)("Eq. $number: names that are exported, a test about one of them, a verdict", ({ code, test, verdict }) => {
    expect(code.length).toBeGreaterThan(0);
    for (const { name, file } of code)
      expect(readFileSync(file, "utf8"), file).toMatch(
        new RegExp(`^export (function\\*?|const|interface|class) ${name}\\b`, "m"),
      );
    expect(existsSync(test), test).toBe(true);
    const text = readFileSync(test, "utf8");
    expect(code.some(({ name }) => new RegExp(`\\b${name}\\b`).test(text))).toBe(true);
    expect(verdict).toMatch(/^(agrees|erratum: )/);
  });

  it("has every export whose description cites an equation in the row of that equation", () => {
    const files = ["theory", "gradients", "probes", "quantum"].flatMap((room) =>
      readdirSync(`src/${room}`, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".ts"))
        .map((path) => `src/${room}/${path.replaceAll("\\", "/")}`),
    );
    const cited = files.flatMap((file) => {
      const text = readFileSync(file, "utf8");
      return [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:function\*?|const|interface|class) (\w+)/g)].flatMap(
        ([, description, name]) => citedNumbers(description).map((number) => ({ number, name, file })),
      );
    });
    expect(cited.length).toBeGreaterThan(40);
    const missing = cited.filter(
      ({ number, name, file }) => !rows[number - 1].code.some((one) => one.name === name && one.file === file),
    );
    expect(missing).toEqual([]);
  });
});

/** The numbers of the paper's own equations that a description cites, such as 30, 31 and 32 in `Eqs. 30-32`. */
function citedNumbers(description: string): number[] {
  return [...description.matchAll(/(?<!Supplementary )\bEqs?\. (\d+(?:(?:-|, | and | to )\d+)*)/g)].flatMap(([, list]) =>
    list.split(/, | and /).flatMap((part) => {
      const [first, last = first] = part.split(/-| to /).map(Number);
      return first > 46 ? [] : range(last - first + 1).map((k) => first + k);
    }),
  );
}

describe("one step of training", () => {
  const circuit = randomPauliAnsatz({ qubits: 3, layers: 12, seed: 5 });
  const simulator = referenceEngine.load(circuit, xxz({ qubits: 3 }));
  const target = -12;
  const theta = Float64Array.from({ length: 12 }, (_, l) => 0.3 + 0.7 * l);

  /** ε, K and μ at some angles. */
  function numbersAt(angles: Float64Array) {
    const { expectation, gradient } = simulator.gradient(angles);
    return { epsilon: expectation[0] - target, kernel: qntk(gradient, 1)[0], mu: dqntk(simulator, angles, gradient)[0] };
  }

  /** How far the changes of a step differ from the expected ones, for a learning rate. */
  function remainders(eta: number, loss: "quadratic" | "linear") {
    const before = numbersAt(theta);
    const plan = { loss, eta, steps: 1, targets: Float64Array.of(target), measure: {} } as const;
    const { state } = advance(simulator, plan, { row: 0, theta: theta.slice() }, 1);
    const after = numbersAt(state.theta);
    const slope = (loss === "quadratic" ? quadraticLoss : linearLoss).slope(before.epsilon);
    return {
      epsilon: after.epsilon - before.epsilon + eta * slope * before.kernel - (eta * slope) ** 2 * (before.mu / 2),
      kernel: after.kernel - before.kernel + 2 * eta * slope * before.mu,
    };
  }

  it.each(["quadratic", "linear"] as const)(
    "%s loss: Eqs. 4, 7, 8 and 22, 23, with remainders of the third order in η for ε and of the second for K",
    (loss) => {
      const [coarse, fine] = [2e-5, 1e-5].map((eta) => remainders(eta, loss));
      expect(coarse.epsilon / fine.epsilon).toBeGreaterThan(7);
      expect(coarse.epsilon / fine.epsilon).toBeLessThan(9);
      expect(coarse.kernel / fine.kernel).toBeGreaterThan(3.7);
      expect(coarse.kernel / fine.kernel).toBeLessThan(4.3);
    },
  );

  it("with λ = μ/K these are Eqs. 10 and 24", () => {
    const { epsilon, kernel, mu } = numbersAt(theta);
    const [eta, lambda] = [1e-3, mu / kernel];
    const quadratic = lotkaVolterraRates({ epsilon, kernel }, lambda, eta);
    expect(quadratic.epsilon).toBeCloseTo(-eta * epsilon * kernel, 12);
    expect(quadratic.kernel).toBeCloseTo(-2 * eta * epsilon * mu, 12);
    const linear = linearLossRates({ epsilon, kernel }, lambda, eta);
    expect(linear.epsilon).toBeCloseTo(-eta * kernel, 12);
    expect(linear.kernel).toBeCloseTo(-2 * eta * mu, 12);
  });
});

it("Eq. 15: the critical solution falls as t to the power of CRITICAL_EXPONENT", () => {
  const { kernel } = solutionCritical(3, 1e-3);
  expect(Math.log(kernel(2e9) / kernel(1e9)) / Math.log(2)).toBeCloseTo(CRITICAL_EXPONENT, 5);
});
