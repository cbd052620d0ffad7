/**
 * Entry of a worker thread that trains some columns of a run. Node only.
 */
import { parentPort, workerData } from "node:worker_threads";
import { advance } from "../training/step.ts";
import { loadShard } from "./load.ts";
import type { AdvanceReply, AdvanceRequest, ShardSetup } from "./protocol.ts";

const setup = workerData as ShardSetup;
const loading = loadPlugins(setup.plugins ?? []).then(() => loadShard(setup));
loading.catch(() => {});
let { state } = setup;

/** Definitions of the user's own are registered in every thread. */
async function loadPlugins(paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const { loadPlugin } = await import("../plugins/load.ts");
  for (const path of paths) await loadPlugin(path);
}

parentPort?.on("message", async ({ count }: AdvanceRequest) => {
  let reply: AdvanceReply;
  try {
    const result = advance(await loading, setup.plan, state, count);
    ({ state } = result);
    reply = result;
  } catch (error) {
    reply = { error: (error as Error).message };
  }
  parentPort?.postMessage(reply);
});
