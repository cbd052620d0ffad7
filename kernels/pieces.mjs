// One build of the kernels written down by what it shares with another: they differ in a few places, and all of them would be four times as long.

/** Bytes that a match is looked for by, and the fewest that are worth one. */
const KEY = 8;
const LEAST = 12;
/** Places tried for each match. */
const TRIED = 64;

/** `target` as pieces in order: [place, length] of what stands in `base`, and base64 of what does not. */
export function piecesOf(base, target) {
  const places = new Map();
  for (let k = 0; k + KEY <= base.length; k++) {
    const key = base.toString("latin1", k, k + KEY);
    const known = places.get(key) ?? [];
    if (known.length < TRIED) known.push(k);
    places.set(key, known);
  }
  const pieces = [];
  let literal = 0;
  let at = 0;
  const flush = () => at > literal && pieces.push(target.subarray(literal, at).toString("base64"));
  while (at < target.length) {
    let [from, length] = [0, 0];
    for (const place of places.get(target.toString("latin1", at, at + KEY)) ?? []) {
      let same = KEY;
      while (place + same < base.length && at + same < target.length && base[place + same] === target[at + same]) same++;
      if (same > length) [from, length] = [place, same];
    }
    if (length < LEAST) {
      at++;
      continue;
    }
    flush();
    pieces.push([from, length]);
    at += length;
    literal = at;
  }
  flush();
  if (!joined(base, pieces).equals(target)) throw new Error("the pieces of a build do not make it");
  return pieces;
}

function joined(base, pieces) {
  return Buffer.concat(
    pieces.map((piece) =>
      typeof piece === "string" ? Buffer.from(piece, "base64") : base.subarray(piece[0], piece[0] + piece[1]),
    ),
  );
}
