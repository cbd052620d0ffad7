/**
 * Entry of a worker thread that helps the WebAssembly engine with the rows of a batch. Node only.
 */
import { parentPort, workerData } from "node:worker_threads";
import { help, type KernelTask } from "../engine/wasm/team.ts";

const { task, thread } = workerData as { task: KernelTask; thread: number };
parentPort?.postMessage("ready");
help(task, thread);
