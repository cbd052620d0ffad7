// Where the words of an operation, and the lines that belong to a rotation and a group of columns, lie.
import { addressAt, blocks, chunk, lineAt, lineBytes, overlaps, partial, RUN_CHUNKS, resultAt, resultBytes, trig, weights } from "./layout";

@inline
export function word(op: usize, k: i32): i32 {
  return load<i32>(op + (k << 2));
}

/** A word of an operation that is an address. */
@inline
export function address(op: usize, k: i32): usize {
  return addressAt(op + (k << 2));
}

@inline
export function trigAt(rotation: i32, group: i32): usize {
  return trig + ((<usize>rotation * lineBytes + lineAt(group)) << 1);
}

@inline
export function weightAt(rotation: i32, tangent: i32, group: i32): usize {
  return weights + <usize>(rotation * (blocks - 1) + tangent) * lineBytes + lineAt(group);
}

/** Where a run adds up a rotation's overlap: in place, or those of its chunk. */
@inline
export function sumAt(rotation: i32, block: i32, group: i32): usize {
  const line = rotation * blocks + block;
  if (chunk < 0) return overlaps + <usize>line * resultBytes + resultAt(group);
  return partial + (<usize>line * <usize>RUN_CHUNKS + <usize>chunk) * resultBytes + resultAt(group);
}

@inline
export function overlapAt(rotation: i32, block: i32, group: i32): usize {
  return overlaps + <usize>(rotation * blocks + block) * resultBytes + resultAt(group);
}
