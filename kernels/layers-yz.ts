// A run of RY and RZ on different qubits, as every layer of a hardware-efficient ansatz has one: all RY first, then all RZ at once, tile by
// tile, so that rows stay in the cache while many gates act on them. Gates of different qubits commute.
//
// The lowest qubits mix neighbouring rows: SUBTILE of them lie in the first-level cache, TILE in the second. Higher qubits are taken a group
// at a time: its tiles are a few neighbouring rows and those that lie the group's bits further. The order of everything depends on the number
// of qubits alone, and so do the sums.
import { blockBytes, blocks, dimension, RUN_CHUNKS, setChunk, setRun, thread, threads, vectorsOf } from "./layout";
import { meet } from "./meeting";
import { applyPhases, applySigns, applyTangentPhases, undoPhases, undoTangentPhases } from "./phases-yz";
import { clearOverlaps, gatherRun, isShifted, isTurned, phasesAt, prepareRun, SUMMED, shearsAt, swingAt, turnOverlapAt, weightsAt } from "./runs-yz";
import { overlapOne, overlapTwo, tangentOne, tangentTwo, turnOne, turnTwo, undoOne, undoTwo } from "./turns-yz";

/** As many as are summed at once. */
const SUBTILE: i32 = SUMMED;
const TILE: i32 = 4096;
/** Rows of a group of higher qubits. */
const GROUP: i32 = 256;
/** Neighbouring rows of a tile of higher qubits. */
const NEIGHBOURS: i32 = 16;
/** Fours, or pairs, of rows done in one go: their overlaps are added up apart. */
const PIECE: i32 = 64;

/** Chunks of tiles: as many as there are, or RUN_CHUNKS. Threads take them in turn. */
@inline
function tileChunks(): i32 {
  return min<i32>(RUN_CHUNKS, max<i32>(1, dimension / TILE));
}

/** The operations first .. last on ψ and its tangents, for one group of columns. */
export function forwardRun(first: usize, last: usize, psi: usize, g: i32): void {
  setRun(first);
  prepareRun(first, last, g);
  let top = TILE;
  while (top < dimension) top *= GROUP;
  for (let low = top / GROUP; low >= TILE; low /= GROUP) {
    turnHigh(low, psi, 0, g);
    meet();
  }
  const count = tileChunks();
  const rows = dimension / count;
  for (let c = thread; c < count; c += threads) forwardTiles(c * rows, (c + 1) * rows, psi, g);
  meet();
}

/** All qubits of the tiles of the rows start .. stop - 1. */
function forwardTiles(start: i32, stop: i32, psi: usize, g: i32): void {
  for (let tile = start; tile < stop; tile += TILE) {
    const end = min<i32>(tile + TILE, stop);
    turnNear(SUBTILE, TILE, tile, end, psi, 0, g);
    for (let from = tile; from < end; from += SUBTILE) {
      const to = min<i32>(from + SUBTILE, end);
      turnNear(1, SUBTILE, from, to, psi, 0, g);
      shiftRows(from, to, psi, g);
    }
  }
}

/** Undoes them on ψ, λ and their tangents, and takes their overlaps. */
export function undoRun(first: usize, last: usize, psi: usize, lambda: usize, g: i32): void {
  setRun(first);
  prepareRun(first, last, g);
  const count = tileChunks();
  const rows = dimension / count;
  const sums = dimension > TILE ? RUN_CHUNKS : 1;
  for (let c = thread; c < sums; c += threads) {
    setChunk(sums > 1 ? c : -1);
    clearOverlaps(first, last, g);
    if (c < count) undoTiles(c * rows, (c + 1) * rows, psi, lambda, g);
  }
  meet();
  for (let low = TILE; low < dimension; low *= GROUP) {
    turnHigh(low, psi, lambda, g);
    meet();
  }
  if (sums > 1 && thread == 0) gatherRun(first, last, g);
}

function undoTiles(start: i32, stop: i32, psi: usize, lambda: usize, g: i32): void {
  for (let tile = start; tile < stop; tile += TILE) {
    const end = min<i32>(tile + TILE, stop);
    for (let from = tile; from < end; from += SUBTILE) {
      const to = min<i32>(from + SUBTILE, end);
      unshiftRows(from, to, psi, lambda, g);
      turnNear(1, SUBTILE, from, to, psi, lambda, g);
    }
    turnNear(SUBTILE, TILE, tile, end, psi, lambda, g);
  }
}

/** RZ of all qubits, and the signs of RY, on the rows from .. to - 1. */
function shiftRows(from: i32, to: i32, psi: usize, g: i32): void {
  const vectors = vectorsOf(g);
  const phases = phasesAt(vectors);
  if (!isShifted()) return signRows(from, to, psi, vectors);
  applyPhases(psi, vectors, phases, from, to);
  for (let b = 1; b < blocks; b++) {
    applyTangentPhases(psi, psi + <usize>b * blockBytes, vectors, phases, weightsAt(b - 1, vectors), from, to);
  }
}

/** Undoes it on ψ, λ and their tangents, with overlaps; at most SUMMED rows. */
function unshiftRows(from: i32, to: i32, psi: usize, lambda: usize, g: i32): void {
  const vectors = vectorsOf(g);
  const phases = phasesAt(vectors);
  if (!isShifted()) {
    signRows(from, to, psi, vectors);
    return signRows(from, to, lambda, vectors);
  }
  undoPhases(psi, lambda, g, phases, from, to);
  for (let b = 1; b < blocks; b++) {
    const block = <usize>b * blockBytes;
    undoTangentPhases(psi, lambda, psi + block, lambda + block, g, b, phases, weightsAt(b - 1, vectors), from, to);
  }
}

