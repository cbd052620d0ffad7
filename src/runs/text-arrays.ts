/**
 * Texts of a fixed length in arrays: code points, 32 bits each, as NumPy's '<U' and Zarr's fixed_length_utf32 have them.
 */

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

/** Little-endian bytes of numbers of 32 bits. */
export function littleEndian(codes: Int32Array): Uint8Array {
  const bytes = new Uint8Array(4 * codes.length);
  const view = new DataView(bytes.buffer);
  codes.forEach((code, k) => {
    view.setInt32(4 * k, code, true);
  });
  return bytes;
}

/** An .npy file of texts, of dtype '<U'. */
export function textNpy(texts: readonly string[]): Uint8Array {
  const { codes, length } = textArray(texts);
  const header = `{'descr': '<U${length}', 'fortran_order': False, 'shape': (${texts.length},), }`;
  // Magic, version and length take ten bytes; the whole head is a multiple of 64 and ends in a line break.
  const size = Math.ceil((header.length + 11) / 64) * 64;
  const head = new TextEncoder().encode(`${header.padEnd(size - 11)}\n`);
  const data = littleEndian(codes);
  const bytes = new Uint8Array(size + data.length);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, head.length & 0xff, head.length >> 8]);
  bytes.set(head, 10);
  bytes.set(data, size);
  return bytes;
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
