// What check_qiskit.py compares with Qiskit: energies under a device's noise, and circuits of every gate as OpenQASM with their unitaries.
// Usage: qiskit_cases.mjs make PROPERTIES CASES   or   qiskit_cases.mjs compare CASES RETURNED
import { readFileSync, writeFileSync } from "node:fs";
import {
  CircuitBuilder,
  CounterStream,
  fixedGates,
  hardwareEfficientAnsatz,
  interop,
  loadNoisy,
  noise,
  pauliSum,
  referenceEngine,
  xxz,
} from "../../dist/index.mjs";

const QUBITS = 3;
const [mode, ...files] = process.argv.slice(2);
if (mode === "make") make(...files);
else compare(...files);

function make(propertiesFile, casesFile) {
  const device = noise.parseBackendProperties(readFileSync(propertiesFile, "utf8"), propertiesFile);
  const symmetric = {
    ...device,
    readout: device.readout.map(({ p10, p01 }) => ({ p10: (p10 + p01) / 2, p01: (p10 + p01) / 2 })),
  };
  const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
  const observable = xxz({ qubits: 2, coupling: 4 });
  const stream = new CounterStream(1, "angles");
  const theta = Float64Array.from({ length: 20 * circuit.parameters }, () => 2 * Math.PI * stream.uniform());
  const energies = [device, symmetric].map((each) => {
    const { model, layout } = noise.deviceNoise(each, circuit);
    return { layout, values: [...loadNoisy(circuit, observable, model).expectation(theta)] };
  });
  const circuits = Array.from({ length: 20 }, (_, k) => {
    const { circuit: own, theta: angles } = randomCircuit(k);
    return {
      ...unitaryOf(own, angles),
      theta: [...angles],
      qasm2: interop.toOpenQasm(own, { version: 2, theta: angles }),
      qasm3: interop.toOpenQasm(own, { version: 3, theta: angles }),
      symbolic: interop.toOpenQasm(own),
    };
  });
  const sum = pauliSum("-1.5*XYI + 0.25*ZII - IIZ + 2*YZX");
  writeFileSync(
    casesFile,
    JSON.stringify({
      qasm: interop.toOpenQasm(circuit),
      theta: rows(theta, circuit.parameters),
      energies,
      observable: interop.toSparsePauliList(observable),
      circuits,
      sum: { list: interop.toSparsePauliList(sum), text: interop.toSparsePauliText(sum) },
    }),
  );
}

/** Reads what Qiskit wrote of the same circuits, and compares unitaries up to a phase. */
function compare(casesFile, returnedFile) {
  const cases = JSON.parse(readFileSync(casesFile, "utf8"));
  const returned = JSON.parse(readFileSync(returnedFile, "utf8"));
  let worst = 0;
  cases.circuits.forEach(({ re, im }, k) => {
    for (const text of Object.values(returned.circuits[k])) {
      const { circuit, theta } = interop.fromOpenQasm(text, "text", { train: "all" });
      const back = unitaryOf(circuit, theta);
      let [a, b] = [0, 0];
      for (let i = 0; i < re.length; i++) {
        a += re[i] * back.re[i] + im[i] * back.im[i];
        b += re[i] * back.im[i] - im[i] * back.re[i];
      }
      worst = Math.max(worst, Math.abs(1 - Math.hypot(a, b) / 2 ** QUBITS));
    }
  });
  const sum = interop.fromSparsePauliText(returned.sum);
  const same = JSON.stringify(interop.toSparsePauliList(sum)) === JSON.stringify(cases.sum.list);
  if (!(worst < 1e-10) || !same) throw new Error(`round trip through Qiskit: ${worst}, Pauli sum ${same ? "same" : "differs"}`);
  console.log(`read back from Qiskit: largest |1 - |tr U†V|/d| = ${worst.toExponential(1)}`);
}

/** Every gate once and rotations about random strings, in random order on random qubits. */
function randomCircuit(k) {
  const stream = new CounterStream(k, "circuit");
  const builder = new CircuitBuilder(QUBITS);
  const names = [...Object.keys(fixedGates), "RX", "RY", "RZ", "string", "string"];
  while (names.length > 0) {
    const [name] = names.splice(stream.integer(names.length), 1);
    const first = stream.integer(QUBITS);
    const second = (first + 1 + stream.integer(QUBITS - 1)) % QUBITS;
    if (name in fixedGates) builder.gate(name, ...[first, second].slice(0, fixedGates[name].qubits));
    else if (name === "string") builder.rotation(letters(stream), { coefficient: -0.5 });
    else builder.rotation(`${"I".repeat(first)}${name[1]}${"I".repeat(QUBITS - 1 - first)}`);
  }
  const circuit = builder.build();
  return { circuit, theta: Float64Array.from({ length: circuit.parameters }, () => 2 * Math.PI * stream.uniform()) };
}

function letters(stream) {
  const text = Array.from({ length: QUBITS }, () => "IXYZ"[stream.integer(4)]).join("");
  return text === "III" ? "XYZ" : text;
}

/** U(θ), column by column: what the circuit makes of every basis state. */
function unitaryOf(circuit, theta) {
  const d = 2 ** circuit.qubits;
  const re = new Array(d * d);
  const im = new Array(d * d);
  for (let b = 0; b < d; b++) {
    const flips = Array.from({ length: circuit.qubits }, (_, q) => q).filter((q) => (b >> (circuit.qubits - 1 - q)) & 1);
    const operations = [...flips.map((q) => ({ kind: "gate", gate: "X", qubits: [q] })), ...circuit.operations];
    const observable = pauliSum("Z".repeat(circuit.qubits));
    const states = referenceEngine.load({ ...circuit, operations }, observable).finalStates(Float64Array.from(theta));
    for (let i = 0; i < d; i++) {
      re[i * d + b] = states.re[i];
      im[i * d + b] = states.im[i];
    }
  }
  return { re, im };
}

function rows(values, length) {
  return Array.from({ length: values.length / length }, (_, k) => [...values.subarray(k * length, (k + 1) * length)]);
}
