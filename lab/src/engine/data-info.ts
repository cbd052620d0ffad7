/**
 * What is known of a run's data before its first step: how many, what each is measured by, and whether they are orthonormal.
 */
import { type ExperimentConfig, type Observable, spectrum } from "qntk";
import type { DataInfo } from "./protocol.ts";

/** Qubits up to which whole spectra are computed. */
const SPECTRUM_QUBITS = 8;

/**
 * The data of a run.
 *
 * @param observables one for all, or one each
 * @param targets y of every datum
 */
export function dataInfoOf(config: ExperimentConfig, observables: readonly Observable[], targets: readonly number[]): DataInfo {
  const texts = observables.map(textOf);
  const distinct = texts.filter((text, k) => texts.indexOf(text) === k);
  const spectra = distinct.map((text) => {
    const observable = observables[texts.indexOf(text)];
    const { min, max, eigenvalues } = spectrum(observable);
    return { min, max, ...(observable.qubits <= SPECTRUM_QUBITS && { eigenvalues }) };
  });
  return {
    ...{ targets, spectra, orthonormal: isOrthonormal(config.data) },
    observables: targets.map((_, a) => (texts.length === 1 ? 0 : distinct.indexOf(texts[a]))),
    kernelStride: config.measure.kernel ?? 1,
  };
}

/** Whether the data of every set are orthonormal by what they are: columns of a unitary, or basis states that differ. */
function isOrthonormal(sets = ""): boolean {
  return sets.split(";").every((set) => {
    const source = set.trim();
    if (source.startsWith("haar:")) return true;
    const states = /^basis:(.+)$/.exec(source)?.[1].split(",") ?? [];
    return states.length > 0 && new Set(states.map(Number)).size === states.length;
  });
}

/** An observable as text, equal for equal ones. */
function textOf(observable: Observable): string {
  return JSON.stringify(observable, (_, value) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value));
}
