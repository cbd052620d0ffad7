// How close the scalable entangling layers come to Haar-random ones: K at initialisation over many circuits, and the second frame potential
// of one layer. Prints the tables of docs/entanglers.md.
// Usage: npm run build && node bench/entanglers.mjs [circuits]
import {
  adjoint,
  engineNamed,
  fixedGates,
  identityMatrix,
  initialAngles,
  kronecker,
  multiply,
  qntk,
  randomPauliAnsatz,
  xxz,
} from "qntk";

const QUBITS = 4;
const DEPTHS = [1, 2, 4, 8];
/** Sets of angles of each circuit; their K are averaged before the standard error is taken over circuits. */
const ANGLES = 10;
const circuits = Number(process.argv[2] ?? 400);
const engine = engineNamed("wasm");

const choices = [
  { entangler: "haar" },
  ...["brickwork", "clifford"].flatMap((entangler) => DEPTHS.map((entanglerDepth) => ({ entangler, entanglerDepth }))),
];

for (const layers of [4, 64]) {
  console.log(`\nK of the XXZ chain (J = 2), n = ${QUBITS}, L = ${layers}, ${circuits} circuits x ${ANGLES} sets of angles\n`);
  console.log("| W | rows | mean of K | − Haar, in σ | SD of K | − Haar, in σ |");
  console.log("| --- | --- | --- | --- | --- | --- |");
  let haar;
  for (const choice of choices) {
    const found = kernelStatistics(layers, choice);
    haar ??= found;
    const cells = ["mean", "sd"].flatMap((name) => {
      const [value, error] = found[name];
      const sigmas = (value - haar[name][0]) / Math.hypot(error, haar[name][1]);
      return [`${value.toPrecision(4)} ± ${error.toPrecision(2)}`, found === haar ? "" : sigmas.toFixed(1)];
    });
    console.log(`| ${choice.entangler} | ${choice.entanglerDepth ?? ""} | ${cells.join(" | ")} |`);
  }
}

console.log(`\nSecond frame potential E |tr W†W'|⁴ of single layers, n = ${QUBITS} (Haar: 2)\n`);
console.log("| W | rows | frame potential |");
console.log("| --- | --- | --- |");
for (const choice of choices) {
  const [value, error] = framePotential(choice);
  console.log(`| ${choice.entangler} | ${choice.entanglerDepth ?? ""} | ${value.toPrecision(4)} ± ${error.toPrecision(2)} |`);
}

/** Mean and standard deviation of K over circuits and angles, each with its standard error over circuits. */
function kernelStatistics(layers, choice) {
  const observable = xxz({ qubits: QUBITS, coupling: 2 });
  const theta = initialAngles({ samples: ANGLES, parameters: layers, seed: 1 });
  const kernels = Array.from({ length: circuits }, (_, seed) => {
    const simulator = engine.load(randomPauliAnsatz({ qubits: QUBITS, layers, seed, ...choice }), observable);
    const { gradient } = simulator.gradient(theta);
    simulator.dispose();
    return Array.from(qntk(gradient, ANGLES));
  });
  const centre = average(kernels.flat());
  const squares = kernels.map((row) => average(row.map((k) => (k - centre) ** 2)));
  const sd = Math.sqrt(average(squares));
  return { mean: [centre, standardError(kernels.map(average))], sd: [sd, standardError(squares) / (2 * sd)] };
}

/** E |tr W†W'|⁴ over pairs of independent layers, with its standard error over groups of layers. */
function framePotential(choice) {
  const groups = Array.from({ length: 24 }, (_, seed) => {
    const layers = layerMatrices(randomPauliAnsatz({ qubits: QUBITS, layers: 200, seed, ...choice }));
    const values = layers.flatMap((a, k) => layers.slice(k + 1).map((b) => overlap(a, b) ** 2));
    return average(values);
  });
  return [average(groups), standardError(groups)];
}

/** |tr A†B|². */
function overlap(a, b) {
  let re = 0;
  let im = 0;
  for (let k = 0; k < a.re.length; k++) {
    re += a.re[k] * b.re[k] + a.im[k] * b.im[k];
    im += a.re[k] * b.im[k] - a.im[k] * b.re[k];
  }
  return re * re + im * im;
}

/** Every W_l of a circuit as a matrix on all qubits. */
function layerMatrices({ operations, qubits }) {
  const layers = [];
  for (const operation of operations) {
    if (operation.kind === "rotation") layers.push(identityMatrix(2 ** qubits));
    else layers.push(multiply(onAll(operation, qubits), layers.pop()));
  }
  return layers;
}

/** A gate on one qubit, on neighbours in either order or on all qubits, as a matrix on all of them. */
function onAll(operation, qubits) {
  const on = operation.qubits;
  let matrix = operation.kind === "dense" ? operation.matrix : fixedGates[operation.gate].matrix;
  if (on.length === 2 && on[0] > on[1]) {
    const swap = fixedGates.SWAP.matrix;
    matrix = multiply(swap, multiply(matrix, adjoint(swap)));
  }
  const first = Math.min(...on);
  return kronecker(kronecker(identityMatrix(2 ** first), matrix), identityMatrix(2 ** (qubits - first - on.length)));
}

function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values) {
  const centre = average(values);
  return Math.sqrt(average(values.map((value) => (value - centre) ** 2)) / (values.length - 1));
}
