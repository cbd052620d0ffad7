/**
 * The engine in its own thread.
 */
import { expose, transfer } from "comlink";
import { LabEngine } from "./engine.ts";
import type { EngineApi } from "./protocol.ts";

const engine = new LabEngine();

const api: EngineApi = {
  start: (config, pace, table) => engine.start(config, pace, table),
  steer: (steering) => engine.steer(steering),
  pace: (pace) => engine.pace(pace),
  extend: (steps) => engine.extend(steps),
  step: (count) => engine.step(count),
  frame() {
    const frame = engine.frame();
    if (frame === undefined) return undefined;
    const { epsilon, kernel, targets, muRows, mu, estimates } = frame;
    return transfer(
      frame,
      [epsilon, kernel, targets, muRows, mu, ...Object.values(estimates ?? {})].map((array) => array.buffer),
    );
  },
  deep: (lastRow) => engine.deep(lastRow),
  angles: () => engine.angles(),
  outline: () => engine.outline(),
  sampleGradient: (sample) => engine.sampleGradient(sample),
  hessianPoint: () => engine.hessianPoint(),
  hessianRows: (id, sample, first, count) => engine.hessianRows(id, sample, first, count),
  replay: (document, record, target, pace) => engine.replay(document, record, target, pace),
  complete: () => engine.complete(),
};

expose(api);
