/**
 * Monte Carlo of a study: stopped between its pieces and gone on with, it comes to the same numbers to the last bit.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { drawHaar } from "../../src/ensembles/draws.ts";
import { estimateAverages } from "../../src/ensembles/estimates.ts";
import { haarSweep, projectorSweep } from "../../src/papers/transition/figures/shared/ensemble-draws.ts";
import { xxz } from "../../src/quantum/observables.ts";
import type { NamedDraws } from "../../src/reproduce/study.ts";
import { completedDraws } from "../../src/running/figure-draws.ts";
import { engine, finish } from "../support/ensembles.ts";
import { temporaryFolder } from "../support/temporary.ts";

const sweep = { qubits: 2, circuits: 25, angles: 1, seed: 3 };
const haar = haarSweep("haar", { ...sweep, angles: 2 }, -4, [2, 5]);
const projector = projectorSweep("projector", sweep, [
  { layers: 4, target: 0.5, fidelity: 0.5 },
  { layers: 7, target: 1, fidelity: 0.999 },
]);

function carriedOut(task: NamedDraws, out: string, signal = new AbortController().signal) {
  return completedDraws(task, { out, force: false }, { label: "drawing", after: 0, signal });
}

/** The same computation, counting its pieces and stopped while the piece of an index is done. */
function watched(task: NamedDraws, stopAt?: number) {
  const controller = new AbortController();
  const done: number[] = [];
  const pieces = task.pieces.map(({ work, steps }, k) => ({
    work,
    *steps(engine: Parameters<typeof steps>[0]) {
      done.push(k);
      const running = steps(engine);
      let step = running.next();
      for (; !step.done; step = running.next()) yield step.value;
      if (k === stopAt) {
        controller.abort();
        // Pending events are looked at a few times a second only.
        const until = performance.now() + 150;
        while (performance.now() < until);
        yield 1;
      }
      return step.value;
    },
  }));
  return { task: { ...task, pieces }, signal: controller.signal, done };
}

it.each([haar, projector])("$name: only what is left is done", async (task) => {
  const [whole, parts] = [temporaryFolder(), temporaryFolder()];
  const expected = await carriedOut(task, whole);
  expect(task.pieces).toHaveLength(6);

  const first = watched(task, 3);
  await expect(carriedOut(first.task, parts, first.signal)).rejects.toHaveProperty("name", "AbortError");
  const begun = join(parts, "runs", `${task.name}.begun.json`);
  expect(JSON.parse(readFileSync(begun, "utf8")).parts).toHaveLength(3);

  const second = watched(task);
  const found = await carriedOut(second.task, parts);
  expect(second.done).toEqual([3, 4, 5]);
  expect(found.numbers).toEqual(expected.numbers);
  expect(existsSync(begun)).toBe(false);
  const third = watched(task);
  expect(await carriedOut(third.task, parts)).toEqual(found);
  expect(third.done).toEqual([]);
});

it("the pieces are those of one draw of all circuits", async () => {
  const { numbers } = await carriedOut(haar, temporaryFolder());
  const options = { observable: xxz({ qubits: 2, coupling: 2 }), circuits: 25, anglesPerCircuit: 2, seed: 3 };
  for (const [k, layers] of [2, 5].entries()) {
    const { meanK, zeta } = estimateAverages(finish(drawHaar(engine, { ...options, layers })), -4);
    expect([numbers.meanK[k], numbers["meanK error"][k]]).toEqual([meanK.value, meanK.error]);
    expect(numbers.zeta[k]).toBe(zeta.value);
  }
});

it("of other settings is refused, unless it may be replaced", async () => {
  const out = temporaryFolder();
  await carriedOut(haar, out);
  const other = haarSweep("haar", { ...sweep, seed: 4 }, -4, [2, 5]);
  await expect(carriedOut(other, out)).rejects.toThrow("haar.json: was computed with other settings");
});
