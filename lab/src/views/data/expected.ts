/**
 * The phase that the targets of data lead to, as far as it is known before training.
 */
import { dataTheory, losses } from "qntk";
import type { DataInfo } from "../../engine/protocol.ts";

/** Size of what counts as none, relative to the width of a spectrum. */
const TOLERANCE = 1e-9;

/** The data of a run as the theory takes them; undefined where their inputs are not known to be orthonormal, or a spectrum is not known. */
export function orthonormalData({ orthonormal, spectra, observables }: DataInfo): dataTheory.OrthonormalData | undefined {
  const eigenvalues = spectra.flatMap((each) => (each.eigenvalues === undefined ? [] : [each.eigenvalues]));
  return orthonormal && eigenvalues.length === spectra.length ? { eigenvalues, observables } : undefined;
}

/** The spectrum of a datum's observable. */
export function spectrumOf({ spectra, observables }: DataInfo, datum: number) {
  return spectra[observables[datum]];
}

/** What targets lead to; undefined where nothing is predicted. */
export function expectedPhases(info: DataInfo, targets: readonly number[], loss: string): dataTheory.DataPhases | undefined {
  const data = orthonormalData(info);
  if (data === undefined || losses.get(loss).theory !== "quadratic" || targets.length !== info.observables.length)
    return undefined;
  const width = Math.max(...info.spectra.map(({ min, max }) => max - min));
  return dataTheory.phaseOfOrthonormalData(targets, data, TOLERANCE * width);
}

/** Bounds that targets ask too much of: data, and the sum that they ask for beside the one that is reached. */
export interface Shortfall {
  readonly data: readonly number[];
  readonly asked: number;
  readonly reached: number;
  readonly side: "min" | "max";
}

/** What data ask together beyond what orthonormal states reach; the first such bound, undefined where there is none. */
export function shortfallOf(info: DataInfo, targets: readonly number[]): Shortfall | undefined {
  const data = orthonormalData(info);
  if (data === undefined) return undefined;
  for (const { data: own, min, max } of dataTheory.sharedBounds(data)) {
    const asked = own.reduce((sum, a) => {
      const range = spectrumOf(info, a);
      return sum + Math.min(Math.max(targets[a], range.min), range.max);
    }, 0);
    if (min !== undefined && asked <= min) return { data: own, asked, reached: min, side: "min" };
    if (max !== undefined && asked >= max) return { data: own, asked, reached: max, side: "max" };
  }
  return undefined;
}
