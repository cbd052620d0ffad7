/**
 * A configuration with some of its fields given otherwise.
 */
import { CRITICAL_TARGET, decidingFields, defaultStreamFields, foreignFields, isNoisy, takesSeed } from "./config.ts";

/**
 * The fields of a file overridden by options: those of the file that only make sense with what an option replaces, such as the field of an observable that is no longer chosen,
 * go with it.
 */
export function overridden(
  file: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const replaced = [
    ...decidingFields().flatMap((by) => (options[by] === undefined ? [] : foreignFields(file, by, String(options[by])))),
    ...(options.streams === undefined || takesSeed(String(options.streams)) ? [] : defaultStreamFields()),
    ...(options.target === undefined || [options.target].flat().includes(CRITICAL_TARGET)
      ? []
      : ["criticalFrom", "criticalSteps"]),
    ...(options.noise === undefined ? [] : ["layout", "idle", "noiseEngine", "mitigate"]),
    ...(options.noise === undefined || !isNoisy(String(options.noise)) ? [] : ["device"]),
    ...(options.device === undefined ? [] : ["layout", "noise", "idle", "noiseEngine", "mitigate", "gradient"]),
    ...(options.shots === undefined ? [] : ["gradient"]),
  ];
  return { ...Object.fromEntries(Object.entries(file).filter(([field]) => !replaced.includes(field))), ...options };
}
