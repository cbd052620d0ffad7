/**
 * Runs of the XXZ chain from the published random streams: the authors' own where the size is theirs.
 */

import type { Strides } from "../../../../training/plan.ts";
import type { PublishedExperiment } from "../../data/catalogue.ts";
import { configurationOf } from "../../data/experiment.ts";
import type { NamedRun } from "../../study.ts";

/** A random Pauli ansatz on the XXZ chain with J = 2. */
export interface PublishedSize {
  readonly qubits: number;
  /** L. */
  readonly layers: number;
  readonly samples: number;
}

/** What a run is trained for. */
export interface PublishedTraining {
  readonly loss: PublishedExperiment["loss"];
  readonly target: number;
  readonly steps: number;
  readonly measure: Strides;
}

/** The run of one target, named by its size, loss, target, samples and steps. */
export function publishedRun(size: PublishedSize, { loss, target, steps, measure }: PublishedTraining): NamedRun {
  const { qubits, layers, samples } = size;
  const published: PublishedExperiment = {
    ansatz: "rpa",
    qubits,
    layers,
    observable: "xxz",
    coefficient: 2,
    loss,
    target,
    streams: "published",
  };
  const goal = loss === "linear" ? "linear" : `target${target}`;
  return {
    name: `rpa-xxz-n${qubits}-L${layers}-${goal}-${samples}x${steps}`,
    config: configurationOf(published, { samples, steps, measure }),
    published,
  };
}
