/**
 * Training on data sets: one step against its definition, the equations of motion, resumed and split runs.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { haarStates } from "../../src/data/data-set.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import type { Circuit } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { type Observable, pauliSum, xxz } from "../../src/quantum/observables.ts";
import { columnDataOf, type DataProblem, parametersBeside, sweptData } from "../../src/shots/data-load.ts";
import { dataRates } from "../../src/theory/data/dynamics.ts";
import { batchAt } from "../../src/training/data-step.ts";
import type { DataLossName } from "../../src/training/losses.ts";
import type { TrainingPlan } from "../../src/training/plan.ts";
import { advance } from "../../src/training/step.ts";

const circuit: Circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 3 });
const observables: Observable[] = [xxz({ qubits: 2, coupling: 2 }), pauliSum("ZI + 0.5*XY", 2), pauliSum("YY", 2)];

function problemOf(count: number, own: boolean): DataProblem {
  const train = haarStates(2, count, { seed: 5 });
  return {
    circuit,
    parameters: parametersBeside(circuit, train),
    train,
    observables: own ? observables.slice(0, count) : [observables[0]],
  };
}

function planOf(count: number, columns: number, eta: number, steps: number, loss: DataLossName = "quadratic"): TrainingPlan {
  const targets = Float64Array.from({ length: columns * count }, (_, k) =>
    loss === "cross-entropy" ? (k % 2) * 2 - 1 : 0.3 - 0.4 * (k % count),
  );
  return {
    loss: loss === "quadratic" ? "quadratic" : "linear",
    ...{ eta, steps, measure: { mu: 1 } },
    targets: Float64Array.from({ length: columns }, (_, c) => targets[c * count]),
    data: { count, loss, targets },
  };
}

function anglesOf(columns: number): Float64Array {
  const stream = new CounterStream(3, "test");
  return Float64Array.from({ length: columns * circuit.parameters }, () => 6 * stream.uniform());
}

describe.each([
  [2, false],
  [3, true],
] as const)("%i data, observables of their own: %s", (count, own) => {
  const problem = problemOf(count, own);
  const simulator = sweptData(engineNamed("wasm").loadData(circuit, observables[0], columnDataOf(problem)), problem);

  it("dε/dt and dK/dt are what small steps do: central differences in η to 1e-6 of their size", () => {
    const stepped = (eta: number) => {
      // η may not be negative: a step the other way is one with the errors' signs turned.
      const plan = planOf(count, 1, Math.abs(eta), 1);
      const theta = anglesOf(1);
      const { block } = advance(simulator, plan, { row: 0, theta }, 1);
      const [row] = block.rows;
      const slope = new Float64Array(circuit.parameters);
      const { gradient } = simulator.gradient(theta, 0);
      for (let a = 0; a < count; a++)
        for (let l = 0; l < slope.length; l++) slope[l] += (row.epsilon[a] / count) * gradient[a * slope.length + l];
      const moved = theta.map((angle, l) => angle - eta * slope[l]);
      const next = advance(simulator, plan, { row: 0, theta: moved }, 1).block.rows[0];
      return { row, next };
    };
    const h = 1e-4;
    const [up, down] = [stepped(h), stepped(-h)];
    const rates = dataRates(up.row.epsilon, up.row.kernel, up.row.measured.mu as Float64Array, 1);
    const compare = (found: Float64Array, before: Float64Array, expected: Float64Array) => {
      const scale = Math.max(...expected.map(Math.abs));
      expected.forEach((value, k) => {
        expect(Math.abs((found[k] - before[k]) / (2 * h) - value) / scale).toBeLessThan(1e-6);
      });
    };
    compare(up.next.epsilon, down.next.epsilon, rates.epsilon);
    compare(up.next.kernel, down.next.kernel, rates.kernel);
  });

  it.each(["quadratic", "linear", "cross-entropy"] as const)(
    "the update of the %s loss is minus η times its gradient: central differences, 1e-7",
    (loss) => {
      const eta = 1e-2;
      const plan = planOf(count, 2, eta, 3, loss);
      const theta = anglesOf(2);
      const { state } = advance(simulator, plan, { row: 0, theta }, 1);
      const lossAt = (at: Float64Array, column: number) => {
        const { expectation } = simulator.gradient(at, 0);
        let sum = 0;
        for (let a = 0; a < count; a++) {
          const value = expectation[column * count + a];
          const y = plan.data?.targets[column * count + a] as number;
          if (loss === "quadratic") sum += (value - y) ** 2 / 2;
          else if (loss === "linear") sum += value;
          else sum += Math.log(1 + Math.exp(y > 0 ? -value : value));
        }
        return sum / count;
      };
      const h = 1e-5;
      theta.forEach((angle, k) => {
        const column = Math.floor(k / circuit.parameters);
        const moved = (by: number) =>
          lossAt(
            theta.map((each, other) => (other === k ? each + by : each)),
            column,
          );
        expect(Math.abs(state.theta[k] - angle + eta * ((moved(h) - moved(-h)) / (2 * h)))).toBeLessThan(1e-7 * eta * 100);
      });
    },
  );

  it("K is symmetric, its trace the sum of squared gradients; μ is symmetric in its outer indices", () => {
    const { block } = advance(simulator, planOf(count, 2, 1e-3, 2), { row: 0, theta: anglesOf(2) }, 1);
    const [{ kernel, measured }] = block.rows;
    const mu = measured.mu as Float64Array;
    for (let c = 0; c < 2; c++)
      for (let a = 0; a < count; a++)
        for (let b = 0; b < count; b++) {
          expect(kernel[(c * count + a) * count + b]).toBe(kernel[(c * count + b) * count + a]);
          for (let g = 0; g < count; g++) {
            const at = (x: number, y: number, z: number) => mu[((c * count + x) * count + y) * count + z];
            expect(Math.abs(at(a, b, g) - at(g, b, a))).toBeLessThan(1e-10);
          }
        }
  });
});

describe("a batch of data", () => {
  it("is drawn without repeats, the same for the same row and column, another for another", () => {
    const batch = { size: 3, seed: 1 };
    const first = batchAt(batch, 8, 4, 0, 2);
    expect(first).toEqual(batchAt(batch, 8, 4, 0, 2));
    expect(new Set(first).size).toBe(3);
    const many = Array.from({ length: 40 }, (_, row) => batchAt(batch, 8, row, 1, 2).join());
    expect(new Set(many).size).toBeGreaterThan(20);
  });

  it("of all data is the full gradient", () => {
    const problem = problemOf(2, false);
    const simulator = sweptData(engineNamed("reference").loadData(circuit, observables[0], columnDataOf(problem)), problem);
    const plan = planOf(2, 1, 1e-2, 1);
    const batched = {
      ...plan,
      data: {
        ...plan.data,
        count: 2,
        loss: "quadratic" as const,
        targets: plan.data?.targets as Float64Array,
        batch: { size: 2, seed: 0 },
      },
    };
    const from = { row: 0, theta: anglesOf(1) };
    expect(advance(simulator, batched, from, 1).state.theta).toEqual(advance(simulator, plan, from, 1).state.theta);
  });
});
