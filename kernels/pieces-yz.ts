// YZ rotations of one qubit after the other on a tile: `count` pieces of `width` pairs of rows, `stride` pairs from one to the next.
//
// The overlaps of a piece are summed apart and added to those of the pieces before it. Native kernels take a single column in four parts at once.
import { overlapAt, trigAt, word } from "./addresses";
import { vectorsOf } from "./layout";
import { rotateYZ, undoYZ } from "./rotations-yz";

/** The operations first .. last that act on a bit from `low` on and below `high`, on ψ, or undone on ψ and λ with their overlaps. */
export function tile(
  first: usize,
  last: usize,
  psi: usize,
  lambda: usize,
  g: i32,
  undo: bool,
  low: i32,
  high: i32,
  from: i32,
  width: i32,
  stride: i32,
): void {
  for (let k: usize = 0; k <= last - first; k += 32) {
    const op = undo ? last - k : first + k;
    const bit = word(op, 1);
    if (bit < low || bit >= high) continue;
    const y = word(op, 2);
    const z = word(op, 3);
    for (let p = from; p < from + (high >> 1); p += stride) {
      if (undo) {
        const outY = overlapAt(y, 0, g);
        undoYZ(psi, lambda, vectorsOf(g), bit, trigAt(y, g), trigAt(z, g), p, p + width, outY, overlapAt(z, 0, g), p > 0);
      } else {
        rotateYZ(psi, vectorsOf(g), bit, trigAt(y, g), trigAt(z, g), p, p + width);
      }
    }
  }
}
