// YZ rotations of many qubits in a row, tile by tile: the rows that a group of qubits mixes stay in the cache while all their gates act on them.
//
// The lowest qubits mix neighbouring rows. Higher ones are taken a group at a time: its tiles are a few neighbouring rows and those that lie
// the group's bits further. Gates of different qubits commute, so groups may come in any order, forward as well as undone.
import { overlapAt, trigAt, word } from "./addresses";
import { dimension, vectorsOf } from "./layout";
import { rotateYZ, undoYZ } from "./rotations-yz";

/** Rows of a tile: both states stay in the second-level cache. */
const TILE_ROWS: i32 = 4096;
/** Neighbouring rows of a tile of higher qubits. */
const NEIGHBOURS: i32 = 16;
/** Pairs of neighbouring rows done in one go; the overlaps of one go are added up apart. */
const PIECE: i32 = 128;

/** The operations first .. last on ψ, for one group of columns. */
export function forwardRun(first: usize, last: usize, psi: usize, g: i32): void {
  run(first, last, psi, 0, g, false);
}

/** Undoes them on ψ and λ, and takes their overlaps. */
export function undoRun(first: usize, last: usize, psi: usize, lambda: usize, g: i32): void {
  run(first, last, psi, lambda, g, true);
}

@inline
function run(first: usize, last: usize, psi: usize, lambda: usize, g: i32, undo: bool): void {
  for (let low = 1; low < dimension; ) {
    const high = min(dimension, low == 1 ? TILE_ROWS : low * (TILE_ROWS / NEIGHBOURS));
    const width = low == 1 ? min(high >> 1, PIECE) : NEIGHBOURS;
    const stride = low == 1 ? width : low;
    const offsets = low == 1 ? 1 : low;
    for (let base = 0; base < dimension >> 1; base += high >> 1) {
      for (let offset = 0; offset < offsets; offset += NEIGHBOURS) {
        const from = base + offset;
        for (let k: usize = 0; k <= last - first; k += 32) {
          const op = undo ? last - k : first + k;
          const bit = word(op, 1);
          if (bit < low || bit >= high) continue;
          for (let p = from; p < from + (high >> 1); p += stride) {
            if (undo) undoPiece(op, psi, lambda, g, bit, p, p + width);
            else rotateYZ(psi, vectorsOf(g), bit, trigAt(word(op, 2), g), trigAt(word(op, 3), g), p, p + width);
          }
        }
      }
    }
    low = high;
  }
}

function undoPiece(op: usize, psi: usize, lambda: usize, g: i32, bit: i32, from: i32, to: i32): void {
  const y = word(op, 2);
  const z = word(op, 3);
  undoYZ(psi, lambda, vectorsOf(g), bit, trigAt(y, g), trigAt(z, g), from, to, overlapAt(y, 0, g), overlapAt(z, 0, g), from > 0);
}
