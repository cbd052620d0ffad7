/**
 * Eigenvectors of a Hessian and the landscape along them, as tables and JSON.
 */
import { formatNumber } from "../base/format.ts";
import type { HessianReport } from "../reports/hessian.ts";
import { type Eigensystem, eigenvectorOf, listedVectors } from "../reports/hessian-vectors.ts";
import { rowsOf } from "../reports/subject.ts";
import { formatTable } from "./table.ts";

/** Parameters named for each eigenvector. */
const NAMED = 4;
/** Parameters given for each eigenvector in JSON. */
const GIVEN = 10;

/** What the components of an eigenvector belong to. */
export interface Components {
  /** Trained parameter of each component. */
  readonly parameters: readonly number[];
  /** Pauli strings of the rotations that it turns. */
  readonly axes: readonly (readonly string[])[];
  /** Names of the parameters, where the circuit gives them any. */
  readonly names?: readonly string[];
  /** Parameters of a layer, where the circuit has layers. */
  readonly perLayer?: number;
}

/** A parameter's part in an eigenvector. */
interface Weight {
  readonly parameter: number;
  readonly name?: string;
  /** Counted from 1. */
  readonly layer?: number;
  readonly paulis: readonly string[];
  /** Component of the unit vector. */
  readonly component: number;
}

/** The table of the eigenvectors that a report lists. */
export function eigenvectorTable(hessian: Eigensystem, count: number, components: Components): string {
  const rows = listedVectors(hessian, count).map(({ name, index }) => {
    const vector = eigenvectorOf(hessian, index);
    const weights = heaviest(vector, components).slice(0, NAMED);
    return [
      name,
      formatNumber(hessian.values[index]),
      formatNumber(participation(vector), 3),
      weights
        .map(
          ({ name, layer = "", paulis, component }) =>
            `${name ?? layer} ${paulis.join("+")} ${(100 * component ** 2).toFixed(0)} %`,
        )
        .join(", "),
    ];
  });
  const place = components.names === undefined ? "layer" : "parameter";
  return formatTable(["eigenvalue", "value", "parameters", `most weight: ${place}, Pauli string, share`], rows, 1);
}

/** The same as JSON, with whole vectors. */
export function eigenvectorJson(hessian: Eigensystem, count: number, components: Components): object[] {
  return listedVectors(hessian, count).map(({ name, index }) => {
    const vector = eigenvectorOf(hessian, index);
    return {
      name,
      eigenvalue: hessian.values[index],
      participation: participation(vector),
      parameters: heaviest(vector, components).slice(0, GIVEN),
      components: [...vector],
    };
  });
}

/** Slices along eigenvectors and the plane of two of them as JSON. */
export function landscapeJson({ distances, slices, plane }: Pick<HessianReport, "distances" | "slices" | "plane">): object {
  return {
    slices: { distances, along: slices },
    plane: {
      along: plane.names,
      distances: plane.distances,
      loss: rowsOf(plane.loss, plane.distances.length).map((row) => [...row]),
    },
  };
}

/** Ranks of several samples: one number, or the smallest and the largest. */
export function rankText(ranks: readonly number[]): string {
  const [low, high] = [Math.min(...ranks), Math.max(...ranks)];
  return low === high ? String(low) : `${low}–${high}`;
}

/** 1 / Σ v_l⁴: how many parameters a unit vector is spread over. */
function participation(vector: Float64Array): number {
  return 1 / vector.reduce((sum, value) => sum + value ** 4, 0);
}

/** The parameters of a vector's components, the heaviest first. */
function heaviest(vector: Float64Array, { parameters, axes, names, perLayer }: Components): Weight[] {
  return [...vector.keys()]
    .sort((a, b) => vector[b] ** 2 - vector[a] ** 2)
    .map((k) => ({
      parameter: parameters[k],
      ...(names !== undefined && { name: names[k] }),
      ...(perLayer !== undefined && { layer: Math.floor(parameters[k] / perLayer) + 1 }),
      paulis: axes[k],
      component: vector[k],
    }));
}
