/**
 * Monte Carlo over ensembles of circuits as computations of a study, one for each number of layers or target.
 */
import { drawHaar, drawRestrictedHaar, type EnsembleDraws } from "../ensembles/draws.ts";
import { type EnsembleEstimates, estimateAverages } from "../ensembles/estimates.ts";
import { stateProjector, xxz } from "../quantum/observables.ts";
import type { NamedDraws, Numbers } from "./study.ts";

/** The averages of an ensemble that are kept, with their standard errors. */
export const keptAverages = ["meanK", "sdK", "meanMu", "lambda", "zeta"] as const;

export type KeptAverage = (typeof keptAverages)[number];

/** One point of a sweep. */
export interface SweepPoint {
  /** L. */
  readonly layers: number;
  /** O0. */
  readonly target: number;
  /** Fidelity of the output states that the restricted ensemble is drawn with. */
  readonly fidelity: number;
}

/** Circuits of a sweep's points. */
export interface Sweep {
  readonly qubits: number;
  /** Circuits for each point. */
  readonly circuits: number;
  /** Sets of angles for each circuit; 1 in the restricted ensemble. */
  readonly angles: number;
  readonly seed: number;
}

/** The Haar ensemble of the XXZ chain with J = 2 against L. */
export function haarSweep(name: string, sweep: Sweep, target: number, lengths: readonly number[]): NamedDraws {
  const observable = xxz({ qubits: sweep.qubits, coupling: 2 });
  return {
    name,
    settings: { ensemble: "Haar", observable: "xxz, J = 2, open", target, L: lengths, ...sweep },
    total: lengths.length * sweep.circuits,
    *steps(engine) {
      const rows: EnsembleEstimates[] = [];
      for (const [k, layers] of lengths.entries()) {
        const { circuits, angles, seed } = sweep;
        const draws = drawHaar(engine, { observable, layers, circuits, anglesPerCircuit: angles, seed });
        rows.push(estimateAverages(yield* counted(draws, k * circuits), target));
      }
      return tableOf("L", lengths, rows);
    },
  };
}

/** The restricted Haar ensemble of state preparation, at some points. */
export function projectorSweep(name: string, sweep: Sweep, points: readonly SweepPoint[]): NamedDraws {
  const dimension = 2 ** sweep.qubits;
  const observable = stateProjector(basisStates(dimension, 1));
  return {
    name,
    settings: {
      ensemble: "restricted Haar",
      observable: "projector",
      L: points.map(({ layers }) => layers),
      O0: points.map(({ target }) => target),
      F: points.map(({ fidelity }) => fidelity),
      ...sweep,
    },
    total: points.length * sweep.circuits,
    *steps(engine) {
      const rows: EnsembleEstimates[] = [];
      for (const [k, { layers, target, fidelity }] of points.entries()) {
        const { circuits, seed } = sweep;
        const draws = drawRestrictedHaar(engine, {
          observable,
          layers,
          circuits,
          seed,
          output: basisStates(dimension, fidelity),
        });
        rows.push(estimateAverages(yield* counted(draws, k * circuits), target));
      }
      return tableOf(
        "O0",
        points.map(({ target }) => target),
        rows,
      );
    },
  };
}

/** √F |0> + √(1 - F) |1>. */
function basisStates(dimension: number, fidelity: number) {
  const re = new Float64Array(dimension);
  re[0] = Math.sqrt(fidelity);
  re[1] = Math.sqrt(1 - fidelity);
  return { re, im: new Float64Array(dimension) };
}

/** A generator whose counts go on from `before`. */
function* counted(draws: Generator<number, EnsembleDraws, void>, before: number): Generator<number, EnsembleDraws, void> {
  for (;;) {
    const step = draws.next();
    if (step.done) return step.value;
    yield before + step.value;
  }
}

function tableOf(variable: string, values: readonly number[], rows: readonly EnsembleEstimates[]): Numbers {
  const columns = keptAverages.flatMap((name) => [
    [name, rows.map((row) => row[name].value)] as const,
    [`${name} error`, rows.map((row) => row[name].error)] as const,
  ]);
  return { [variable]: [...values], ...Object.fromEntries(columns) };
}
