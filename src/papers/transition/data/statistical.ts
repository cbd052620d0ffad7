/**
 * Published files made with other seeds, whose numbers are draws from a distribution that can be simulated.
 */

import type { DrawGroup } from "../../../reproduce/group-test.ts";
import type { RealArray } from "../../../runs/npy.ts";
import { withoutSelfPairs } from "../../../theory/frame-potential/index.ts";

/** What is drawn once for every random circuit. Files of equal studies are compared with the same draws. */
export interface Study {
  /**
   * `initialisation`: ε, K and μ at random angles, XXZ; `training`: ε and K before the
   * first update and after 1,000 updates, XXZ; `spectrum`: eigenvalues of the Hessian of ε at random angles, XXZ; `frame-potential`:
   * F² of the circuit at random angles.
   */
  readonly kind: "initialisation" | "training" | "spectrum" | "frame-potential";
  readonly qubits: number;
  readonly layers: number;
  /** O0, where it matters. */
  readonly target?: number;
}

/** Quantities drawn. */
export type StudyQuantity = "epsilon" | "kernel" | "mu" | "eigenvalues" | "frame-potential";

/** A file that is a sample of a distribution. */
export interface StatisticalFile {
  readonly kind: "statistical";
  readonly study: Study;
  readonly quantity: StudyQuantity;
  readonly reason: string;
}

/** O0 that ε of the random initialisations is relative to. */
const INITIALISATION_TARGET = -22;

/** Draws of one circuit that are compared, at the most; published arrays are cut to them, first ones first. */
export const DRAWS = { initialisation: 40, training: 10, spectrum: 10, "frame-potential": 1 } as const;

/** Steps between the recorded rows of the `training` files. */
export const TRAINING_STRIDE = 1000;

/** Unitaries behind each published frame potential, each counted with itself too: F² - F²_Haar at step 0 is d⁴/1000. */
export const FRAME_SAMPLES = 1000;

const NUMBER = "(-?\\d+(?:\\.\\d+)?)";

/** Places of statistical files: the study and quantity that a path's captured texts stand for. */
const PLACES: readonly { readonly path: RegExp; read(texts: readonly string[]): Pick<StatisticalFile, "study" | "quantity"> }[] =
  [
    {
      path: /^QNTK\/RPA\/n\d+\/Heisenberg\/RPA(eps|K|mu)XXZ_n(\d+)L(\d+)\.npy$/,
      read: ([name, qubits, layers]) => ({
        study: { kind: "initialisation", qubits: Number(qubits), layers: Number(layers), target: INITIALISATION_TARGET },
        quantity: quantityOf(name),
      }),
    },
    {
      path: new RegExp(`^training/RPA/Heisenberg/n2/hess/RPA(eps|K)HistXXZ_n(\\d+)L(\\d+)Tgt${NUMBER}\\.npy$`),
      read: ([name, qubits, layers, target]) => ({
        study: { kind: "training", qubits: Number(qubits), layers: Number(layers), target: Number(target) },
        quantity: quantityOf(name),
      }),
    },
    {
      path: new RegExp(`^training/RPA/Heisenberg/n2/RPAhessEigvalsXXZ_n(\\d+)L(\\d+)Tgt${NUMBER}\\.npy$`),
      read: ([qubits, layers]) => ({
        study: { kind: "spectrum", qubits: Number(qubits), layers: Number(layers) },
        quantity: "eigenvalues",
      }),
    },
    {
      path: new RegExp(`^training/RPA/(?:Heisenberg|randS)/n\\d+/RPAFP2Hist(?:XXZ|randS)_n(\\d+)L(\\d+)Tgt${NUMBER}\\.npy$`),
      read: ([qubits, layers]) => ({
        study: { kind: "frame-potential", qubits: Number(qubits), layers: Number(layers) },
        quantity: "frame-potential",
      }),
    },
  ];

function quantityOf(name: string): StudyQuantity {
  return name === "eps" ? "epsilon" : name === "K" ? "kernel" : "mu";
}

/** What a file at a path below `data` is a sample of; undefined if it is none. */
export function recognizeStudy(path: string): Pick<StatisticalFile, "study" | "quantity"> | undefined {
  for (const place of PLACES) {
    const match = place.path.exec(path);
    if (match !== null) return place.read(match.slice(1));
  }
  return undefined;
}

/** A name for a study, equal for equal ones. */
export function studyName({ kind, qubits, layers, target }: Study): string {
  return `${kind} n${qubits} L${layers}${target === undefined ? "" : ` target ${target}`}`;
}

/** The draws of a published array that are compared, or what is wrong with its shape, in words. */
export function publishedDraws({ study, quantity }: StatisticalFile, { shape, data }: RealArray): DrawGroup | string {
  const problem = (allowed: string) => `has shape (${shape.join(", ")}); allowed: ${allowed}`;
  const { kind, qubits, layers } = study;
  const most = DRAWS[kind];
  switch (kind) {
    case "initialisation":
      if (shape.length !== 1 || shape[0] < most) return problem(`one axis of at least ${most} initialisations`);
      return { width: 1, values: data.slice(0, most) };
    case "training": {
      const [rows, samples] = shape;
      if (shape.length !== 2 || rows < 2 || samples !== most) return problem(`(at least 2 rows, ${most} samples)`);
      return { width: 2, values: Float64Array.from({ length: 2 * samples }, (_, at) => data[(at % 2) * samples + (at >> 1)]) };
    }
    case "spectrum":
      if (shape.length !== 3 || shape[0] < 1 || shape[1] < most || shape[2] !== layers)
        return problem(`(rows, at least ${most} samples, ${layers})`);
      return { width: layers, values: data.slice(0, most * layers) };
    case "frame-potential":
      if (shape.length !== 1 || shape[0] < 1) return problem(`one axis of at least one ${quantity}`);
      return {
        width: 1,
        values: Float64Array.of(withoutSelfPairs(data[0], { k: 2, dimension: 2 ** qubits, count: FRAME_SAMPLES })),
      };
  }
}

/** How much of a file is compared, in words. */
export function comparedText({ study: { kind } }: StatisticalFile): string {
  const draws = DRAWS[kind];
  return kind === "frame-potential"
    ? "row 0"
    : kind === "training"
      ? `rows 0 and 1 x ${draws} samples`
      : kind === "initialisation"
        ? `${draws} draws`
        : `row 0 x ${draws} samples`;
}
