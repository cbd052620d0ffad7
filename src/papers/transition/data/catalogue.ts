/**
 * The files of the authors' data repository (github.com/bzGit06/QNN-dynamics, folder `data`): what each one holds, read from its
 * path, and whether seeds determine it, or at least the distribution it is drawn from.
 */
import { requireFields } from "../../../base/assert.ts";
import { recognizeStudy, type StatisticalFile } from "./statistical.ts";

/** A training experiment that seeds determine. Two files with equal experiments are simulated once. */
export interface PublishedExperiment {
  readonly ansatz: "rpa" | "hea";
  readonly qubits: number;
  /** L of the RPA, D of the HEA. */
  readonly layers: number;
  /** `projector`: on the published state |Φ>. */
  readonly observable: "xxz" | "tfim" | "projector";
  /** J of XXZ or h of TFIM; 0 for the projector, which has none. */
  readonly coefficient: number;
  readonly loss: "quadratic" | "linear";
  /** O0, or `converged`: every sample's own converged energy in the run with target -30. */
  readonly target: number | "converged";
  readonly streams: "published" | "published-projector" | "published-device";
}

/**
 * What a file holds. Histories have a row for each recorded step; final quantities belong to the parameters after the last update;
 * `mu-at-zero` is μ with all angles zero.
 */
export type PublishedQuantity =
  | "epsilon"
  | "expectation"
  | "kernel"
  | "mu-history"
  | "mu-final"
  | "mu-at-zero"
  | "theta-history"
  | "hessian-final"
  | "gradient-final";

/** A file whose numbers seeds determine. */
export interface DeterminedFile {
  readonly kind: "determined";
  readonly experiment: PublishedExperiment;
  readonly quantity: PublishedQuantity;
}

/** A file whose numbers cannot be derived, or of a name that is not known. */
export interface OtherFile {
  readonly kind: "other" | "unknown";
  readonly reason: string;
}

export type PublishedFile = DeterminedFile | StatisticalFile | OtherFile;

/** Target of the run whose converged energies are the targets of the `Tgtc` run. */
export const CONVERGED_FROM = -30;

/** Row of that run's ε history, its last one, at which the energies are read. */
export const CONVERGED_AFTER = 8000;

const NAME =
  /^(RPA|HEA)(eps|E|K|mu|thetas?|params|Hend|Jend)(hist|Hist|inf|late|s)?(XXZ|TFIM|randS)_n(\d+)[LD](\d+)(?:(?:Tgt|_)(c|-?\d+(?:\.\d+)?))?\.npy$/;

/** Folders whose training runs come from the published seeds, and the couplings used there. */
const DETERMINED_FOLDERS: readonly {
  readonly folder: RegExp;
  /** Names there that are meant; left out where all are. */
  readonly name?: RegExp;
  readonly coefficient: number;
  readonly streams: PublishedExperiment["streams"];
}[] = [
  { folder: /^training\/RPA\/Heisenberg\/n8$/, coefficient: 2, streams: "published" },
  { folder: /^training\/RPA\/Heisenberg\/n6(\/finite|\/lambda)?$/, coefficient: 2, streams: "published" },
  { folder: /^training\/RPA\/Heisenberg\/n4\/L\d+$/, coefficient: 2, streams: "published" },
  { folder: /^training\/RPA\/randS\/n\d+$/, coefficient: 0, streams: "published-projector" },
  { folder: /^linearLoss\/Heisenberg\/n6$/, coefficient: 2, streams: "published" },
  { folder: /^training\/HEA\/Heisenberg\/n8$/, name: /_n8D/, coefficient: 2, streams: "published" },
  { folder: /^training\/HEA\/Ising\/n8$/, name: /_n8D/, coefficient: 2, streams: "published" },
  { folder: /^training\/HEA\/Heisenberg\/n2$/, coefficient: 4, streams: "published-device" },
];

