/**
 * The syntax tree of an OpenQASM text, as the grammar (openqasm.peggy) makes it. `at` is the offset where a node begins.
 */

export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly integer: boolean; readonly at: number }
  | { readonly kind: "name"; readonly name: string; readonly indices: readonly Expression[]; readonly at: number }
  | { readonly kind: "unary"; readonly operator: string; readonly value: Expression; readonly at: number }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | { readonly kind: "function"; readonly name: string; readonly values: readonly Expression[]; readonly at: number };

/** from:step:to, both ends included. */
export interface Range {
  readonly kind: "range";
  readonly from?: Expression;
  readonly step?: Expression;
  readonly to?: Expression;
  readonly at: number;
}

export interface ValueSet {
  readonly kind: "set";
  readonly values: readonly Expression[];
  readonly at: number;
}

export type Index = Range | ValueSet | { readonly kind: "element"; readonly value: Expression; readonly at: number };

/** Qubits (or bits) that a statement names. */
export type Operand =
  | { readonly kind: "register"; readonly name: string; readonly indices: readonly Index[]; readonly at: number }
  | { readonly kind: "physical"; readonly number: number; readonly at: number }
  | { readonly kind: "concatenation"; readonly parts: readonly Operand[]; readonly at: number };

export type Modifier =
  | { readonly kind: "inv"; readonly at: number }
  | { readonly kind: "pow"; readonly value: Expression; readonly at: number }
  | { readonly kind: "ctrl" | "negctrl"; readonly count?: Expression; readonly at: number };

/** A gate on qubits. */
export interface Call {
  readonly kind: "call";
  readonly modifiers: readonly Modifier[];
  readonly name: string;
  readonly parameters: readonly Expression[];
  readonly on: readonly Operand[];
  readonly at: number;
}

export interface GateDefinition {
  readonly kind: "gate";
  readonly name: string;
  readonly parameters: readonly string[];
  readonly qubits: readonly string[];
  readonly body: readonly Statement[];
  readonly at: number;
}

export interface Loop {
  readonly kind: "for";
  readonly name: string;
  readonly over: Range | ValueSet;
  readonly body: Statement;
  readonly at: number;
}

/** A constant, or a variable that nothing changes. */
export interface ConstantDeclaration {
  readonly kind: "constant";
  readonly name: string;
  readonly type: string;
  readonly value: Expression;
  readonly constant: boolean;
  readonly at: number;
}

export interface ConstantArray {
  readonly kind: "constants";
  readonly name: string;
  readonly type: string;
  readonly size: Expression;
  readonly values: readonly Expression[];
  readonly constant: boolean;
  readonly at: number;
}

export type Statement =
  | { readonly kind: "nothing"; readonly at: number }
  | { readonly kind: "version"; readonly number: string; readonly at: number }
  | { readonly kind: "include"; readonly path: string; readonly at: number }
  | { readonly kind: "block"; readonly statements: readonly Statement[]; readonly at: number }
  | { readonly kind: "alias"; readonly name: string; readonly value: Operand; readonly at: number }
  | { readonly kind: "opaque"; readonly name: string; readonly at: number }
  | { readonly kind: "input"; readonly type: string; readonly size?: Expression; readonly name: string; readonly at: number }
  | { readonly kind: "qubits"; readonly name: string; readonly size?: Expression; readonly at: number }
  | {
      readonly kind: "bits";
      readonly name: string;
      readonly size?: Expression;
      /** What is measured into it at once. */
      readonly measured?: Operand;
      readonly value?: Expression;
      readonly at: number;
    }
  | { readonly kind: "measure"; readonly source: Operand; readonly target?: Operand; readonly at: number }
  | GateDefinition
  | ConstantDeclaration
  | ConstantArray
  | Loop
  | Call;
