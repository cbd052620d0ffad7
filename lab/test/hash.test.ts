/**
 * Addresses: round trips, links of earlier versions, and what cannot be read.
 */
import { describe, expect, it } from "vitest";
import { readHash, writeHash } from "../src/snapshot/hash.ts";
import { presetSnapshot, presets } from "../src/snapshot/presets.ts";
import { changeOf, initialSnapshot, type Snapshot } from "../src/snapshot/snapshot.ts";

/** Links that earlier versions wrote; they must go on opening. */
const GOLDEN: readonly [string, Partial<Snapshot>][] = [
  ["#v=1", {}],
  ["#v=1&qubits=6&layers=192&target=min-4&samples=4&seed=3", { qubits: 6, layers: 192, target: "min-4", samples: 4, seed: 3 }],
  [
    "#v=1&observable=pauli&pauli=-1*XXII_+_0.5*ZIIZ&loss=linear&time=log&overlays=fit,deep",
    { observable: "pauli", pauli: "-1*XXII + 0.5*ZIIZ", loss: "linear", overlays: ["fit", "deep"], time: "log" },
  ],
];

describe("the address", () => {
  it.each(GOLDEN)("%s, written by an earlier version, opens as it did then", (hash, changes) => {
    expect(readHash(hash)).toEqual({ snapshot: { ...initialSnapshot, ...changes }, notices: [] });
    expect(writeHash({ ...initialSnapshot, ...changes })).toBe(hash);
  });

  it.each(presets.map((preset) => [preset.name, preset] as const))("of preset %s is read back exactly", (_, preset) => {
    const snapshot = presetSnapshot(preset, initialSnapshot);
    expect(readHash(writeHash(snapshot))).toEqual({ snapshot, notices: [] });
  });

  it("ignores what it does not know, with a notice for each", () => {
    const { snapshot, notices } = readHash("#v=1&qubits=5&colour=red&layers=many&target=%E0%A4%A&eta=-1");
    expect(snapshot).toEqual({ ...initialSnapshot, qubits: 5 });
    expect(notices).toHaveLength(4);
    expect(notices[0]).toContain("colour");
  });

  it("says that a link is of a later version", () => {
    expect(readHash("#v=2&qubits=3").notices).toHaveLength(1);
    expect(readHash("#v=2&qubits=3").snapshot.qubits).toBe(3);
  });
});

describe("a change of snapshot", () => {
  const change = (patch: Partial<Snapshot>, base = initialSnapshot) => changeOf(base, { ...base, ...patch });

  it("steers the run where training can go on from the present angles", () => {
    expect(change({ target: "min-2" })).toBe("steer");
    expect(change({ eta: 2e-3, loss: "linear" })).toBe("steer");
    expect(change({ target: "min-2" }, { ...initialSnapshot, drag: "restart" })).toBe("restart");
  });

  it("starts again where the circuit or the samples change, and does nothing where only the display changes", () => {
    expect(change({ qubits: 5 })).toBe("restart");
    expect(change({ target: "min", samples: 3 })).toBe("restart");
    expect(change({ overlays: [], speed: 0, view: "guide", steps: 10 })).toBe("none");
  });
});
