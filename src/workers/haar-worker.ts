/**
 * Entry of a worker thread that makes Haar unitaries of a circuit. Node only.
 */
import { workerData } from "node:worker_threads";
import { type HaarTask, helpWithHaar } from "../quantum/haar-layers.ts";

helpWithHaar(workerData as HaarTask);
