/**
 * Entry of a worker thread that trains some columns of a run. Node only.
 */
import { parentPort, workerData } from "node:worker_threads";
import { engineNamed } from "../engine/engines.ts";
import { advance } from "../training/step.ts";
import type { AdvanceReply, AdvanceRequest, ShardSetup } from "./protocol.ts";

const setup = workerData as ShardSetup;
const simulator = engineNamed(setup.engine).load(setup.circuit, setup.observable);
let { state } = setup;

parentPort?.on("message", ({ count }: AdvanceRequest) => {
  let reply: AdvanceReply;
  try {
    const result = advance(simulator, setup.plan, state, count);
    ({ state } = result);
    reply = result;
  } catch (error) {
    reply = { error: (error as Error).message };
  }
  parentPort?.postMessage(reply);
});
