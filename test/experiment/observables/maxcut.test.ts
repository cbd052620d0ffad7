/**
 * The maximum cut of a weighted graph, against cuts counted one by one.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildObservable } from "../../../src/experiment/build.ts";
import { parseExperiment } from "../../../src/experiment/config.ts";
import { denseMatrix, spectrum } from "../../../src/quantum/spectrum.ts";

const maxcut = (qubits: number, edges: string) =>
  buildObservable(parseExperiment({ observable: "maxcut", qubits, edges, target: ["min"] }));

describe("observable maxcut", () => {
  it("every basis state has minus the weight that its cut goes through, to 1e-12", () => {
    const pairs = [0, 1, 2, 3, 4].flatMap((a) => [0, 1, 2, 3, 4].filter((b) => b > a).map((b) => [a, b] as const));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...pairs), { minLength: 1, maxLength: 10 }),
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 10, maxLength: 10 }),
        (edges, weights) => {
          const observable = maxcut(5, edges.map(([a, b], k) => `${a}-${b}:${weights[k]}`).join());
          const matrix = denseMatrix(observable);
          const side = (state: number, vertex: number) => (state >> (4 - vertex)) & 1;
          const cuts = Array.from({ length: 32 }, (_, state) =>
            edges.reduce((sum, [a, b], k) => sum + (side(state, a) === side(state, b) ? 0 : weights[k]), 0),
          );
          for (const [state, cut] of cuts.entries()) expect(matrix.re[33 * state]).toBeCloseTo(-cut, 12);
          expect(spectrum(observable).min).toBeCloseTo(-Math.max(...cuts), 12);
        },
      ),
      { seed: 42, numRuns: 30 },
    );
  });

  it("a ring of five: four edges at most, weights 1 where left out", () => {
    const { min, max } = spectrum(maxcut(5, "0-1, 1-2,2-3,3-4,4-0"));
    expect([min, max].map((value) => value + 0)).toEqual([-4, 0]);
  });

  it.each([
    ["0-5", 'edges is "0-5"; allowed: edges such as 0-1:1.5,1-2'],
    ["1-1", 'edges is "1-1"'],
    ["0-1:heavy", 'edges is "0-1:heavy"'],
    ["0-1,1-0:2", 'edges is "1-0:2"; allowed: every edge once'],
    ["", 'edges is ""'],
  ])("refuses %s", (edges, message) => {
    expect(() => maxcut(5, edges)).toThrow(message);
  });

  it("must be told its edges", () => {
    expect(() => parseExperiment({ observable: "maxcut" })).toThrow("required by observable maxcut");
  });
});
