/**
 * The Haar unitaries of the published data, and the state that its projectors project on: NumPy's legacy normals, QR, phases.
 */
import { NumpyRandomState } from "../base/random/published.ts";
import { type ComplexMatrix, type ComplexVector, zeroMatrix } from "../linalg/complex-matrix.ts";
import { unitaryFactorInPlace } from "../linalg/householder-qr.ts";
import { allocateUnitaries, sideBySide } from "./haar-layers.ts";

/** Seed of the published circuits: of their Pauli labels by Python, of their unitaries by NumPy. */
export const PUBLISHED_CIRCUIT_SEED = 22;
/** Seed of the unitary whose first columns are the states of the published data sets. */
const PUBLISHED_DATA_SEED = 42;
/** Seed of the state |Φ> of the published state preparation. */
const PUBLISHED_STATE_SEED = 24;

/** W_1 … W_L of the published data: `unitary_group.rvs(d, size=L)` after seed 22. Yields the number of unitaries finished. */
export function* publishedUnitaries(d: number, layers: number): Generator<number, ComplexMatrix[], void> {
  const unitaries = sideBySide(d, layers, allocateUnitaries(d, layers));
  yield* drawGinibre(unitaries, PUBLISHED_CIRCUIT_SEED);
  for (const [l, unitary] of unitaries.entries()) {
    unitaryFactorInPlace(unitary);
    yield l + 1;
  }
  return unitaries;
}

/**
 * The state |Φ> of the published state preparation: row 0 of SciPy's `unitary_group.rvs(d)` after `numpy.random.seed(24)`.
 *
 * @param dimension d = 2^n
 * @returns d amplitudes of norm 1
 */
export function publishedProjectorState(dimension: number): ComplexVector {
  const unitary = zeroMatrix(dimension);
  for (const _ of drawGinibre([unitary], PUBLISHED_STATE_SEED));
  unitaryFactorInPlace(unitary);
  return { re: unitary.re.slice(0, dimension), im: unitary.im.slice(0, dimension) };
}

/**
 * The unitary whose first N columns are the input states of the published data sets (arXiv 2410.01955): SciPy's `unitary_group.rvs(d)` after
 * `numpy.random.seed(42)`.
 */
export function publishedDataUnitary(dimension: number): ComplexMatrix {
  const unitary = zeroMatrix(dimension);
  for (const _ of drawGinibre([unitary], PUBLISHED_DATA_SEED));
  unitaryFactorInPlace(unitary);
  return unitary;
}

/**
 * Fills the matrices with z = (a + ib) / √2 from NumPy's legacy normals: all real parts first, then all imaginary parts.
 *
 * Yields 0, the number of unitaries finished, after each part.
 */
function* drawGinibre(matrices: readonly ComplexMatrix[], seed: number): Generator<number, void, void> {
  const random = new NumpyRandomState(seed);
  for (const part of [...matrices.map(({ re }) => re), ...matrices.map(({ im }) => im)]) {
    for (let i = 0; i < part.length; i++) part[i] = random.normal() / Math.SQRT2;
    yield 0;
  }
}
