/**
 * The race to a residual error between targets below the spectrum and the linear loss: with the same η, at equal cost, and at the limit of
 * stability.
 */

import { type RacePrediction, type RaceTime, racePrediction, raceTime } from "../analysis/speedup.ts";
import type { Simulator } from "../engine/engine.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { lossCurvature } from "../gradients/curvature.ts";
import type { RunDocument } from "../runs/run-document.ts";
import { quadraticLoss } from "../training/losses.ts";
import type { TrainingRecord } from "../training/record.ts";

/** What the study adds to an experiment. */
export interface SpeedupOptions {
  /** |ε - R| to be reached. */
  readonly error: number;
  /** R of the targets; left out for a range around the limit of stability. */
  readonly residuals?: readonly number[];
}

/** One target. */
export interface Racer {
  /** R. */
  readonly residual: number;
  readonly target: number;
  readonly predicted: RacePrediction;
  /** 2 over the largest curvature of the loss at the initial and the final angles. */
  readonly etaLimit: number;
  /** How many samples oscillate with the same η. */
  readonly oscillating: number;
  /** With the same η; undefined where the run did not settle. */
  readonly measured?: RaceTime;
  /** With η so small that no step is larger than the largest one of the linear loss. */
  readonly equalCost?: RaceTime;
}

/** The whole race. */
export interface SpeedupReport {
  readonly error: number;
  readonly eta: number;
  readonly linear: RaceTime & { readonly etaLimit: number };
  readonly racers: readonly Racer[];
  /** R at which η is at the limit of stability: the nearer to it, the faster, and beyond it nothing is stable. */
  readonly optimum: number;
}

/** Targets unless given: this many times the residual at the limit of stability. */
export const RATIOS = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 5 / 4];
/** Room left after a predicted time. */
const ROOM = 1.2;
const ROOM_STEPS = 40;
/** Largest residual at which the limit of stability is looked for, in widths of the spectrum. */
export const FAR = 1e3;

/** A run as the race looks at it. */
export interface FinishedRun {
  readonly document: RunDocument;
  readonly record: TrainingRecord;
}

/** A run towards a target. */
export interface Heat {
  /** Name of its folder. */
  readonly name: string;
  readonly words: string;
  readonly config: ExperimentConfig;
  readonly predicted: RacePrediction;
}

/** The two runs towards a target: with the same η and at equal cost. */
export function heatsOf({ record, document: { config, extremes } }: FinishedRun, residual: number, error: number): [Heat, Heat] {
  const predicted = racePrediction(record, 0, residual, error);
  const heat = (name: string, words: string, eta: number): Heat => ({
    name: `${name}-${residual}`,
    words: `R = ${residual}, ${words}`,
    config: {
      ...config,
      loss: quadraticLoss.name,
      target: [extremes.min - residual],
      eta,
      steps: Math.ceil((ROOM * predicted.slowest * config.eta) / eta) + ROOM_STEPS,
    },
    predicted,
  });
  return [heat("same-eta", "same η", config.eta), heat("equal-cost", "equal cost", config.eta * predicted.equalCost)];
}

/** Times of a run in which every sample came to the goal, and none oscillates. */
export function settled({ record, document: { events } }: FinishedRun, residual: number, error: number): RaceTime | undefined {
  const time = raceTime(record, residual, error);
  return events !== undefined || Number.isNaN(time.steps) ? undefined : time;
}

/** Predicted steps at equal cost: gradient flow's clock runs in units of 1/η. */
export function equalCostSteps({ predicted }: Racer): number {
  return predicted.steps / predicted.equalCost;
}

/** The largest curvature of the loss at every one of some angles. */
export function* curvatureSteps(simulator: Simulator, points: readonly Float64Array[]): Generator<number, number[], void> {
  const found: number[] = [];
  for (const theta of points) {
    found.push(lossCurvature(simulator, theta).max);
    yield found.length;
  }
  return found;
}
