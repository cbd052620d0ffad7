/**
 * A run on a device that is stopped while its job is being sent.
 */
import { expect, it } from "vitest";
import type { DeviceConnection, Job } from "../../src/devices/connection.ts";
import { deviceShards } from "../../src/devices/device-shards.ts";
import { prepareJobs } from "../../src/devices/jobs.ts";
import type { DeviceInfo } from "../../src/devices/protocol.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "../../src/quantum/observables.ts";
import type { TrainingPlan } from "../../src/training/plan.ts";
import { emptyRecord } from "../../src/training/record.ts";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 1 });
const plan: TrainingPlan = { loss: "quadratic", eta: 1e-3, steps: 3, targets: Float64Array.of(-5), measure: {}, shots: 20 };

/** A step of a device that takes no job on until it is told to. */
function stepOn(kind: DeviceInfo["kind"]) {
  let sent: Job | undefined;
  const connection: DeviceConnection = {
    info: { backend: "somewhere", kind, qubits: 2, layout: [0, 1], versions: {}, secondsPerShot: null },
    run(job) {
      sent = job;
      return new Promise(() => {});
    },
    dispose: () => {},
  };
  const stop = new AbortController();
  const submitted: (string | undefined)[] = [];
  const state = { row: 0, theta: Float64Array.of(0.1, 0.2, 0.3, 0.4) };
  const shards = deviceShards({
    ...{ connection, jobs: prepareJobs(circuit, xxz({ qubits: 2 })), plan, state, shots: 20, seed: 0, signal: stop.signal },
    onSubmitted: (name) => submitted.push(name),
  });
  let ended = false;
  const record = emptyRecord(plan, 1, circuit.parameters);
  const advance = shards.advance(record, 1).then((reached) => {
    ended = true;
    return reached;
  });
  return { stop, submitted, state, advance, record, take: (name: string) => sent?.onSubmitted?.(name), hasEnded: () => ended };
}

const moment = () => new Promise((resolve) => setTimeout(resolve, 20));

it("a machine's job that may just have been taken on is waited for, so that it can be collected", async () => {
  const { stop, submitted, state, advance, record, take, hasEnded } = stepOn("machine");
  await moment();
  stop.abort();
  await moment();
  expect(hasEnded()).toBe(false);
  take("job-7");
  await expect(advance).resolves.toEqual(state);
  expect(submitted).toEqual(["job-7"]);
  expect(record.rows).toBe(0);
});

it("one that has its name already, or a simulator's, is not", async () => {
  const named = stepOn("machine");
  await moment();
  named.take("job-8");
  named.stop.abort();
  await expect(named.advance).resolves.toEqual(named.state);
  const simulated = stepOn("fake");
  simulated.stop.abort();
  await expect(simulated.advance).resolves.toEqual(simulated.state);
});
