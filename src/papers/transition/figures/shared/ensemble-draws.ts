/**
 * Monte Carlo over ensembles of circuits as computations of a study: sweeps over numbers of layers or targets, in pieces of a few circuits.
 */
import { range } from "../../../../base/arrays.ts";
import type { Engine } from "../../../../engine/engine.ts";
import { drawHaar, drawRestrictedHaar, type EnsembleDraws } from "../../../../ensembles/draws.ts";
import { type EnsembleEstimates, estimateAverages } from "../../../../ensembles/estimates.ts";
import { type Observable, stateProjector, xxz } from "../../../../quantum/observables.ts";
import { eigensystem } from "../../../../quantum/spectrum.ts";
import { outputForTarget } from "../../../../theory/restricted-haar/output-state.ts";
import type { DrawPiece, NamedDraws, Numbers } from "../../study.ts";

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

/** Circuits drawn between two times that draws are stored. */
const PIECE_CIRCUITS = 10;

/** The Haar ensemble of the XXZ chain with J = 2 against L. */
export function haarSweep(name: string, sweep: Sweep, target: number, lengths: readonly number[]): NamedDraws {
  const observable = xxz({ qubits: sweep.qubits, coupling: 2 });
  const { angles, seed } = sweep;
  const draw = (layers: number): DrawPart => {
    const options = { observable, layers, anglesPerCircuit: angles, seed };
    return (engine, part) => drawHaar(engine, { ...options, ...part });
  };
  return {
    name,
    settings: { ensemble: "Haar", observable: "xxz, J = 2, open", target, L: lengths, ...sweep },
    pieces: lengths.flatMap((layers) => piecesOf(sweep, layers, draw(layers))),
    gather: (parts) =>
      tableOf(
        "L",
        lengths,
        estimatesOf(sweep, parts, () => target),
      ),
  };
}

/** The restricted Haar ensemble of state preparation, at some points. */
export function projectorSweep(name: string, sweep: Sweep, points: readonly SweepPoint[]): NamedDraws {
  const dimension = 2 ** sweep.qubits;
  const observable = stateProjector(basisStates(dimension, 1));
  const targets = points.map(({ target }) => target);
  const draw = ({ layers, fidelity }: SweepPoint): DrawPart => {
    const options = { observable, layers, seed: sweep.seed, output: basisStates(dimension, fidelity) };
    return (engine, part) => drawRestrictedHaar(engine, { ...options, ...part });
  };
  return {
    name,
    settings: {
      ensemble: "restricted Haar",
      observable: "projector",
      L: points.map(({ layers }) => layers),
      O0: targets,
      F: points.map(({ fidelity }) => fidelity),
      ...sweep,
    },
    pieces: points.flatMap((point) => piecesOf(sweep, point.layers, draw(point))),
    gather: (parts) =>
      tableOf(
        "O0",
        targets,
        estimatesOf(sweep, parts, (k) => targets[k]),
      ),
  };
}

/** The restricted Haar ensemble of the XXZ chain with J = 2, with the output states that gradient flow of deep circuits leads to at each target. */
export function chainSweep(name: string, sweep: Sweep, points: readonly Omit<SweepPoint, "fidelity">[]): NamedDraws {
  const observable = xxz({ qubits: sweep.qubits, coupling: 2 });
  const targets = points.map(({ target }) => target);
  return {
    name,
    settings: {
      ensemble: "restricted Haar",
      observable: "xxz, J = 2, open",
      L: points.map(({ layers }) => layers),
      O0: targets,
      ...sweep,
    },
    pieces: points.flatMap(({ layers, target }) => {
      const options = { observable, layers, seed: sweep.seed, output: thermalState(observable, target) };
      return piecesOf(sweep, layers, (engine, part) => drawRestrictedHaar(engine, { ...options, ...part }));
    }),
    gather: (parts) =>
      tableOf(
        "O0",
        targets,
        estimatesOf(sweep, parts, (k) => targets[k]),
      ),
  };
}

/** Σ √p_k |k>, with the populations of `outputForTarget`. */
function thermalState(observable: Observable, target: number) {
  const dimension = 2 ** observable.qubits;
  const { values, vectors } = eigensystem(observable);
  const { populations } = outputForTarget(values, target);
  const combined = (part: Float64Array) =>
    Float64Array.from({ length: dimension }, (_, i) =>
      range(dimension).reduce((sum, k) => sum + Math.sqrt(populations[k]) * part[i * dimension + k], 0),
    );
  return { re: combined(vectors.re), im: combined(vectors.im) };
}

/** Draws some of the circuits of a point. */
type DrawPart = (engine: Engine, part: { first: number; circuits: number }) => Generator<number, EnsembleDraws, void>;

/** What is drawn at one point, some circuits at a time. */
function piecesOf({ qubits, circuits, angles }: Sweep, layers: number, draw: DrawPart): DrawPiece[] {
  return range(Math.ceil(circuits / PIECE_CIRCUITS)).map((k) => {
    const first = k * PIECE_CIRCUITS;
    const count = Math.min(PIECE_CIRCUITS, circuits - first);
    return {
      work: count * angles * layers * 4 ** qubits,
      *steps(engine) {
        const draws = draw(engine, { first, circuits: count });
        let step = draws.next();
        for (; !step.done; step = draws.next()) yield step.value / count;
        const { expectation, kernel, mu } = step.value;
        return { expectation: [...expectation], kernel: [...kernel], mu: [...mu] };
      },
    };
  });
}

/** The estimates of every point from the draws of its pieces, which stand one point after the other. */
function estimatesOf({ circuits, angles }: Sweep, parts: readonly Numbers[], targetOf: (point: number) => number) {
  const perPoint = Math.ceil(circuits / PIECE_CIRCUITS);
  return range(parts.length / perPoint).map((k): EnsembleEstimates => {
    const own = parts.slice(k * perPoint, (k + 1) * perPoint);
    const joined = (name: "expectation" | "kernel" | "mu") => Float64Array.from(own.flatMap((part) => part[name]));
    const draws = { expectation: joined("expectation"), kernel: joined("kernel"), mu: joined("mu") };
    return estimateAverages({ perCircuit: angles, ...draws }, targetOf(k));
  });
}

/** √F |0> + √(1 - F) |1>. */
function basisStates(dimension: number, fidelity: number) {
  const re = new Float64Array(dimension);
  re[0] = Math.sqrt(fidelity);
  re[1] = Math.sqrt(1 - fidelity);
  return { re, im: new Float64Array(dimension) };
}

function tableOf(variable: string, values: readonly number[], rows: readonly EnsembleEstimates[]): Numbers {
  const columns = keptAverages.flatMap((name) => [
    [name, rows.map((row) => row[name].value)] as const,
    [`${name} error`, rows.map((row) => row[name].error)] as const,
  ]);
  return { [variable]: [...values], ...Object.fromEntries(columns) };
}
