/**
 * The bytes of .npy files: the magic word, the header that NumPy writes, numbers least significant byte first.
 */

const MAGIC = [0x93, ...new TextEncoder().encode("NUMPY")];

/** Whether a file begins as .npy files do. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, k) => bytes[k] === byte);
}

/** An .npy file, from NumPy's name of its type and the bytes of its numbers. */
export function npyBytes(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // Magic, version and length take ten bytes; the whole head is a multiple of 64 and ends in a line break.
  const size = Math.ceil((header.length + 11) / 64) * 64;
  const head = new TextEncoder().encode(`${header.padEnd(size - 11)}\n`);
  const bytes = new Uint8Array(size + data.length);
  bytes.set([...MAGIC, 1, 0, head.length & 0xff, head.length >> 8]);
  bytes.set(head, 10);
  bytes.set(data, size);
  return bytes;
}

/** The bytes of numbers, least significant first. */
export function littleEndian(data: Float64Array | Int32Array): Uint8Array {
  const bytes = new Uint8Array(data.byteLength);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (isLittleEndian()) return bytes;
  const view = new DataView(bytes.buffer);
  if (data instanceof Int32Array) for (let k = 0; k < data.length; k++) view.setInt32(4 * k, data[k], true);
  else for (let k = 0; k < data.length; k++) view.setFloat64(8 * k, data[k], true);
  return bytes;
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}
