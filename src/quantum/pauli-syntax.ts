/**
 * The syntax tree of a Pauli sum, as the grammar (pauli-sum.peggy) makes it. `at` and `end` are the offsets between which a node stands.
 */

interface Place {
  readonly at: number;
  readonly end: number;
}

/** A summand with its sign, or a factor with what joins it to those before. */
export interface Part {
  readonly operator?: "+" | "-" | "*" | "/" | "implied";
  readonly value: PauliSyntax;
}

/** A label in quotes. */
export interface Label extends Place {
  readonly kind: "label";
  readonly letters: string;
}

/** One term of Qiskit's SparsePauliOp. */
export interface SparseTerm {
  readonly label: Label;
  readonly coefficient?: PauliSyntax;
  /** The qubits of the label's letters, in order, where they are listed. */
  readonly places?: readonly number[];
}

export type PauliSyntax = Place &
  (
    | { readonly kind: "sum" | "product"; readonly parts: readonly Part[] }
    | { readonly kind: "negative" | "group"; readonly value: PauliSyntax }
    | { readonly kind: "number" | "imaginary"; readonly value: number }
    | { readonly kind: "complex"; readonly re: PauliSyntax; readonly im: PauliSyntax }
    | { readonly kind: "pauli"; readonly letter: "X" | "Y" | "Z"; readonly index: number }
    | { readonly kind: "identity" }
    | { readonly kind: "brackets"; readonly factors: readonly PauliSyntax[] }
    | { readonly kind: "dense"; readonly letters: string }
    | { readonly kind: "sparse"; readonly terms: readonly SparseTerm[] }
  );
