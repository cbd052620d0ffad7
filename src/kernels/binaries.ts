/**
 * How the builds of the kernels are written down: what differs from another one of them, which is little.
 */

/** The builds of a precision: the first as base64, the others in pieces, [place, length] of what stands in another and base64 of what does not. */
export interface Binaries {
  readonly plain: string;
  readonly plainShared: PatchedBinary;
  readonly relaxed: PatchedBinary;
  readonly relaxedShared: PatchedBinary;
}

interface PatchedBinary {
  readonly of: "plain" | "relaxed";
  readonly pieces: readonly (string | readonly number[])[];
}

/** The bytes of a build. */
export function bytesOf(builds: Binaries, name: keyof Binaries): Uint8Array<ArrayBuffer> {
  const build = builds[name];
  if (typeof build === "string") return decode(build);
  const base = bytesOf(builds, build.of);
  const parts = build.pieces.map((piece) =>
    typeof piece === "string" ? decode(piece) : base.subarray(piece[0], piece[0] + piece[1]),
  );
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
