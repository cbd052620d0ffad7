/**
 * Observable `dense`: a Hermitian matrix, read from a file.
 */
import { ArgumentError, Described } from "../../base/errors.ts";
import type { ComplexMatrix } from "../../linalg/complex-matrix.ts";
import { denseObservable } from "../../quantum/observables.ts";
import type { ObservableDefinition } from "./definition.ts";

export const denseMatrixFile: ObservableDefinition<{ readonly matrix: string }> = {
  name: "dense",
  title: "Hermitian matrix",
  fields: [
    {
      name: "matrix",
      type: "text",
      words: "Hermitian matrix, a file (.npy, .npz, .csv)",
      placeholder: "<file>",
      required: "a file (.npy, .npz, .csv) with a Hermitian matrix",
      file: { content: "matrix", stored: "observable.npy" },
    },
  ],
  targets: ["min+20%", "min", "min-20%"],
  criticalFrom: "min-20%",
  isPauliSum: false,
  numbers: (_, qubits) => 2 * 4 ** qubits,
  build({ matrix }, { qubits, arrays }) {
    const read = arrays.matrix as ComplexMatrix | undefined;
    if (read === undefined) throw new ArgumentError("matrix", matrix, "a matrix that has been read");
    const observable = denseObservable(read);
    if (observable.qubits !== qubits)
      throw new ArgumentError("matrix", new Described(`on ${observable.qubits} qubits`), `a matrix on ${qubits} qubits`);
    return observable;
  },
  sentence: ({ matrix = "" }) => `dense matrix ${matrix}`,
};
