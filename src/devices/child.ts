/**
 * The program that leads to a device, as a child process that is asked one thing at a time. Node only.
 *
 * Knows lines of JSON and time-outs; what is asked, and what becomes of a child that fails, is its caller's concern.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type DeviceAnswer, type DeviceEvent, type DeviceRequest, messageSchema } from "./protocol.ts";

/** How the program is started. */
export interface DeviceProgram {
  readonly command: string;
  readonly args: readonly string[];
}

/** A child that cannot be used any more, or that cannot be started; another one may do better unless it is missing. */
export class BrokenChild extends Error {
  constructor(
    /** What it did, in words that follow its name. */
    message: string,
    /** Whether there is no such command. */
    readonly missing = false,
  ) {
    super(message);
  }
}

/** A running child. */
export interface DeviceChild {
  /**
   * Asks one thing.
   *
   * @param silence seconds after which a child without a word is given up
   * @throws BrokenChild if it ends, falls silent or says what is not understood
   */
  ask(request: DeviceRequest, silence: number, onEvent: (event: DeviceEvent) => void): Promise<DeviceAnswer>;
  /** Ends the child, whatever it is doing. */
  end(): void;
}

/** Characters of the child's standard error that are kept, and of its last line that are quoted. */
const KEPT = 4000;
const QUOTED = 200;

/** Starts a child. */
export function startChild({ command, args }: DeviceProgram): DeviceChild {
  const child: ChildProcessWithoutNullStreams = spawn(command, args, { stdio: "pipe" });
  let asked: { id: number; heard: (line: string) => void; broken: (why: BrokenChild) => void } | undefined;
  let over: BrokenChild | undefined;
  let errors = "";
  let next = 1;

  const breakOff = (why: BrokenChild) => {
    over ??= why;
    child.kill("SIGKILL");
    asked?.broken(over);
    asked = undefined;
  };
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-KEPT);
  });
  // A child that has ended takes no more requests; its end is told by "close".
  child.stdin.on("error", () => {});
  child.on("error", (error: NodeJS.ErrnoException) =>
    breakOff(new BrokenChild(`cannot be started (${error.message})`, error.code === "ENOENT")),
  );
  child.on("close", (code, signal) => {
    const last = withoutSecrets(errors.trim().split("\n").at(-1) ?? "").slice(0, QUOTED);
    breakOff(new BrokenChild(`ended early, ${signal === null ? `with code ${code}` : `by ${signal}`}${last && `: ${last}`}`));
  });
  createInterface({ input: child.stdout }).on("line", (line) => asked?.heard(line));

  return {
    ask(request, silence, onEvent) {
      return new Promise<DeviceAnswer>((resolve, reject) => {
        if (over !== undefined) {
          reject(over);
          return;
        }
        const id = next++;
        const timer = setTimeout(() => breakOff(new BrokenChild(`has not said a word for ${silence} s`)), 1000 * silence);
        const done = () => {
          clearTimeout(timer);
          asked = undefined;
        };
        asked = {
          id,
          broken(why) {
            done();
            reject(why);
          },
          heard(line) {
            const message = parseLine(line);
            if (message?.id !== id) {
              breakOff(new BrokenChild(`said what is not understood: ${withoutSecrets(line).slice(0, QUOTED)}`));
            } else if ("event" in message) {
              timer.refresh();
              try {
                onEvent(message);
              } catch (error) {
                done();
                reject(error);
              }
            } else {
              done();
              resolve(message);
            }
          },
        };
        child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
      });
    },
    end() {
      breakOff(new BrokenChild("was ended"));
    },
  };
}

function parseLine(line: string) {
  try {
    return messageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** A text without what could be a key: messages of other programs are shown, and keys must never be. Paths from the root are spared. */
export function withoutSecrets(text: string): string {
  return text.replace(/(?<![\w/+-])[\w+=-][\w+/=-]{31,}/g, "…");
}
