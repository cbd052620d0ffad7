/**
 * Checksums of what a run folder holds: CRC-32C of every chunk, as Zarr's codec keeps it, and SHA-256 of whole files. Runs in Node and
 * in the browser.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import * as zarr from "zarrita";
import { FormatError } from "../base/errors.ts";

/** Bytes that Zarr's crc32c codec adds to a chunk. */
export const CRC32C_BYTES = 4;

/** Digits of a digest that a message shows. */
const SHOWN_DIGITS = 16;

/** The Castagnoli polynomial, bits reversed. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

/**
 * CRC-32C (Castagnoli) of some bytes, as RFC 3720 defines it.
 *
 * @returns an unsigned 32-bit integer
 */
export function crc32c(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) rest = TABLE[(rest ^ bytes[i]) & 255] ^ (rest >>> 8);
  return ~rest >>> 0;
}

/** SHA-256 of some bytes, in lower-case hexadecimal: what `sha256sum` prints. */
export function sha256Of(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** Content that is not what was written. */
export interface Damage {
  /** The checksum that was written down, in words. */
  readonly expected: string;
  /** That of the content that is there, in words. */
  readonly found: string;
}

/** Where a chunk differs from the CRC-32C at its end; undefined where it does not. */
export function damageOfChunk(bytes: Uint8Array): Damage | undefined {
  const body = bytes.subarray(0, Math.max(0, bytes.length - CRC32C_BYTES));
  const end = bytes.subarray(body.length);
  const expected = end.reduce((sum, byte, k) => sum + byte * 256 ** k, 0);
  const found = crc32c(body);
  const words = (value: number) => `crc32c ${value.toString(16).padStart(8, "0")}`;
  if (end.length < CRC32C_BYTES) return { expected: `${CRC32C_BYTES} bytes of checksum`, found: `${end.length} bytes` };
  return found === expected ? undefined : { expected: words(expected), found: words(found) };
}

/** Where a file differs from the SHA-256 written down for it; undefined where it does not. */
export function damageOfFile(bytes: Uint8Array, digest: string): Damage | undefined {
  const found = sha256Of(bytes);
  return found === digest ? undefined : { expected: `sha256 ${digest}`, found: `sha256 ${found}` };
}

/**
 * Refuses damaged content.
 *
 * @throws FormatError naming the file, the checksum expected and the one found
 */
export function requireWhole(path: string, damage: Damage | undefined): void {
  if (damage === undefined) return;
  const { expected, found } = damage;
  throw new FormatError(path, `is damaged: expected ${shortened(expected)}, found ${shortened(found)}`);
}

/** As `requireWhole`, for a file whose digest may not have been written down. */
export function requireDigest(path: string, bytes: Uint8Array, digest: string | undefined): void {
  if (digest !== undefined) requireWhole(path, damageOfFile(bytes, digest));
}

function shortened(words: string): string {
  return words.replace(/([0-9a-f]+)$/, (digits) => (digits.length > SHOWN_DIGITS ? `${digits.slice(0, SHOWN_DIGITS)}…` : digits));
}

/** Zarr's crc32c codec: zarrita's own writes nothing, and reads without a look at the checksum. */
class Crc32cCodec {
  readonly kind = "bytes_to_bytes";

  static fromConfig(): Crc32cCodec {
    return new Crc32cCodec();
  }

  encode(bytes: Uint8Array): Uint8Array {
    const result = new Uint8Array(bytes.length + CRC32C_BYTES);
    result.set(bytes);
    new DataView(result.buffer).setUint32(bytes.length, crc32c(bytes), true);
    return result;
  }

  decode(bytes: Uint8Array): Uint8Array {
    requireWhole("the chunk", damageOfChunk(bytes));
    return bytes.slice(0, bytes.length - CRC32C_BYTES);
  }

  computeEncodedSize(size: number): number {
    return size + CRC32C_BYTES;
  }
}

zarr.registry.set("crc32c", async () => Crc32cCodec);
