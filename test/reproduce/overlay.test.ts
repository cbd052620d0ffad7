/**
 * At which steps the published numbers of a run stand.
 */
import { expect, it } from "vitest";
import { publishedRun } from "../../src/papers/transition/figures/shared/published-run.ts";
import { publishedLibrary } from "../../src/papers/transition/verification/library.ts";
import { publishedHistory } from "../../src/papers/transition/verification/overlay.ts";

it("linear loss: the last row of μ stands one step after the last of ⟨O⟩, the others at multiples of the stride", () => {
  const size = { qubits: 6, layers: 192, samples: 10 };
  const named = publishedRun(size, { loss: "linear", target: 0, steps: 5000, measure: { mu: 100 } });
  const rows = new Map([
    ["linearLoss/Heisenberg/n6/RPAEhistXXZ_n6L192.npy", 5001],
    ["linearLoss/Heisenberg/n6/RPAmuhistXXZ_n6L192.npy", 52],
  ]);
  const library = publishedLibrary([...rows.keys()], (path) => {
    const count = rows.get(path) ?? 0;
    return { shape: [count, 10], data: new Float64Array(10 * count) };
  });
  expect(publishedHistory(library, named, "epsilon")?.steps).toHaveLength(5001);
  expect(publishedHistory(library, named, "mu-history")?.steps).toEqual([...Array.from({ length: 51 }, (_, k) => 100 * k), 5001]);
});
