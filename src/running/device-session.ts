/**
 * A run's device: which Python leads to it, what a machine's jobs cost and whether that is agreed to, what the record says of it.
 */
import { fileURLToPath } from "node:url";
import { DeviceError } from "../base/errors.ts";
import { durationText, formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import { connectDevice, type DeviceConnection } from "../devices/connection.ts";
import { prepareJobs, type StepJobs } from "../devices/jobs.ts";
import type { DeviceInfo } from "../devices/protocol.ts";
import type { Experiment } from "../experiment/build.ts";
import type { DeviceRecord } from "../runs/run-document.ts";
import { parseDevice } from "../shots/device-name.ts";
import { type Listener, silent } from "./listener.ts";

/** How a device is reached, and whether its cost is agreed to. */
export interface DeviceAccess {
  readonly python?: string;
  /** Whether what was asked for may be sent to the machine; nothing is sent where left out. */
  readonly agree?: (backend: string) => Promise<boolean>;
}

/** An open device with the jobs of an experiment. */
export interface DeviceSession {
  readonly connection: DeviceConnection;
  readonly jobs: StepJobs;
  readonly record: DeviceRecord;
}

/** Shown while the device is opened and its jobs run. */
export interface SessionOptions extends DeviceAccess {
  readonly listener?: Listener;
  /** Rows recorded already, and what the record says of the device they come from. */
  readonly done?: { readonly rows: number; readonly device?: DeviceRecord };
}

/** The files shipped beside `dist`. */
const PROGRAM = new URL("../python/qntk_device.py", import.meta.url);
const REQUIREMENTS = new URL("../python/requirements.txt", import.meta.url);

/**
 * Opens the device of an experiment; nothing is sent to a machine before its cost has been agreed to.
 *
 * @throws DeviceError if it cannot be reached or the cost is not agreed to
 */
export async function openDevice(
  { config, circuit, observable, plan }: Experiment,
  { python, agree, listener = silent, done = { rows: 0 } }: SessionOptions,
): Promise<DeviceSession> {
  const name = parseDevice(config.device ?? "");
  const jobs = prepareJobs(circuit, observable);
  const { QNTK_DEVICE_SECONDS: silence, QNTK_DEVICE_PAUSES: pauses } = process.env;
  const connection = await connectDevice({
    program: {
      command: python ?? process.env.QNTK_PYTHON ?? (process.platform === "win32" ? "python" : "python3"),
      args: [fileURLToPath(PROGRAM)],
    },
    open: { name, circuits: jobs.circuits, layout: done.device?.layout ?? config.layout ?? null },
    requirements: fileURLToPath(REQUIREMENTS),
    ...(silence !== undefined && { silence: Number(silence) }),
    ...(pauses !== undefined && { pauses: pauses.split(",").map(Number) }),
    onRetry: (message) => listener.note(`qntk: ${message}`),
  });
  const { info } = connection;
  try {
    if (info.kind === "machine") {
      // A job that was sent before is only collected.
      const sent = done.device?.jobs?.[done.rows] === undefined ? 0 : 1;
      const rows = plan.steps + 1 - done.rows - sent;
      const circuits = jobs.circuits.length * jobs.rowsPerColumn * plan.targets.length;
      if (rows > 0) {
        listener.note(costOf(info, { jobs: rows, circuits, shots: config.shots ?? 0 }));
        if ((await agree?.(info.backend)) !== true) throw new DeviceError(`Nothing was sent to ${info.backend}.`);
      }
    }
    if (done.device !== undefined) remarkChanges(done.device, info, listener);
  } catch (error) {
    connection.dispose();
    throw error;
  }
  return { connection, jobs, record: done.device ?? recordOf(info) };
}

/** What is about to be sent to a machine, in a line or two. */
export function costOf(
  { backend, secondsPerShot }: DeviceInfo,
  { jobs, circuits, shots }: { readonly jobs: number; readonly circuits: number; readonly shots: number },
): string {
  const total = jobs * circuits * shots;
  const time =
    secondsPerShot === null
      ? `${backend} does not say how long a shot takes.`
      : `At ${formatNumber(1e6 * secondsPerShot)} µs from shot to shot, that is ${durationText(total * secondsPerShot)} of the machine's time, besides loading and waiting.`;
  return `On ${backend}: ${counted(jobs, "job")} of ${counted(circuits, "circuit")} with ${counted(shots, "shot")} each, ${total.toLocaleString("en")} shots in all, charged to your account.\n${time}`;
}

function recordOf({ backend, kind, layout, versions }: DeviceInfo): DeviceRecord {
  return { backend, kind, ...(layout !== null && { layout }), versions };
}

/** Says where the rest of a run is made by other software than its beginning. */
function remarkChanges(before: DeviceRecord, { versions }: DeviceInfo, listener: Listener): void {
  const changed = Object.keys(versions).filter((name) => versions[name] !== before.versions[name]);
  if (changed.length === 0) return;
  const list = changed.map((name) => `${name} ${before.versions[name] ?? "(none)"}, now ${versions[name]}`);
  listener.remark(`qntk: the rows recorded were made with ${list.join("; ")}`);
}
