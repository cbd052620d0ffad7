/**
 * Draws ensembles in a thread of its own.
 */
import { expose } from "comlink";
import { buildExperiment, type EnsembleAverages, type ExperimentConfig } from "qntk";
import { atEdge, type Draws, drawBatch, initialTheory, lateTheory, type Setting, type Source } from "./draw.ts";

/** What the draws are held against. */
export interface Theory {
  readonly initial: EnsembleAverages;
  readonly late: EnsembleAverages;
  /** Whether the target leads to an end of the spectrum. */
  readonly edge: boolean;
}

let setting: Setting | undefined;

const api = {
  open(config: ExperimentConfig, parameters: number): Theory {
    setting = { experiment: buildExperiment(config), parameters };
    return { initial: initialTheory(setting), late: lateTheory(setting), edge: atEdge(setting.experiment) };
  },
  draw(source: Source, number: number, count: number): Draws | undefined {
    return setting && drawBatch(setting, source, number, count);
  },
};

export type DrawApi = typeof api;

expose(api);
