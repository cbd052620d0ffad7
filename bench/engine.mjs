// Times gradients and Hessian-vector products of the engine on the paper's circuits, against a goal for each. Reports, never gates.
// Usage: npm run bench [-- --json]
import { cpus } from "node:os";
import { hardwareEfficientAnsatz, initialAngles, randomPauliAnsatz, referenceEngine, xxz } from "qntk";

/** Seconds spent on each measurement. */
const BUDGET = 1.5;

/** Real multiplications and additions of one gradient: a complex product W ψ forward and one W† λ backward for every layer. */
const rpaFlops = (qubits, layers, columns) => 16 * 4 ** qubits * layers * columns;
/** Amplitudes updated by one gradient: forward, and backward for state and co-state, of 2n rotations and n - 1 CNOTs a layer. */
const heaUpdates = (qubits, layers, columns) => 3 * (3 * qubits - 1) * layers * 2 ** qubits * columns;

const cases = [
  {
    name: "RPA n=4 L=64",
    columns: 30,
    circuit: () => randomPauliAnsatz({ qubits: 4, layers: 64 }),
    work: rpaFlops(4, 64, 30),
    unit: "GFLOP/s",
    goal: 2,
  },
  {
    name: "RPA n=6 L=192",
    columns: 10,
    circuit: () => randomPauliAnsatz({ qubits: 6, layers: 192 }),
    work: rpaFlops(6, 192, 10),
    unit: "GFLOP/s",
    goal: 3,
  },
  {
    name: "RPA n=8 L=24",
    columns: 10,
    circuit: () => randomPauliAnsatz({ qubits: 8, layers: 24 }),
    work: rpaFlops(8, 24, 10),
    unit: "GFLOP/s",
    goal: 3,
  },
  {
    name: "HEA n=8 D=48",
    columns: 10,
    circuit: () => hardwareEfficientAnsatz({ qubits: 8, layers: 48 }),
    work: heaUpdates(8, 48, 10),
    unit: "Gupdates/s",
    goal: 0.2,
  },
];

const results = cases.map(({ name, columns, circuit, work, unit, goal }) => {
  const built = circuit();
  const simulator = referenceEngine.load(built, xxz({ qubits: built.qubits }));
  const theta = initialAngles({ samples: columns, parameters: built.parameters });
  const gradient = median(() => simulator.gradient(theta));
  const product = median(() => simulator.hessianVectorProduct(theta, theta));
  const rate = work / gradient / 1e9;
  return {
    name,
    columns,
    gradientMs: gradient * 1e3,
    hvpMs: product * 1e3,
    hvpOverGradient: product / gradient,
    rate,
    unit,
    goal,
    percentOfGoal: (100 * rate) / goal,
  };
});

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ node: process.version, cpu: cpus()[0].model, cores: cpus().length, results }));
} else {
  console.log(`Node ${process.version}, ${cpus()[0].model}, ${cpus().length} cores, one thread, reference engine`);
  for (const r of results) {
    console.log(
      `${r.name.padEnd(14)} x ${String(r.columns).padStart(2)}  gradient ${r.gradientMs.toFixed(2).padStart(7)} ms  HVP ${r.hvpOverGradient.toFixed(2)} gradients  ` +
        `${r.rate.toFixed(2)} ${r.unit}  ${r.percentOfGoal.toFixed(0)} % of goal ${r.goal}`,
    );
  }
}

/** Median seconds of a call, over as many calls as fit in the budget. */
function median(call) {
  call();
  const times = [];
  const until = performance.now() + BUDGET * 1e3;
  while (performance.now() < until || times.length < 5) {
    const start = performance.now();
    call();
    times.push((performance.now() - start) / 1e3);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}
