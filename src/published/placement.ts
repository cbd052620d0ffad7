/**
 * Files that seeds do not determine: why, and for random initialisations where their average stands.
 */
import type { RealArray } from "../runs/npy.ts";
import type { OtherFile } from "./catalogue.ts";
import { type CircuitAverages, type Placement, placeAverage } from "./initialisation.ts";
import { type FileOutcome, unreadable } from "./outcome.ts";

/** A file that seeds do not determine, with its numbers where they are a sample of random initialisations. */
export interface LoadedOther {
  readonly path: string;
  readonly file: OtherFile;
  readonly array?: RealArray;
}

/** Which random initialisations. */
type Initialisation = NonNullable<OtherFile["initialisation"]>;

/** Sigmas beyond which a placement counts as a failure. */
const MAX_SIGMAS = 4;

/**
 * Reports an outcome for every file.
 *
 * @param average draws random circuits and returns their averages; called once for each size
 */
export async function placeOthers(
  files: readonly LoadedOther[],
  average: (initialisation: Initialisation) => Promise<CircuitAverages>,
  report: (found: readonly FileOutcome[]) => void,
): Promise<void> {
  const known = new Map<string, CircuitAverages>();
  for (const { path, file, array } of files) {
    const { initialisation, reason } = file;
    if (initialisation === undefined || array === undefined) {
      report([{ path, status: "not-determined", reason }]);
      continue;
    }
    const { shape, data } = array;
    if (shape.length !== 1 || data.length === 0) {
      report([unreadable(path, `has shape (${shape.join(", ")}); allowed: one axis of at least one initialisation`)]);
      continue;
    }
    const size = `${initialisation.qubits} ${initialisation.layers}`;
    const averages = known.get(size) ?? (await average(initialisation));
    known.set(size, averages);
    const placement = placeAverage(data, averages[initialisation.quantity]);
    report([
      {
        path,
        status: Math.abs(placement.sigmas) <= MAX_SIGMAS ? "not-determined" : "fail",
        reason: `${reason}; ${describePlacement(placement)}`,
        placement,
      },
    ]);
  }
}

function describePlacement({ published, simulated, spread, sigmas }: Placement): string {
  return `mean ${published.toPrecision(5)}, simulated circuits ${simulated.toPrecision(5)} with spread ${spread.toPrecision(2)}: ${sigmas.toFixed(1)} sigma`;
}
