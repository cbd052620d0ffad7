/**
 * Addresses of the lab under random content: whatever stands behind #, a snapshot comes out, and its own address stands for it.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changed, fuzz, fuzzTimeout, soup } from "../../test/support/fuzz.ts";
import { readHash, writeHash } from "../src/snapshot/hash.ts";
import { fieldNames } from "../src/snapshot/snapshot.ts";

const WORDS = [
  "v=1",
  "v=9",
  "&",
  "=",
  "#",
  "%",
  "%20",
  "%E2%88%92",
  "_",
  "+",
  "min-4",
  "1e-3",
  "-5",
  "true",
  "hea",
  "xxz",
  "pauli",
  "ZZ",
  "NaN",
  ...fieldNames,
];
const links = [
  "#v=1&ansatz=hea&qubits=3&layers=4&target=min-2&eta=0.01",
  "#v=1&observable=pauli&pauli=ZZ+0.5*XI&qubits=2&seed=7&noise=0.1&view=race",
  "#v=1&loss=linear&streams=published&speed=4&overlays=theory",
];

/** True where nothing had to be left out. */
function reads(hash: string): boolean {
  const { snapshot, notices } = readHash(hash);
  expect(Object.keys(snapshot).sort()).toEqual([...fieldNames].sort());
  expect(readHash(writeHash(snapshot))).toEqual({ snapshot, notices: [] });
  return notices.length === 0;
}

describe("addresses", () => {
  it.each<[string, fc.Arbitrary<string>, number]>([
    ["URL hash, changed links", changed(links, WORDS), 0.02],
    ["URL hash, words", soup(WORDS), 0],
    ["URL hash, anything", fc.string({ unit: "binary" }), 0],
  ])("%s", (name, hashes, share) => fuzz(name, hashes, reads, share), fuzzTimeout);
});
