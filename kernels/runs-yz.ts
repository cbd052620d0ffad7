// YZ rotations of many qubits in a row, tile by tile: the rows that a group of qubits mixes stay in the cache while all their gates act on them.
//
// The lowest qubits mix neighbouring rows. Higher ones are taken a group at a time: its tiles are a few neighbouring rows and those that lie
// the group's bits further. Gates of different qubits commute, so groups may come in any order, forward as well as undone.
import { dimension } from "./layout";
import { tile } from "./pieces-yz";

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
        tile(first, last, psi, lambda, g, undo, low, high, from, width, stride);
      }
    }
    low = high;
  }
}
