/**
 * The cost of N data in one sweep beside N runs of one: `npm run bench:data`. Ratios of medians in one run, one thread.
 */
import { haarStates } from "../src/data/data-set.ts";
import { engineNamed, resolveEngine } from "../src/engine/engines.ts";
import { xxz } from "../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../src/quantum/streams/index.ts";
import { columnDataOf, parametersBeside, sweptData } from "../src/shots/data-load.ts";

const ROUNDS = 9;
const SAMPLES = 10;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function seconds(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

for (const [qubits, layers, count] of [
  [4, 160, 2],
  [6, 96, 32],
] as const) {
  const circuit = randomPauliAnsatz({ qubits, layers });
  const observable = xxz({ qubits, coupling: 2 });
  const engine = engineNamed(resolveEngine("auto"));
  const train = haarStates(qubits, count, { seed: 0 });
  const problem = { circuit, parameters: parametersBeside(circuit, train), train, observables: [observable] };
  const together = sweptData(engine.loadData(circuit, observable, columnDataOf(problem)), problem);
  const alone = engine.load(circuit, observable);
  const theta = initialAngles({ samples: SAMPLES, parameters: layers });
  const times: { together: number[]; alone: number[] } = { together: [], alone: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.together.push(seconds(() => together.gradient(theta, 0)));
    times.alone.push(
      seconds(() => {
        for (let k = 0; k < count; k++) alone.gradient(theta);
      }),
    );
  }
  const [a, b] = [median(times.together), median(times.alone)];
  process.stdout.write(
    `n = ${qubits}, L = ${layers}, N = ${count}, ${SAMPLES} samples: ${(1000 * a).toFixed(2)} ms in one sweep, ${(1000 * b).toFixed(2)} ms one after the other, ratio ${(a / b).toFixed(2)}\n`,
  );
  together.dispose();
  alone.dispose();
}
