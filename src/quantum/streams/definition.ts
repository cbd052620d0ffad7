/**
 * What random streams are: what they draw a run's initial angles from, and whether circuits and states are those of the published data.
 */

/** Random streams. */
export interface StreamDefinition {
  readonly name: string;
  /** What they are, in a few words. */
  readonly title: string;
  /** Name in the lab; the lab does not offer any without. */
  readonly label?: string;
  /** Whether they take a seed; others have seeds of their own. Circuits are then drawn from that seed too. */
  readonly seeded: boolean;
  /** θ(0) in radians, row-major of shape (samples, parameters). The seed is 0 where they take none. */
  angles(samples: number, parameters: number, seed: number): Float64Array;
  /** Whether all samples start from the same angles: they are repetitions. */
  readonly sameAngles?: boolean;
  /** Whether circuits are those of the published data: `none` for streams of angles alone. */
  readonly circuits?: "published" | "none";
  /** Whether a projector's random state is that of the published state preparation. */
  readonly publishedState?: boolean;
  /** What they are for, where they draw the runs of one ansatz and one observable alone. */
  readonly only?: { readonly ansatz: string; readonly observable: string };
}
