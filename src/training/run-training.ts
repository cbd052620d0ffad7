/**
 * Training as a stream of blocks that can be watched, stopped and gone on with; loss, optimiser and recorded quantities may be the caller's own.
 */
import { requireFields } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import { requireCircuit } from "../quantum/circuit.ts";
import { requireObservable } from "../quantum/observables.ts";
import { spectrum } from "../quantum/spectrum.ts";
import { initialAngles } from "../quantum/streams/index.ts";
import { losses, quadraticLoss } from "./losses.ts";
import { namedBlocks, recordOf } from "./named-blocks.ts";
import { optimizerNamed } from "./optimizer-of.ts";
import { ownBlocks } from "./own-blocks.ts";
import { requireValidPlan, type TrainingPlan } from "./plan.ts";
import type { Prepared, RecordedQuantity, RunBlock, RunEnd, RunResult, RunTrainingOptions, TrainingRun } from "./run-options.ts";
import { completeSchedule } from "./schedules/index.ts";
import { columnTargets, repeatAngles } from "./train.ts";
import { frozenParameters } from "./trained.ts";

export * from "./run-options.ts";

const FIELDS = [
  ...["circuit", "observable", "targets", "steps", "samples", "seed", "streams", "initialAngles", "loss", "optimizer", "record"],
  ...["from", "block", "engine", "simulator", "signal", "trainer", "eta", "schedule", "frozen", "stopWhen"],
] as const satisfies readonly (keyof RunTrainingOptions)[];

/**
 * Trains a circuit, block by block.
 *
 * θ ← θ + change(∇L), L the loss of ε = <O> - O0; row t belongs to the angles before update t. A loop over the run that is left early stops it,
 * and so does `signal`: the end then holds the state that `from` goes on from, to the same numbers.
 *
 * @throws ArgumentError for unknown options, sizes that do not fit and targets that are not numbers
 */
export function runTraining(options: RunTrainingOptions): TrainingRun {
  requireFields("runTraining", options, FIELDS);
  requireCircuit(options.circuit);
  requireObservable(options.observable);
  const prepared = prepare(options);
  const { plan } = prepared;
  const blocks = plan === undefined ? ownBlocks(options, prepared) : namedBlocks(options, prepared, plan);
  let settled: Promise<RunResult> | undefined;
  const seen: RunBlock[] = [];
  let end: RunEnd | undefined;
  const pull = async (): Promise<IteratorResult<RunBlock, undefined>> => {
    // Lets events such as a click on Stop be handled between blocks.
    await new Promise<void>((resolve) => setTimeout(resolve));
    const next = await blocks.next();
    if (next.done) {
      end = next.value;
      return { done: true, value: undefined };
    }
    seen.push(next.value);
    return { done: false, value: next.value };
  };
  const leave = async () => {
    await blocks.return({ kind: "stopped", state: seen.at(-1)?.state ?? prepared.start });
    end ??= { kind: "stopped", state: seen.at(-1)?.state ?? prepared.start };
  };
  return {
    get result() {
      settled ??= (async () => {
        while (end === undefined && !(await pull()).done);
        return gathered(options, prepared, seen, end ?? { kind: "complete" });
      })();
      return settled;
    },
    [Symbol.asyncIterator]: () => ({
      next: pull,
      async return() {
        await leave();
        return { done: true, value: undefined };
      },
    }),
  };
}

/** Fields that go with an optimiser that is named. */
const NAMED_FIELDS = ["eta", "schedule", "frozen", "stopWhen", "trainer"] as const;

