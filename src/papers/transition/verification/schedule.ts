/**
 * In which order published experiments are simulated, several at a time where asked, and how far the whole has come.
 */

import { ansatzOf, parametersOf } from "../../../experiment/chosen.ts";
import type { PublishedExperiment } from "../data/catalogue.ts";
import { circuitName, experimentName } from "../data/experiment.ts";
import type { Demand } from "./demand.ts";

/** How far a verification has come. */
export interface Advance {
  /** Work done and work in all, in arbitrary units. */
  readonly done: number;
  readonly total: number;
  /** What is being simulated. */
  readonly label: string;
}

/** Demands with equal circuits, which follow each other: they share the circuit, and some need what an earlier one found. */
export function chainsOf(demands: readonly Demand[]): Demand[][] {
  const chains = new Map<string, Demand[]>();
  for (const demand of demands) {
    const name = circuitName(demand.experiment);
    chains.set(name, [...(chains.get(name) ?? []), demand]);
  }
  return [...chains.values()];
}

/** Runs tasks, at most `jobs` at a time, in order. A task that throws ends all: those not yet begun are left out. */
export async function inParallel<T>(tasks: readonly T[], jobs: number, run: (task: T) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < tasks.length && !failed) {
      const task = tasks[next++];
      try {
        await run(task);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, worker));
}

/** Chains in the order in which they should start: as they are for one job, longest first for several. */
export function orderOf(chains: readonly Demand[][], jobs: number): readonly Demand[][] {
  return jobs === 1 ? chains : [...chains].sort((a, b) => workOf(b) - workOf(a));
}

/** Floating-point operations of a dense layer on a state, roughly: a complex multiplication and addition are eight; a rotation is about forty for each amplitude. */
export function denseLayerCost(dimension: number): number {
  return 8 * dimension ** 2 + 40 * dimension;
}

/** Floating-point operations of a step, roughly, for a column: three sweeps over every layer. */
export function stepCostOf(experiment: PublishedExperiment): number {
  const { definition, fields } = ansatzOf(experiment);
  const dimension = 2 ** experiment.qubits;
  const { matrices = 0 } = definition.footprint(fields, { ...experiment, layers: 1 });
  // A matrix element is two numbers.
  const layerCost = 4 * matrices + 40 * dimension;
  return 3 * parametersOf(experiment) * layerCost + 1000;
}

/** An experiment whose training tells how fast a machine is. */
export const TIMED: PublishedExperiment = {
  ...{ ansatz: "rpa", qubits: 5, layers: 64, observable: "xxz", coefficient: 2, loss: "quadratic", target: -18 },
  streams: "published",
};

/** Operations that a random unitary takes for each cube of its dimension, its random numbers included. */
const UNITARY_COST = 8;

/** Floating-point operations of making a circuit, roughly: its random unitaries. */
export function circuitCost({ ansatz, qubits, layers }: Pick<PublishedExperiment, "ansatz" | "qubits" | "layers">): number {
  return ansatz === "rpa" ? UNITARY_COST * layers * 8 ** qubits : 0;
}

function workOf(demands: readonly Demand[]): number {
  return demands.reduce((total, demand) => total + (demand.lastRow + 1) * demand.compared * stepCostOf(demand.experiment), 0);
}

/** Adds up the rows simulated of all demands. */
export function progressOf(
  demands: readonly Demand[],
  report: (advance: Advance) => void,
): { rows(demand: Demand, row: number): void; finished(demand: Demand): void } {
  const total = workOf(demands);
  const shares = new Map<Demand, number>();
  const running = new Set<Demand>();
  const tell = () => {
    const done = [...shares].reduce((sum, [demand, share]) => sum + share * workOf([demand]), 0);
    report({ done, total, label: [...running].map(({ experiment }) => experimentName(experiment)).join(" and ") });
  };
  return {
    rows(demand, row) {
      running.add(demand);
      shares.set(demand, Math.min(1, row / (demand.lastRow + 1)));
      tell();
    },
    finished(demand) {
      running.delete(demand);
      shares.set(demand, 1);
      tell();
    },
  };
}
