/**
 * Building an experiment tells what it is at, and can be stopped while it looks for the ends of a large spectrum.
 */
import { describe, expect, it } from "vitest";
import { parseExperiment } from "../../src/experiment/config.ts";
import { buildWithProgress } from "../../src/running/build.ts";
import type { Listener } from "../../src/running/listener.ts";

const config = parseExperiment({ qubits: 9, layers: 3, samples: 1, target: ["min"], steps: 1, entangler: "brickwork" });

/** Builds, and returns what was said at every step; `seen` is called at each. */
async function labels(seen: () => void = () => {}, signal?: AbortSignal) {
  const said: string[] = [];
  const listener: Listener = {
    begin: (first) => ({
      update(_done, label = first) {
        said.push(label);
        seen();
      },
      stop() {},
    }),
    note() {},
    remark() {},
  };
  await buildWithProgress(config, {}, listener, { signal, threads: 1 });
  return said;
}

describe("buildWithProgress", () => {
  it("says what it is at: the ends of the spectrum, an iteration at a time, then the circuit", async () => {
    const said = await labels();
    const ends = said.filter((label) => label === "finding the ends of the spectrum").length;
    expect(ends).toBeGreaterThanOrEqual(29);
    expect(said.slice(ends)).toEqual(Array(said.length - ends).fill("drawing the circuit"));
    expect(said.length).toBeGreaterThan(ends);
  });

  it("stops for a signal before the ends are found", async () => {
    const controller = new AbortController();
    let steps = 0;
    const building = labels(() => {
      steps++;
      // Signals are looked for every few hundredths of a second: this iteration takes longer.
      if (steps === 3) {
        controller.abort(new Error("stopped"));
        for (const end = performance.now() + 500; performance.now() < end; );
      }
    }, controller.signal);
    await expect(building).rejects.toThrow("stopped");
    expect(steps).toBe(3);
  });
});
