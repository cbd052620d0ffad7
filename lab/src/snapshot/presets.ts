/**
 * Settings worth a click: what each changes of the initial snapshot.
 */
import { initialSnapshot, type Snapshot } from "./snapshot.ts";

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

/** The snapshot of a preset; how one looks and what is hidden stays. */
export function presetSnapshot({ changes }: Preset, { view, overlays, hide, drag, speed }: Snapshot): Snapshot {
  return { ...initialSnapshot, overlays, hide, drag, speed, view: view === "guide" ? "dynamics" : view, ...changes };
}
