/**
 * The engines that run here, and those that do not, with the reason.
 */
import { type EngineName, engineNames } from "../../src/engine/engine.ts";
import { nativeStatus } from "../../src/kernels/native.ts";

const native = nativeStatus();

/** Why the native engine is left out of the tests, where it is. */
export const nativeSkipped: string | undefined = native.available ? undefined : `no native kernels here: ${native.reason}`;

/** The engines that run here. */
export const runningEngines: readonly EngineName[] = engineNames.filter((name) => name !== "native" || native.available);
