/**
 * Name and version of this package, as stated in its manifest.
 */
import manifest from "../../package.json" with { type: "json" };

export const packageName: string = manifest.name;
export const packageVersion: string = manifest.version;
