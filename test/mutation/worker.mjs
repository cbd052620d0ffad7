/**
 * Runs the tests of one file with one change made, in a thread: the file and all that it takes from src/ are loaded anew each time.
 */
import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { end, gather } from "./vitest.mjs";

let loaded = 0;

/** Milliseconds of processor time of this thread, whatever else the machine does; of the clock where Linux does not say. */
function spentSoFar() {
  try {
    return Number(readFileSync("/proc/thread-self/schedstat", "utf8").split(" ")[0]) / 1e6;
  } catch {
    return performance.now();
  }
}

/** @param asked the bundle, the change (none: what each test reaches is counted), which of its tests, and how often the change may be met */
async function run({ bundle, mutant, changes = 0, tests: chosen, hitLimit }) {
  const coverage = { static: new Float64Array(changes), tests: [] };
  let reached = coverage.static;
  let hits = 0;
  const note = (...ids) => {
    for (const id of ids) reached[id]++;
  };
  globalThis.mutation = {
    active: mutant,
    cover: mutant === undefined ? note : () => {},
    hit() {
      if (++hits > hitLimit) throw new Error("a loop without end");
      return true;
    },
  };
  const started = performance.now();
  let name = "loading";
  try {
    const tests = await gather(() => import(`${bundle}?${loaded++}`));
    const times = [performance.now() - started];
    const spent = [];
    for (const [k, test] of tests.entries()) {
      if (chosen !== undefined && !chosen.includes(k)) continue;
      ({ name } = test);
      if (mutant === undefined) reached = coverage.tests[k] = new Float64Array(changes);
      const before = [performance.now(), spentSoFar()];
      await test.run();
      times.push(performance.now() - before[0]);
      spent.push(spentSoFar() - before[1]);
    }
    return { coverage, times, spent, names: tests.map((test) => test.name), endless: hits > hitLimit };
  } catch (error) {
    return { killedBy: name, message: String(error?.message ?? error).slice(0, 300), endless: hits > hitLimit };
  } finally {
    await end();
  }
}

parentPort.on("message", async (asked) => parentPort.postMessage(await run(asked)));
