import { wasmEngine } from "./src/engine/wasm/wasm-engine.ts";
import { referenceEngine } from "./src/engine/reference/reference-engine.ts";
import { randomPauliAnsatz } from "./src/quantum/random-pauli-ansatz.ts";
import { hardwareEfficientAnsatz } from "./src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "./src/quantum/observables.ts";
import { initialAngles } from "./src/quantum/streams.ts";
function med(f: () => void, budget = 1200) { f(); const t: number[] = []; const end = performance.now() + budget; while (performance.now() < end || t.length < 3) { const a = performance.now(); f(); t.push(performance.now() - a); } return t.sort((x, y) => x - y)[t.length >> 1]; }
const cases: [string, any, number, number][] = [
  ["n2 L64", randomPauliAnsatz({ qubits: 2, layers: 64 }), 10, 2*8*16*64],
  ["n4 L64", randomPauliAnsatz({ qubits: 4, layers: 64 }), 30, 2*8*256*64],
  ["n6 L192", randomPauliAnsatz({ qubits: 6, layers: 192 }), 10, 2*8*4096*192],
  ["n6 L192", null, 30, 2*8*4096*192],
  ["n8 L96", randomPauliAnsatz({ qubits: 8, layers: 48 }), 10, 2*8*65536*48],
  ["n8 L96", null, 30, 2*8*65536*48],
  ["hea8", hardwareEfficientAnsatz({ qubits: 8, layers: 48 }), 10, 3 * 23 * 48 * 256],
];
let prev: any;
for (const [name, c, cols, work] of cases) {
  const circuit = c ?? prev; prev = circuit;
  const o = xxz({ qubits: circuit.qubits });
  const theta = initialAngles({ samples: cols, parameters: circuit.parameters });
  const w = wasmEngine.load(circuit, o);
  const t = med(() => w.gradient(theta)); const h = med(() => w.hessianVectorProduct(theta, theta));
  const r = referenceEngine.load(circuit, o); const tr = process.argv[2] ? NaN : med(() => r.gradient(theta), 300);
  const a = w.gradient(theta), b = r.gradient(theta); let d = 0; for (let i = 0; i < a.gradient.length; i++) d = Math.max(d, Math.abs(a.gradient[i] - b.gradient[i]));
  console.log(process.version, name, "x", cols, "wasm", t.toFixed(3), "ms", (work * cols / t / 1e6).toFixed(2), "G/s; hvp", (h / t).toFixed(2), "ref", tr.toFixed(2), "ratio", (tr / t).toFixed(1), "diff", d.toExponential(1));
}
