/**
 * O ψ for every kind of observable, on a batch of states.
 */
import type { Observable, PauliSumObservable, ProjectorObservable } from "../../quantum/observables.ts";
import { parity, yPhase } from "../../quantum/pauli.ts";
import type { StateBatch } from "../engine.ts";
import { copyInto } from "./state-batch.ts";
import { applyMatrixInPlace, placesOf } from "./unitaries.ts";

/** Writes O ψ_c of every column to `output`. */
export type ObservableAction = (input: StateBatch, output: StateBatch, scratch: StateBatch) => void;

/** The action of an observable, with what can be prepared once prepared. */
export function observableAction(observable: Observable): ObservableAction {
  switch (observable.kind) {
    case "pauli-sum":
      return pauliSumAction(observable);
    case "projector":
      return (input, output) => projectorAction(observable, input, output);
    case "dense": {
      const places = placesOf(
        observable.qubits,
        Array.from({ length: observable.qubits }, (_, q) => q),
      );
      return (input, output, scratch) => {
        copyInto(output, input);
        applyMatrixInPlace(output, places, observable.matrix, false, scratch);
      };
    }
  }
}

/** Terms that flip the same qubits are added up for each amplitude before they touch the columns. */
function pauliSumAction({ terms }: PauliSumObservable): ObservableAction {
  const groups = new Map<number, { z: number; re: number; im: number }[]>();
  for (const term of terms) {
    const [a, b] = yPhase(term);
    const group = groups.get(term.x) ?? [];
    group.push({ z: term.z, re: term.coefficient * a, im: term.coefficient * b });
    groups.set(term.x, group);
  }
  return (input, output) => {
    const { dimension, columns } = input;
    output.re.fill(0);
    output.im.fill(0);
    for (const [x, group] of groups) {
      for (let j = 0; j < dimension; j++) {
        let re = 0;
        let im = 0;
        for (const term of group) {
          const sign = parity(j & term.z) === 1 ? -1 : 1;
          re += sign * term.re;
          im += sign * term.im;
        }
        const from = j * columns;
        const to = (j ^ x) * columns;
        for (let c = 0; c < columns; c++) {
          output.re[to + c] += re * input.re[from + c] - im * input.im[from + c];
          output.im[to + c] += re * input.im[from + c] + im * input.re[from + c];
        }
      }
    }
  };
}

/** |Φ><Φ|ψ_c>. */
function projectorAction({ state }: ProjectorObservable, input: StateBatch, output: StateBatch): void {
  const { dimension, columns } = input;
  const overlapRe = new Float64Array(columns);
  const overlapIm = new Float64Array(columns);
  for (let j = 0; j < dimension; j++) {
    for (let c = 0; c < columns; c++) {
      const r = input.re[j * columns + c];
      const i = input.im[j * columns + c];
      overlapRe[c] += state.re[j] * r + state.im[j] * i;
      overlapIm[c] += state.re[j] * i - state.im[j] * r;
    }
  }
  for (let j = 0; j < dimension; j++) {
    for (let c = 0; c < columns; c++) {
      output.re[j * columns + c] = state.re[j] * overlapRe[c] - state.im[j] * overlapIm[c];
      output.im[j * columns + c] = state.re[j] * overlapIm[c] + state.im[j] * overlapRe[c];
    }
  }
}
