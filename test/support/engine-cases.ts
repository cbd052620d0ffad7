/**
 * The engines that run here, and those that do not, with the reason.
 */
import type { EngineName } from "../../src/engine/engine.ts";
import { engines } from "../../src/engine/engines.ts";
import { nativeStatus } from "../../src/kernels/native.ts";

const native = nativeStatus();

/** Why the native engine is left out of the tests, where it is. */
export const nativeSkipped: string | undefined = native.available ? undefined : `no native kernels here: ${native.reason}`;

/** The engines that run here. */
export const runningEngines: readonly EngineName[] = engines.names.filter((name) => name !== "native" || native.available);
