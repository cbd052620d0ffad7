// Single precision against double: errors of <O>, gradient and K at random angles, speed, and how far training goes down.
// Usage: npm run bench:precision -- [--seconds S]     prints the tables of docs/precision.md
import { parseArgs } from "node:util";
import {
  engineNamed,
  hardwareEfficientAnsatz,
  initialAngles,
  loadWasmEngine,
  randomPauliAnsatz,
  spectrum,
  train,
  xxz,
} from "../node_modules/.cache/qntk-bench/support.mjs";

const { values: options } = parseArgs({ options: { seconds: { type: "string", default: "0.5" } } });
const budget = Number(options.seconds) * 1e3;

const circuits = [
  { ansatz: "rpa", qubits: 2, layers: 64, columns: 40 },
  { ansatz: "rpa", qubits: 4, layers: 64, columns: 40 },
  { ansatz: "rpa", qubits: 4, layers: 256, columns: 40 },
  { ansatz: "rpa", qubits: 6, layers: 192, columns: 40 },
  { ansatz: "rpa", qubits: 8, layers: 96, columns: 20 },
  { ansatz: "rpa", qubits: 8, layers: 384, columns: 20 },
  { ansatz: "hea", qubits: 4, layers: 16, columns: 40 },
  { ansatz: "hea", qubits: 8, layers: 48, columns: 40 },
  { ansatz: "hea", qubits: 12, layers: 10, columns: 8 },
  { ansatz: "hea", qubits: 16, layers: 10, columns: 4 },
];
const runs = [
  { qubits: 4, layers: 64, eta: 1e-3, steps: 5000 },
  { qubits: 6, layers: 192, eta: 2e-3, steps: 700 },
];

console.log(`Node ${process.version}, one thread\n`);
console.log(
  row(
    "circuit",
    "<O> / width, max",
    "rms",
    "gradient / rms, max",
    "rms",
    "K, max",
    "rms",
    "ms double",
    "ms single",
    "times faster",
  ),
);
console.log(row(...Array(10).fill("---")));
for (const circuit of circuits) console.log(await compare(circuit));

console.log(
  `\n${row("run", "largest change of ε / width", "last ε / width, O0 inside", "last K / K(0), O0 below", "s double", "s single")}`,
);
console.log(row(...Array(6).fill("---")));
for (const run of runs) console.log(compareTraining(run));

/** Errors and times at random angles. */
async function compare({ ansatz, qubits, layers, columns }) {
  const observable = xxz({ qubits });
  const { min, max } = spectrum(observable);
  const [exact, rounded] = await Promise.all(
    ["double", "single"].map(async (precision) => {
      const circuit = circuitOf(ansatz, qubits, layers, precision);
      const simulator = await loadWasmEngine(circuit, observable, 1, precision);
      const theta = initialAngles({ samples: columns, parameters: circuit.parameters });
      const { expectation, gradient } = simulator.gradient(theta);
      const kernel = Array.from(expectation, (_, c) => {
        const slopes = gradient.subarray(c * circuit.parameters, (c + 1) * circuit.parameters);
        return slopes.reduce((sum, slope) => sum + slope * slope, 0);
      });
      return { expectation, gradient, kernel, step: () => simulator.gradient(theta), times: [] };
    }),
  );
  const start = performance.now();
  do {
    for (const side of [exact, rounded]) {
      const began = performance.now();
      side.step();
      side.times.push(performance.now() - began);
    }
  } while (performance.now() - start < budget || exact.times.length < 5);
  const [slow, fast] = [exact, rounded].map(({ times }) => times.sort((a, b) => a - b)[times.length >> 1]);
  const gradients = errors(rounded.gradient, exact.gradient, rms(exact.gradient));
  const kernels = errors(
    rounded.kernel.map((k, c) => k / exact.kernel[c]),
    exact.kernel.map(() => 1),
    1,
  );
  const name = `${ansatz === "rpa" ? `RPA n=${qubits} L` : `HEA n=${qubits} D`}=${layers} B=${columns}`;
  const numbers = [errors(rounded.expectation, exact.expectation, max - min), gradients, kernels].flat();
  return row(name, ...numbers.map(power), slow.toPrecision(3), fast.toPrecision(3), (slow / fast).toFixed(2));
}

/** Three targets and four samples, trained in either precision. */
function compareTraining({ qubits, layers, eta, steps }) {
  const observable = xxz({ qubits });
  const { min, max } = spectrum(observable);
  const [double, single] = ["double", "single"].map((precision) => {
    const circuit = circuitOf("rpa", qubits, layers, precision);
    const start = performance.now();
    const { record } = train({
      ...{ circuit, observable, eta, steps },
      engine: engineNamed("wasm", precision),
      targets: [min + 4, min, min - 4],
      samples: 4,
    });
    return { record, seconds: (performance.now() - start) / 1e3 };
  });
  const [change] = errors(single.record.epsilon, double.record.epsilon, max - min);
  const lastOf = (values, target, scale) =>
    Math.max(...[0, 1, 2, 3].map((c) => Math.abs(values[(4 * target + c + 1) * (steps + 1) - 1] / scale(4 * target + c))));
  const last = ({ epsilon, kernel }) => [lastOf(epsilon, 0, () => max - min), lastOf(kernel, 2, (c) => kernel[c * (steps + 1)])];
  const [[epsilonDouble, kernelDouble], [epsilonSingle, kernelSingle]] = [double, single].map(({ record }) => last(record));
  return row(
    `RPA n=${qubits} L=${layers}, ${steps} steps of η = ${eta}`,
    power(change),
    `${power(epsilonDouble)} → ${power(epsilonSingle)}`,
    `${power(kernelDouble)} → ${power(kernelSingle)}`,
    double.seconds.toPrecision(3),
    single.seconds.toPrecision(3),
  );
}

function circuitOf(ansatz, qubits, layers, precision) {
  return ansatz === "rpa" ? randomPauliAnsatz({ qubits, layers, precision }) : hardwareEfficientAnsatz({ qubits, layers });
}

/** Largest and root mean square difference, over a scale. */
function errors(found, exact, scale) {
  const differences = Array.from(found, (value, k) => (value - exact[k]) / scale);
  return [differences.reduce((most, x) => Math.max(most, Math.abs(x)), 0), rms(differences)];
}

function rms(values) {
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
}

function power(value) {
  return value.toExponential(1).replace("-", "−");
}

function row(...cells) {
  return `| ${cells.join(" | ")} |`;
}
