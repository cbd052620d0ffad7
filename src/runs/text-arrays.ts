/**
 * Texts of a fixed length in arrays: code points, 32 bits each, as NumPy's '<U' and Zarr's fixed_length_utf32 have them.
 */
import { littleEndian, npyBytes } from "./npy-bytes.ts";

/** Texts of equal length, padded with zeros. */
export interface TextArray {
  /** Shape (texts, length). */
  readonly codes: Int32Array;
  /** Characters of the longest text, at least 1. */
  readonly length: number;
}

/** Texts as code points. */
export function textArray(texts: readonly string[]): TextArray {
  const points = texts.map((text) => [...text].map((letter) => letter.codePointAt(0) ?? 0));
  const length = points.reduce((longest, each) => Math.max(longest, each.length), 1);
  const codes = new Int32Array(texts.length * length);
  points.forEach((each, k) => {
    codes.set(each, k * length);
  });
  return { codes, length };
}

/** An .npy file of texts, of dtype '<U'. */
export function textNpy(texts: readonly string[]): Uint8Array {
  const { codes, length } = textArray(texts);
  return npyBytes(`<U${length}`, [texts.length], littleEndian(codes));
}

/** The description of a Zarr array of texts in one chunk, with the codecs given. */
export function textMetadata(
  texts: number,
  length: number,
  dimension: string,
  description: string,
  codecs: readonly unknown[],
): Record<string, unknown> {
  return {
    zarr_format: 3,
    node_type: "array",
    shape: [texts],
    data_type: { name: "fixed_length_utf32", configuration: { length_bytes: 4 * length } },
    chunk_grid: { name: "regular", configuration: { chunk_shape: [texts] } },
    chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
    fill_value: "",
    codecs,
    dimension_names: [dimension],
    attributes: { description },
  };
}
