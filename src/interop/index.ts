/**
 * Exchange with other tools: OpenQASM, Qiskit's Pauli sums.
 */
export { type QasmOptions, toOpenQasm } from "./qasm-export.ts";
export { type QasmVersion, qasmVersions } from "./qasm-gates.ts";
export { fromOpenQasm, type ImportedCircuit } from "./qasm-import.ts";
export { type CompiledCircuit, compileToDevice } from "./qasm-native.ts";
export {
  fromSparsePauliList,
  fromSparsePauliText,
  type SparsePauliList,
  toSparsePauliList,
  toSparsePauliText,
} from "./sparse-pauli.ts";
