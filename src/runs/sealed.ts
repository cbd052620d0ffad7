/**
 * JSON files that end in a digest of themselves, so that a changed byte is found when they are read. Runs in Node and in the browser.
 */
import { FormatError } from "../base/errors.ts";
import { damageOfFile, requireWhole, sha256Of } from "./checksums.ts";

const END = "\n}\n";
const SEAL = /,\n {2}"digest": "sha256:([0-9a-f]{64})"\n\}\n$/;
/** What is left of a seal that has been hit. */
const TRACE = /"digest"|"sha256:/;

/**
 * The text of an object that is not empty, with a last field `digest`: the SHA-256 of the text without that field.
 *
 * @param space indentation, as of JSON.stringify
 */
export function sealedJson(value: object, space = 2): string {
  const text = JSON.stringify(value, null, space);
  const body = text.slice(0, text.lastIndexOf("}")).trimEnd();
  return `${body},\n  "digest": "sha256:${sha256Of(bytesOf(body + END))}"${END}`;
}

/**
 * Checks the digest at the end of a text.
 *
 * @returns whether there is one: files of earlier versions have none
 * @throws FormatError naming the file, the digest expected and the one found
 */
export function checkSeal(text: string, path: string): boolean {
  const match = SEAL.exec(text);
  if (match === null) {
    if (TRACE.test(text.slice(-120))) throw new FormatError(path, "is damaged: expected a digest in its last field, found none");
    return false;
  }
  requireWhole(path, damageOfFile(bytesOf(text.slice(0, match.index) + END), match[1]));
  return true;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
