/**
 * The workloads of training on data: a circuit, N orthonormal states, XXZ, and angles of some samples.
 */
import { haarStates } from "../src/data/data-set.ts";
import { engineNamed, resolveEngine } from "../src/engine/engines.ts";
import { xxz } from "../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../src/quantum/streams/index.ts";
import { columnDataOf, parametersBeside, sweptData } from "../src/shots/data-load.ts";

/** Sizes of a workload; it begins as those of the random Pauli ansatz in bench/workloads.mjs. */
export interface DataWorkload {
  readonly qubits: number;
  readonly layers: number;
  /** Samples. */
  readonly columns: number;
  /** N. */
  readonly data: number;
}

/** Circuit, states, observable and angles. */
export function dataProblem({ qubits, layers, columns, data }: DataWorkload) {
  const circuit = randomPauliAnsatz({ qubits, layers });
  const train = haarStates(qubits, data, { seed: 0 });
  return { circuit, train, observable: xxz({ qubits }), theta: initialAngles({ samples: columns, parameters: layers }) };
}

/** ε's expectations and J of all samples and data in one sweep. */
export function loadData(workload: DataWorkload) {
  const { circuit, train, observable, theta } = dataProblem(workload);
  const problem = { circuit, parameters: parametersBeside(circuit, train), train, observables: [observable] };
  const engine = engineNamed(resolveEngine("auto"));
  const simulator = sweptData(engine.loadData(circuit, observable, columnDataOf(problem)), problem);
  return { gradient: () => simulator.gradient(theta, 0) };
}
