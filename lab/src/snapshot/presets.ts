/**
 * Settings worth a click: what each changes of the initial snapshot.
 */
import { hasData, initialSnapshot, type Snapshot } from "./snapshot.ts";

export interface Preset {
  readonly name: string;
  /** What it shows, in one sentence. */
  readonly about: string;
  readonly changes: Partial<Snapshot>;
}

export const presets: readonly Preset[] = [
  {
    name: "Frozen kernel",
    about: "A target inside the spectrum: K freezes, the error dies exponentially.",
    changes: { target: "min+4" },
  },
  {
    name: "Critical point",
    about: "The target is O_min itself: error and kernel both fall as 1/t.",
    changes: { target: "min", time: "log" },
  },
  {
    name: "Frozen error",
    about: "A target below the spectrum: the error stops at R, K dies exponentially.",
    changes: { target: "min-4" },
  },
  {
    name: "Linear loss",
    about: "The loss ⟨O⟩ without a target: always a frozen error, at the slower rate 2ηλ.",
    changes: { target: "min-4", loss: "linear" },
  },
  {
    name: "Limited depth",
    about: "Twelve parameters for sixteen dimensions: samples are trapped above the residual.",
    changes: { layers: 12, target: "min-4", eta: 4e-3 },
  },
  {
    name: "Paper, Fig. 3",
    about: "Six qubits, 192 layers, five samples: the paper’s run towards O₀ = −24, from the same random numbers.",
    changes: { qubits: 6, layers: 192, target: "-24", streams: "published", samples: 5, steps: 8000, speed: 0 },
  },
  {
    name: "Noise",
    about: "Global depolarising noise shrinks the spectrum: a target just inside it falls out.",
    changes: { noise: 0.08, target: "-13" },
  },
];

/** Two qubits whose Z of the first has ends that two orthonormal states reach at once. */
const TWO: Partial<Snapshot> = { qubits: 2, observable: "pauli", pauli: "ZI", eta: 1e-2, samples: 6 };
/** Four qubits, on which three states do. */
const THREE: Partial<Snapshot> = { ...TWO, qubits: 3, pauli: "ZII", layers: 96, data: "haar:3" };

/** The seven phases of data, and what orthonormal inputs do not reach together. */
export const dataPresets: readonly Preset[] = [
  {
    name: "Frozen kernel",
    about: "Both targets inside the spectrum: both errors die, both kernels stay.",
    changes: { ...TWO, targets: "0.3,-0.5" },
  },
  {
    name: "Critical",
    about: "Both targets at ends of the spectrum: errors and kernels fall as powers.",
    changes: { ...TWO, targets: "max,min", time: "log" },
  },
  {
    name: "Frozen error",
    about: "Both targets beyond: the errors stay, the kernels die.",
    changes: { ...TWO, targets: "2,-2.5" },
  },
  { name: "Kernel + critical", about: "One inside, one at an end.", changes: { ...TWO, targets: "0.3,min", time: "log" } },
  { name: "Kernel + error", about: "One inside, one beyond.", changes: { ...TWO, targets: "0.4,-2" } },
  { name: "Critical + error", about: "One at an end, one beyond.", changes: { ...TWO, targets: "max,-2", time: "log" } },
  {
    name: "All three",
    about: "Three data: one inside, one at an end, one beyond.",
    changes: { ...THREE, targets: "0.2,max,2", plane: "1,3", time: "log" },
  },
  {
    name: "Not together",
    about: "An observable whose smallest eigenvalue has one state alone: two orthogonal ones cannot both have it.",
    changes: { targets: "min,min" },
  },
];

/** The presets of a view. */
export function presetsOf(snapshot: Snapshot): readonly Preset[] {
  return hasData(snapshot) ? dataPresets : presets;
}

/** The snapshot of a preset; how one looks and what is hidden stays. */
export function presetSnapshot({ changes }: Preset, { view, overlays, hide, drag, speed }: Snapshot): Snapshot {
  return { ...initialSnapshot, overlays, hide, drag, speed, view: view === "guide" ? "dynamics" : view, ...changes };
}
