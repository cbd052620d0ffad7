/**
 * A snapshot as the part of the address behind #: readable key=value pairs, versioned, only what differs from the defaults.
 *
 * What cannot be read is left out with a notice, so that an old or mistyped link still opens.
 */
import { fieldNames, fields, initialSnapshot, type Snapshot, sameValue } from "./snapshot.ts";

/** Version of the address; its defaults never change. */
const HASH_VERSION = 1;

/** A snapshot read from an address, with what had to be ignored in words. */
export interface ReadHash {
  readonly snapshot: Snapshot;
  readonly notices: readonly string[];
}

/** The address of a snapshot, with the #. */
export function writeHash(snapshot: Snapshot): string {
  const pairs = fieldNames
    .filter((name) => !sameValue(snapshot[name], initialSnapshot[name]))
    .map((name) => `${name}=${encode(String(snapshot[name]))}`);
  return `#${[`v=${HASH_VERSION}`, ...pairs].join("&")}`;
}

/** Reads an address, with or without the #. */
export function readHash(hash: string): ReadHash {
  const notices: string[] = [];
  const found: Record<string, unknown> = {};
  for (const pair of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const at = pair.indexOf("=");
    const name = at < 0 ? pair : pair.slice(0, at);
    const text = decode(at < 0 ? "" : pair.slice(at + 1));
    if (name === "v") {
      if (Number(text) > HASH_VERSION)
        notices.push(`The link is of version ${text}, this lab of version ${HASH_VERSION}: some of it may be missing.`);
      continue;
    }
    if (!Object.hasOwn(fields, name)) {
      notices.push(`The link has “${name}”, which this lab does not know.`);
      continue;
    }
    const value = text === undefined ? undefined : fields[name].read(text);
    if (value === undefined) notices.push(`The link has ${name}=${text ?? pair.slice(at + 1)}, which is not a value of ${name}.`);
    else found[name] = value;
  }
  return { snapshot: { ...initialSnapshot, ...found }, notices };
}

/** Percent-encodes only what an address cannot hold, so that targets and Pauli sums stay readable. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("_", "%5F")
    .replace(/%2B/g, "+")
    .replace(/%2C/g, ",")
    .replace(/%20/g, "_")
    .replace(/%2A/gi, "*");
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("_", " "));
  } catch {
    return undefined;
  }
}