/** Why files in other places, or of other kinds, are not determined; the first match counts. */
const REASONS: readonly { readonly path: RegExp; readonly reason: string }[] = [
  { path: /Kolkata|Sherbrooke|Cairo|Noise|noise|shot/, reason: "measured on a device or with noise" },
  { path: /^training\/RPA\/randS\/toyU/, reason: "theory and Monte Carlo of the restricted Haar ensemble, not a run" },
  {
    path: /^training\/RPA\/randS\/.*Tgt\d+(\.\d+)?_\d+\.npy$/,
    reason: "half of the samples of the file without the last number",
  },
  { path: /^training\/RPA\/randS\/.*FP2Hist/, reason: "made with other seeds" },
  {
    path: /^training\/RPA\/Heisenberg\/n4\/RPA(Ks|gaps)/,
    reason: "means over samples derived from 95 runs: K at the end, and the gap of the mean spectrum",
  },
  { path: /^training\/RPA\/Heisenberg\/n2\//, reason: "made with other seeds" },
  { path: /^training\/RPA\/.*L100/, reason: "made with other seeds" },
  { path: /^training\/HEA\/Heisenberg\/n6\//, reason: "made with other seeds" },
  {
    path: /^training\/HEA\/Heisenberg\/n8\/HEA.*_n8L/,
    reason: "runs of the device study, whose initial angles are not published",
  },
  { path: /^QNTK\//, reason: "1000 random initialisations made with other seeds" },
];

/**
 * What the file at a path below `data` holds.
 *
 * @param path with forward slashes, such as `training/RPA/Heisenberg/n6/RPAKhistXXZ_n6L192Tgt-22.npy`
 */
export function recognizeFile(path: string): PublishedFile {
  const slash = path.lastIndexOf("/");
  const folder = path.slice(0, Math.max(0, slash));
  const name = path.slice(slash + 1);
  const place = DETERMINED_FOLDERS.find((entry) => entry.folder.test(folder) && entry.name?.test(name) !== false);
  const match = NAME.exec(name);
  if (place !== undefined && match !== null && !/L100/.test(name)) {
    const determined = determinedFile(match, folder, place);
    if (determined !== undefined) return determined;
  }
  const known = REASONS.find((entry) => entry.path.test(path));
  if (known === undefined) return { kind: "unknown", reason: "not recognised by its name" };
  const study = recognizeStudy(path);
  return study === undefined ? { kind: "other", reason: known.reason } : { ...study, kind: "statistical", reason: known.reason };
}

function determinedFile(
  match: RegExpExecArray,
  folder: string,
  place: (typeof DETERMINED_FOLDERS)[number],
): DeterminedFile | undefined {
  const [, ansatz, letter, suffix = "", model, qubits, size, target] = match;
  const quantity = model === "randS" ? projectorQuantity(letter, suffix, folder, match[0]) : quantityOf(letter, suffix);
  const linear = folder.startsWith("linearLoss") && target === undefined;
  if (quantity === undefined || (target === undefined && !linear)) return undefined;
  return {
    kind: "determined",
    quantity,
    experiment: {
      ansatz: ansatz === "RPA" ? "rpa" : "hea",
      qubits: Number(qubits),
      layers: Number(size),
      observable: model === "XXZ" ? "xxz" : model === "TFIM" ? "tfim" : "projector",
      coefficient: place.coefficient,
      loss: linear ? "linear" : "quadratic",
      target: linear ? 0 : target === "c" ? "converged" : Number(target),
      streams: place.streams,
    },
  };
}

function quantityOf(letter: string, suffix: string): PublishedQuantity | undefined {
  const history = suffix.toLowerCase() === "hist";
  switch (letter) {
    case "eps":
      return history ? "epsilon" : undefined;
    case "E":
      return history ? "expectation" : undefined;
    case "K":
      return history ? "kernel" : undefined;
    case "mu":
      return history ? "mu-history" : suffix === "" ? undefined : "mu-final";
    case "theta":
    case "thetas":
    case "params":
      return history ? "theta-history" : undefined;
    case "Hend":
      return "hessian-final";
    case "Jend":
      return "gradient-final";
    default:
      return undefined;
  }
}

/** A file of angles left at zero where trained ones were meant: its μ is that of no trained circuit. */
const AT_ZERO = "training/RPA/randS/n5/RPAmusrandS_n5L512Tgt5.npy";

/** What a file of the state preparation holds: μ and θ before and after training, or after it alone where the target is written as 5. */
function projectorQuantity(letter: string, suffix: string, folder: string, name: string): PublishedQuantity | undefined {
  if (`${folder}/${name}` === AT_ZERO) return "mu-at-zero";
  if (suffix !== "s" && !(suffix === "" && letter === "thetas")) return quantityOf(letter, suffix);
  if (letter === "mu") return /Tgt\d+\.\d+\.npy$/.test(name) ? "mu-history" : "mu-final";
  return letter.startsWith("theta") ? "theta-history" : undefined;
}

/** Whether a quantity has a row for every step. */
export function isStepHistory(quantity: PublishedQuantity): boolean {
  return quantity === "epsilon" || quantity === "expectation" || quantity === "kernel";
}

/** Whether an experiment is the limited-depth study, whose histories have strides of their own. */
function isLimitedDepth({ ansatz, qubits, layers }: PublishedExperiment): boolean {
  return ansatz === "rpa" && qubits === 6 && layers === 6;
}

/** Whether an experiment is the four-qubit study: six rows of θ spread over the run, the last one at the last row of ε. */
export function isHessianStudy({ ansatz, qubits, observable }: PublishedExperiment): boolean {
  return ansatz === "rpa" && qubits === 4 && observable !== "projector";
}

/** Updates of the state preparation, found by matching the published final μ. */
const PROJECTOR_UPDATES = 30_000;

/**
 * The number of updates an experiment's final quantities come after.
 *
 * @param rows rows of its ε or K history; left out where no file states it, and then known for the study of λ∞ only, by matching the
 * published final angles and μ, to 1e-11
 */
export function updatesOf(experiment: PublishedExperiment, rows?: number): number | undefined {
  const { ansatz, qubits, layers, target } = experiment;
  const ofChain = experiment.observable !== "projector";
  const atLastRow = isHessianStudy(experiment) || (ofChain && (qubits === 2 || (ansatz === "rpa" && qubits === 8)));
  if (rows !== undefined) return atLastRow ? rows - 1 : rows;
  if (experiment.observable === "projector") return PROJECTOR_UPDATES;
  if (qubits === 6 && target === -22) return layers <= 32 ? 5_001 : layers <= 96 ? 10_001 : 10_000;
  return undefined;
}

/** Whether no file and no rule tells the stride of a μ or θ history: those of the state preparation with more rows than the two ends. */
export function hasUnknownStride({ observable }: PublishedExperiment, rows: number): boolean {
  return observable === "projector" && rows > 2;
}

/**
 * The step each row of a μ or θ history belongs to: multiples of a stride, then the parameters after the last update.
 *
 * @param rows rows of the history
 * @param updates updates of the run
 * @param options `linearStudy`: of the linear-loss study; `stride`: the stride, where it was searched for
 */
export function historySteps(
  experiment: PublishedExperiment,
  rows: number,
  updates: number,
  options: { readonly linearStudy?: boolean; readonly stride?: number } = {},
): number[] {
  requireFields("historySteps", options, ["linearStudy", "stride"]);
  const { linearStudy = false, stride = historyStride(experiment, rows, updates, linearStudy) } = options;
  return Array.from({ length: rows }, (_, k) => (k === rows - 1 && !isHessianStudy(experiment) ? updates : k * stride));
}

function historyStride(experiment: PublishedExperiment, rows: number, updates: number, linearStudy: boolean): number {
  const { ansatz, qubits, target } = experiment;
  if (isHessianStudy(experiment) || rows === 2) return updates / (rows - 1);
  if (ansatz === "hea") return qubits === 2 ? 1 : 40;
  if (qubits === 8) return 50;
  if (linearStudy) return 100;
  if (isLimitedDepth(experiment)) return target === "converged" ? 800 : 80;
  return 40;
}
