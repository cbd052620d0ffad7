/**
 * Haar unitaries made by several threads: the same numbers to the last bit, no threads for little work, and an error when one dies.
 */
import { describe, expect, it } from "vitest";
import { WorkerError } from "../../src/base/errors.ts";
import type { Circuit } from "../../src/quantum/circuit.ts";
import type { HaarTask } from "../../src/quantum/haar-layers.ts";
import {
  type RandomPauliAnsatzOptions,
  randomPauliAnsatz,
  randomPauliAnsatzSteps,
} from "../../src/quantum/random-pauli-ansatz.ts";
import { runSteps } from "../../src/running/build.ts";
import { silent } from "../../src/running/listener.ts";
import { type HaarTeam, haarTeam } from "../../src/workers/haar-team.ts";
import { matricesOf } from "../../src/workers/load.ts";

const built = new URL("../../dist/haar-worker.mjs", import.meta.url);
const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

/** Just enough for threads to be worth it. */
const large = { qubits: 8, layers: 32, seed: 3 } as const;

/** A circuit made with helpers, and the work they were told of. */
async function withHelpers(
  options: RandomPauliAnsatzOptions,
  entry: URL,
  afterFirst?: (task: HaarTask, team: HaarTeam) => Promise<void>,
) {
  const team = haarTeam(2, entry);
  let task: HaarTask | undefined;
  const steps = randomPauliAnsatzSteps(options, (work) => {
    task = work;
    team.recruit(work);
  });
  try {
    const first = steps.next();
    expect(first.done).toBe(false);
    await afterFirst?.(task as HaarTask, team);
    return await runSteps(steps, "drawing", options.layers, silent, team.failed);
  } finally {
    await team.dispose();
  }
}

/** Waits until all unitaries are finished: those that this thread has not begun, by others. */
async function allFinished({ counters, layers }: HaarTask): Promise<void> {
  await expect.poll(() => Atomics.load(counters, 1), { timeout: 30_000 }).toBe(layers);
}

describe("Haar unitaries made by several threads", () => {
  it.each(["double", "single"] as const)("are those of one thread to the last bit (%s)", async (precision) => {
    const alone = randomPauliAnsatz({ ...large, precision });
    // Here the helpers make all but the first, there everyone takes what comes.
    for (const afterFirst of [allFinished, undefined]) {
      const together: Circuit = await withHelpers({ ...large, precision }, built, afterFirst);
      expect(together.operations.every((operation, k) => sameOperation(operation, alone.operations[k]))).toBe(true);
      expect(matricesOf(together)).toBeDefined();
    }
  });

  it("little work is done by one thread", async () => {
    const idle = async (_: HaarTask, { failed }: HaarTeam) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(failed.aborted).toBe(false);
    };
    const circuit = await withHelpers({ qubits: 6, layers: 192 }, fixture("throws.mjs"), idle);
    expect(circuit.parameters).toBe(192);
  });

  it.each([
    ["throws.mjs", "A worker thread failed: no more of this."],
    ["begins-and-exits.mjs", "A worker thread failed: it ended with code 5."],
    ["missing.mjs", "A worker thread failed: Cannot find module"],
  ])("a helper that dies (%s) is an error, not a hang", async (name, message) => {
    // Its death is known while there are unitaries enough left to be stopped.
    const making = withHelpers({ ...large, layers: 64 }, fixture(name), (_, { failed }) =>
      expect.poll(() => failed.aborted, { timeout: 30_000 }).toBe(true),
    );
    await expect(making).rejects.toThrow(message);
    await expect(making).rejects.toBeInstanceOf(WorkerError);
  });
});

/** Whether two operations are equal; matrices by their bytes, which is quicker. */
function sameOperation(a: Circuit["operations"][number], b: Circuit["operations"][number]): boolean {
  if (a.kind !== "dense" || b.kind !== "dense") return JSON.stringify(a) === JSON.stringify(b);
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array) => Buffer.from(buffer, byteOffset, byteLength);
  return (
    bytes(a.matrix.re).equals(bytes(b.matrix.re)) &&
    bytes(a.matrix.im).equals(bytes(b.matrix.im)) &&
    String(a.qubits) === String(b.qubits)
  );
}
