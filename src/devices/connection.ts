/**
 * A device as a run uses it: opened once, asked for one job after the other, and found again where the connection breaks. Node only.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { DeviceError } from "../base/errors.ts";
import { BrokenChild, type DeviceChild, type DeviceProgram, startChild, withoutSecrets } from "./child.ts";
import type {
  DeviceAnswer,
  DeviceCounts,
  DeviceErrorKind,
  DeviceEvent,
  DeviceInfo,
  OpenRequest,
  RunRequest,
} from "./protocol.ts";

/** What is to be connected to. */
export interface ConnectionOptions {
  readonly program: DeviceProgram;
  readonly open: Omit<OpenRequest, "do">;
  /** What to install where a package is missing: path of the list for pip. */
  readonly requirements: string;
  /** Seconds without a word after which the program is given up and started again. Default: `SILENCE`. */
  readonly silence?: number;
  /** Seconds to wait before each new attempt; as many attempts as there are pauses, beside the first. Default: `PAUSES`. */
  readonly pauses?: readonly number[];
  /** Told of a connection that failed while opening, before the next attempt. */
  readonly onRetry?: (message: string) => void;
}

/** What is asked of a device for one step. */
export interface Job extends Pick<RunRequest, "angles" | "shots" | "seed" | "job"> {
  /** Told the name of a job that a machine has taken on; undefined where it has failed. */
  readonly onSubmitted?: (job: string | undefined) => void;
  readonly onStatus?: (status: string) => void;
  /** Told of a broken connection before the next attempt. */
  readonly onRetry?: (message: string) => void;
}

/** An open device. */
export interface DeviceConnection {
  readonly info: DeviceInfo;
  /**
   * Runs a job, or collects one; several attempts where the connection breaks.
   *
   * @throws DeviceError if the job fails, or the connection cannot be had again
   */
  run(job: Job): Promise<DeviceCounts>;
  /** Ends the program; a job that is running is given up with an error. */
  dispose(): void;
}

/** Seconds without a word; opening imports large packages and reads a machine's calibration. */
const SILENCE = 300;
const PAUSES = [1, 5, 25];

/** Something that a new attempt may mend. */
class Interruption extends Error {}

/**
 * Starts the program, opens the backend and writes the circuits in its gates.
 *
 * @throws DeviceError saying in one sentence what is missing and what to do
 */
export async function connectDevice(options: ConnectionOptions): Promise<DeviceConnection> {
  const { program, open, silence = SILENCE, pauses = PAUSES } = options;
  let child: DeviceChild | undefined;
  /** Whether the child has the backend open. */
  let ready = false;
  let info: DeviceInfo | undefined;
  const disposal = new AbortController();

  /** An answer, or why there is none; a child that broke is forgotten. */
  async function ask(request: Parameters<DeviceChild["ask"]>[0], onEvent: (event: DeviceEvent) => void): Promise<DeviceAnswer> {
    try {
      child ??= startChild(program);
      const answer = await child.ask(request, silence, onEvent);
      if ("error" in answer && answer.error.kind === "connection")
        throw new Interruption(`the connection to ${open.name} failed: ${withoutSecrets(answer.error.message)}`);
      return answer;
    } catch (error) {
      if (!(error instanceof BrokenChild)) throw error;
      child = undefined;
      ready = false;
      if (error.missing) throw new DeviceError(missingPython(options));
      const message = `${program.command} ${error.message}`;
      // A program that does not even begin would not do better the next time.
      throw info === undefined ? new DeviceError(`${sentence(message)}.`) : new Interruption(message);
    }
  }

  async function opened(): Promise<DeviceInfo> {
    if (ready && info !== undefined) return info;
    const answer = await ask({ do: "open", ...open, layout: info?.layout ?? open.layout }, () => {});
    if (!("device" in answer)) throw refusal(answer, options);
    ready = true;
    return answer.device;
  }

  /** Several attempts in a row; work that says it has come further has as many again. */
  async function attempt<T>(work: (further: () => void) => Promise<T>, onRetry?: (message: string) => void): Promise<T> {
    let failed = 0;
    const further = () => {
      failed = 0;
    };
    for (;;) {
      try {
        return await work(further);
      } catch (error) {
        if (!(error instanceof Interruption) || disposal.signal.aborted) throw error;
        if (failed === pauses.length) throw new DeviceError(`${sentence(error.message)}, ${failed + 1} times.`);
        onRetry?.(`${sentence(error.message)}; trying again in ${pauses[failed]} s`);
        await sleep(1000 * pauses[failed], undefined, { signal: disposal.signal });
        failed++;
      }
    }
  }

  function dispose(): void {
    disposal.abort();
    child?.end();
    child = undefined;
  }

  try {
    info = await attempt(opened, options.onRetry);
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    info,
    dispose,
    run({ onSubmitted, onStatus, onRetry, ...job }) {
      let current = job.job;
      return attempt(async (further) => {
        info = await opened();
        const answer = await ask({ do: "run", ...job, job: current }, (event) => {
          further();
          if (event.event === "status") onStatus?.(event.status);
          else {
            current = event.job;
            onSubmitted?.(event.job);
          }
        });
        if ("counts" in answer) return answer.counts;
        if ("error" in answer && answer.error.kind === "job" && current !== null) onSubmitted?.(undefined);
        throw refusal(answer, options);
      }, onRetry);
    },
  };
}

/** What a request that was refused for good means, in one sentence. */
function refusal(answer: DeviceAnswer, options: ConnectionOptions): Error {
  if (!("error" in answer)) return new Interruption(`${options.program.command} answered another question`);
  const { kind, message } = answer.error;
  const { name } = options.open;
  const said = withoutSecrets(message);
  const sentences: Record<Exclude<DeviceErrorKind, "connection">, string> = {
    package: `${options.program.command} has no Python package ${said}; ${installation(options)}.`,
    backend: `${name} is no backend: ${said}; choose aer, a fake backend such as FakeKolkataV2, or a backend of your account.`,
    account: `${name} needs an account of IBM Quantum that Qiskit has saved (QiskitRuntimeService.save_account): ${said}.`,
    circuit: `${sentence(said)}.`,
    job: `The job on ${name} failed: ${said}.`,
    unexpected: `Qiskit failed on ${name}: ${said}.`,
  };
  return new DeviceError(sentences[kind as keyof typeof sentences]);
}

function missingPython(options: ConnectionOptions): string {
  return `There is no ${options.program.command}; install Python 3.11 or later, then ${installation(options)}.`;
}

function installation({ requirements }: ConnectionOptions): string {
  const [python, programs] = process.platform === "win32" ? ["python", "qntk-python/Scripts"] : ["python3", "qntk-python/bin"];
  const list = /\s/.test(requirements) ? `"${requirements}"` : requirements;
  return `run: ${python} -m venv qntk-python && ${programs}/pip install -r ${list}, and add --python ${programs}/python`;
}

/** A text with a capital letter, unless it begins with a name such as a path. */
function sentence(text: string): string {
  return /^\p{Ll}+ /u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