/** The plan of options whose loss and optimiser are named; undefined for others, which have less to say. */
function planOf(options: RunTrainingOptions, targets: Float64Array, measure: Readonly<Record<string, number>>) {
  const { optimizer, loss = quadraticLoss.name, steps, eta = 1e-3, schedule, stopWhen, circuit, observable, engine } = options;
  const name = typeof loss === "string" ? loss : losses.all.find((known) => known === loss)?.name;
  if (typeof optimizer === "function" || name === undefined) {
    const what = typeof optimizer === "function" ? "optimizer" : "loss";
    const extra = [
      ...NAMED_FIELDS.filter((field) => options[field] !== undefined),
      ...Object.keys(measure).map((key) => `record.${key}`),
    ];
    if (extra.length > 0)
      throw new ArgumentError(extra[0], new Described("given"), `nothing with a function as ${what}, which has no name`);
    if (optimizer !== undefined && typeof optimizer !== "function")
      throw new ArgumentError(
        "loss",
        new Described("a function"),
        "a loss by its name with a named optimizer; registerLoss names your own",
      );
    return undefined;
  }
  const frozen = frozenParameters(options.frozen ?? [], circuit.parameters);
  const plan: TrainingPlan = {
    ...{ loss: losses.get(name).name, eta, steps, targets, measure },
    ...(engine !== undefined && { precision: engine.precision }),
    ...(optimizer !== undefined && { optimizer: optimizerNamed(optimizer) }),
    ...(schedule !== undefined && { schedule: completeSchedule(schedule, steps) }),
    ...(frozen.length > 0 && { frozen }),
    ...(stopWhen !== undefined && { stopWhen: [stopWhen].flat(), extremes: spectrum(observable) }),
  };
  requireValidPlan(plan);
  return plan;
}

function prepare(options: RunTrainingOptions): Prepared {
  const { circuit, samples = 1, steps, from, block = 64, seed, streams } = options;
  if (!Array.isArray(options.targets) || options.targets.length === 0)
    throw new ArgumentError("targets", options.targets, "an array of at least one target");
  if (!Number.isInteger(steps) || steps < 0) throw new ArgumentError("steps", steps, "an integer from 0 on");
  if (!Number.isInteger(block) || block < 1) throw new ArgumentError("block", block, "a positive integer");
  if (!Number.isInteger(samples) || samples < 1) throw new ArgumentError("samples", samples, "a positive integer");
  const targets = columnTargets(options.targets, samples);
  const wrong = targets.find((target) => !Number.isFinite(target));
  if (wrong !== undefined) throw new ArgumentError("targets", wrong, "finite numbers");
  const { trainer, simulator } = options;
  if (trainer !== undefined && simulator !== undefined)
    throw new ArgumentError("simulator", new Described("given"), "nothing with a trainer, which has simulators of its own");
  const entries = Object.entries(options.record ?? {});
  const measure = Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  const own = Object.fromEntries(entries.filter((entry): entry is [string, RecordedQuantity] => typeof entry[1] !== "number"));
  const plan = planOf(options, targets, measure);
  const size = samples * circuit.parameters;
  const angles = options.initialAngles ?? initialAngles({ samples, parameters: circuit.parameters, seed, streams });
  if (angles.length !== size)
    throw new ArgumentError("initialAngles", angles.length, `${size} numbers, samples times parameters`);
  if (from !== undefined && from.theta.length !== size * options.targets.length)
    throw new ArgumentError("from", from.theta.length, `${size * options.targets.length} angles, those of all columns`);
  return { targets, own, start: from ?? { row: 0, theta: repeatAngles(angles, options.targets.length) }, ...(plan && { plan }) };
}

function gathered(options: RunTrainingOptions, { start, plan }: Prepared, blocks: readonly RunBlock[], end: RunEnd): RunResult {
  const names = Object.keys(blocks[0]?.quantities ?? {});
  const state = blocks.at(-1)?.state ?? start;
  return {
    ...(plan !== undefined && { record: recordOf(plan, options, blocks) }),
    events: state.events ?? [],
    firstRow: start.row,
    epsilon: blocks.flatMap(({ epsilon }) => epsilon),
    kernel: blocks.flatMap(({ kernel }) => kernel),
    quantities: Object.fromEntries(
      names.map((name) => [
        name,
        {
          rows: blocks.flatMap(({ quantities }) => quantities[name].rows),
          values: blocks.flatMap(({ quantities }) => quantities[name].values),
        },
      ]),
    ),
    state,
    end,
  };
}
