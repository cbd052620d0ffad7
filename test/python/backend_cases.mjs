// Every given file of backend properties: accepted or refused, and the final states of a circuit compiled to its machine and noisy as it says.
// Usage: backend_cases.mjs LIST CASES   (LIST: a JSON array of paths)
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { CircuitBuilder, interop, loadNoisy, noise, pauliSum } from "../../dist/index.mjs";

const [listFile, casesFile] = process.argv.slice(2);
const files = JSON.parse(readFileSync(listFile, "utf8"));
writeFileSync(casesFile, JSON.stringify(files.flatMap(casesOf)));

function casesOf(path) {
  const file = basename(path);
  let device;
  try {
    device = noise.parseBackendProperties(readFileSync(path, "utf8"), file);
  } catch (error) {
    return [{ path, file, refused: error.message }];
  }
  const usual = caseOf(path, device, false);
  const has = (gate) => device.gates.some((one) => one.gate === gate);
  return has("RX") || has("RZZ") ? [usual, caseOf(path, device, true)] : [usual];
}

function caseOf(path, device, fractional) {
  const circuit = everyGate(Math.min(3, device.relaxation.length));
  const theta = Float64Array.from({ length: circuit.parameters }, (_, k) => 0.3 + 0.61 * k);
  const { qasm, layout, model, counts } = interop.compileToDevice(circuit, device, { theta, fractional });
  // tr(P rho) of every Pauli string P, the first qubit's letter the most significant.
  const values = [...loadNoisy(circuit, pauliSum("Z".repeat(circuit.qubits)), model).finalVectors(theta).values];
  const readout = model.readout.map(({ p10, p01 }) => [p10, p01]);
  const { name, remarks = [], relaxation } = device;
  return {
    path,
    file: basename(path),
    name,
    size: relaxation.length,
    fractional,
    qasm,
    layout,
    counts,
    readout,
    remarks,
    values,
  };
}

/** Gates and rotations of every kind, on neighbours and not. */
function everyGate(qubits) {
  const builder = new CircuitBuilder(qubits).ry(0).h(0).rx(0).t(0).rz(0).gate("SXdg", 0).gate("Y", 0).s(0);
  if (qubits > 1)
    builder
      .ry(1)
      .cnot(0, 1)
      .rotation(`ZZ${"I".repeat(qubits - 2)}`)
      .cz(1, 0)
      .rx(1)
      .cnot(1, 0)
      .h(1);
  if (qubits > 2) builder.ry(2).cnot(0, 2).rotation("XYI").gate("SWAP", 1, 2).rotation("IZX").cz(0, 2).gate("X", 2);
  return builder.build();
}
