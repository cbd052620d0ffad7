/**
 * What the package's own commands do: each is loaded when it runs.
 */
import type { RunCommand } from "../servers/lines.ts";

/** A command's arguments and option values, as they were typed. */
export interface Given {
  readonly values: unknown;
  readonly args: readonly unknown[];
  /** Runs another command of the program. */
  readonly run: RunCommand;
}

/** Runs a command and returns its exit code. */
export type Action = (given: Given) => Promise<number>;

/** An action of a command with options alone. */
const plain =
  <V>(load: () => Promise<(values: V) => Promise<number>>): Action =>
  async ({ values }) =>
    (await load())(values as V);

/** An action of a command with one argument. */
const on =
  <A, V>(load: () => Promise<(argument: A, values: V) => Promise<number>>): Action =>
  async ({ values, args: [first] }) =>
    (await load())(first as A, values as V);

/** The actions, by the words of their commands. */
export const actions: Readonly<Record<string, Action>> = {
  transition: plain(async () => (values: never) => runAs("transition", values)),
  train: plain(async () => (values: never) => runAs("train", values)),
  kernel: on(async () => (await import("./kernel.ts")).kernelCommand),
  show: on(async () => (await import("./show.ts")).showCommand),
  export: on(async () => (await import("./export.ts")).exportCommand),
  verify: on(async () => (await import("./verify.ts")).verifyCommand),
  noise: plain(async () => (await import("./noise.ts")).noiseCommand),
  circuit: plain(async () => (await import("./circuit.ts")).circuitCommand),
  "circuit show": on(async () => (await import("./circuit-show.ts")).circuitShowCommand),
  lab: on(async () => (await import("./lab.ts")).labCommand),
  figure: on(async () => (await import("./figure/command.ts")).figureCommand),
  doctor: plain(async () => (await import("./doctor.ts")).doctorCommand),
  schema: plain(async () => (await import("./schema.ts")).schemaCommand),
  completion: on(async () => (await import("./completion.ts")).completionCommand),
  serve: async ({ values, run }) => (await import("./serve.ts")).serveCommand(values as { stdio?: boolean }, run),
  depth: plain(async () => (await import("./depth.ts")).depthCommand),
  speedup: plain(async () => (await import("./speedup.ts")).speedupCommand),
  hessian: on(async () => (await import("./hessian.ts")).hessianCommand),
  "sweep plan": on(async () => (await import("./sweep/sweep.ts")).planCommand),
  "sweep run": on(async () => (await import("./sweep/sweep.ts")).runCommand),
  "sweep submit": on(async () => (await import("./sweep/queue.ts")).submitCommand),
  "sweep status": on(async () => (await import("./sweep/queue.ts")).statusCommand),
  "sweep logs": async ({ args: [dir, point] }) => (await import("./sweep/queue.ts")).logsCommand(dir as string, point as string),
  "sweep cancel": on(async () => (await import("./sweep/queue.ts")).cancelCommand),
  "sweep retry": on(async () => (await import("./sweep/queue.ts")).retryCommand),
  "sweep collect": on(async () => (await import("./sweep/sweep.ts")).collectCommand),
  "sweep plot": on(async () => (await import("./sweep/sweep.ts")).plotCommand),
  "sweep schema": plain(async () => (await import("./sweep/sweep.ts")).schemaCommand),
  "sweep work": on(async () => (await import("./sweep/work.ts")).workCommand),
  "theory haar": plain(async () => (await import("./theory/haar.ts")).haarCommand),
  "theory restricted-haar": plain(async () => (await import("./theory/restricted-haar.ts")).restrictedHaarCommand),
  "theory frame-potential": plain(async () => (await import("./theory/frame-potential.ts")).framePotentialCommand),
  "theory late-time": plain(async () => (await import("./theory/late-time.ts")).lateTimeCommand),
  "theory deep-limit": plain(async () => (await import("./theory/deep-limit.ts")).deepLimitCommand),
  "theory lotka-volterra": plain(async () => (await import("./theory/lotka-volterra.ts")).lotkaVolterraCommand),
  diagnose: plain(async () => (await import("./diagnose.ts")).diagnoseCommand),
};

async function runAs(name: "transition" | "train", values: never): Promise<number> {
  return (await import("./run-command.ts")).runCommand(name, values);
}