/** The signs of RY on every block of a batch. */
function signRows(from: i32, to: i32, batch: usize, vectors: i32): void {
  for (let b = 0; b < blocks; b++) applySigns(batch + <usize>b * blockBytes, vectors, phasesAt(vectors), from, to);
}

/** RY of the qubits with bits from `low` on and below `high` on the rows from .. to - 1; undone, with overlaps, where there is a λ. */
function turnNear(low: i32, high: i32, from: i32, to: i32, psi: usize, lambda: usize, g: i32): void {
  let bit = nextTurned(low, high);
  while (bit < high) {
    const other = nextTurned(bit << 1, high);
    const shift = other < high ? 2 : 1;
    for (let p = from >> shift; p < to >> shift; p += PIECE) {
      turnPiece(bit, other < high ? other : 0, p, min<i32>(p + PIECE, to >> shift), psi, lambda, g);
    }
    bit = nextTurned(other << 1, high);
  }
}

/** The same for a group of higher qubits, on all rows: those of a chunk are as many runs of neighbours. */
function turnHigh(low: i32, psi: usize, lambda: usize, g: i32): void {
  const high = low > dimension / GROUP ? dimension : low * GROUP;
  const each = low / NEIGHBOURS;
  const runs = (dimension / high) * each;
  const inChunk = runs / RUN_CHUNKS;
  for (let c = thread; c < RUN_CHUNKS; c += threads) {
    setChunk(c);
    for (let run = c * inChunk; run < (c + 1) * inChunk; run++) {
      turnNeighbours(low, high, (run / each) * high, (run % each) * NEIGHBOURS, psi, lambda, g);
    }
  }
}

/** The tile of NEIGHBOURS rows from base + offset on and those that lie bits from `low` on and below `high` further. */
function turnNeighbours(low: i32, high: i32, base: i32, offset: i32, psi: usize, lambda: usize, g: i32): void {
  let bit = nextTurned(low, high);
  while (bit < high) {
    const other = nextTurned(bit << 1, high);
    const shift = other < high ? 2 : 1;
    const end = (base + high) >> shift;
    for (let p = base >> shift; p < end; p += low) {
      turnPiece(bit, other < high ? other : 0, p + offset, p + offset + NEIGHBOURS, psi, lambda, g);
    }
    bit = nextTurned(other << 1, high);
  }
}

/** The first bit from `bit` on, below `high` and within a row's number, that has an operation, or `high`. */
function nextTurned(bit: i32, high: i32): i32 {
  const end = min<i32>(high, dimension);
  while (bit < end && !isTurned(bit)) bit <<= 1;
  return bit < end ? bit : high;
}

/** One or two qubits (`high` 0: one) on pairs or fours from .. to - 1 of every block; undone, with overlaps, where there is a λ. */
function turnPiece(low: i32, high: i32, from: i32, to: i32, psi: usize, lambda: usize, g: i32): void {
  const vectors = vectorsOf(g);
  const lowShears = shearsAt(low, vectors);
  if (high == 0) {
    if (lambda == 0) turnOne(psi, vectors, low, lowShears, 1, from, to);
    else undoOne(psi, lambda, vectors, low, lowShears, from, to, turnOverlapAt(low, 0, g));
    for (let b = 1; b < blocks; b++) {
      const block = <usize>b * blockBytes;
      const swing = swingAt(low, b - 1, vectors);
      tangentOne(psi, psi + block, vectors, low, lowShears, swing, lambda == 0 ? 1 : -1, from, to);
      if (lambda == 0) continue;
      tangentOne(lambda, lambda + block, vectors, low, lowShears, swing, -1, from, to);
      overlapOne(psi, lambda + block, vectors, low, from, to, turnOverlapAt(low, b, g));
      overlapOne(psi + block, lambda, vectors, low, from, to, turnOverlapAt(low, b, g));
    }
    return;
  }
  const highShears = shearsAt(high, vectors);
  if (lambda == 0) turnTwo(psi, vectors, low, high, lowShears, highShears, 1, from, to);
  else {
    undoTwo(psi, lambda, vectors, low, high, lowShears, highShears, from, to, turnOverlapAt(low, 0, g), turnOverlapAt(high, 0, g));
  }
  for (let b = 1; b < blocks; b++) {
    const block = <usize>b * blockBytes;
    const lowSwing = swingAt(low, b - 1, vectors);
    const highSwing = swingAt(high, b - 1, vectors);
    const way: f64 = lambda == 0 ? 1 : -1;
    tangentTwo(psi, psi + block, vectors, low, high, lowShears, highShears, lowSwing, highSwing, way, from, to);
    if (lambda == 0) continue;
    tangentTwo(lambda, lambda + block, vectors, low, high, lowShears, highShears, lowSwing, highSwing, -1, from, to);
    const lowOut = turnOverlapAt(low, b, g);
    const highOut = turnOverlapAt(high, b, g);
    overlapTwo(psi, lambda + block, vectors, low, high, from, to, lowOut, highOut);
    overlapTwo(psi + block, lambda, vectors, low, high, from, to, lowOut, highOut);
  }
}
