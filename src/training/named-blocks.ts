/**
 * Training by a loss and an optimiser that have names: a plan, which others may carry out.
 */
import type { DifferentiableSimulator } from "../engine/engine.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { NOT_FINITE } from "./events.ts";
import type { TrainingPlan } from "./plan.ts";
import { quantities as namedQuantities } from "./quantities/index.ts";
import { emptyRecord, fillBlock, type TrainingRecord } from "./record.ts";
import type { Prepared, RunBlock, RunEnd, RunState, RunTrainingOptions } from "./run-options.ts";
import type { TrainingRow, TrainingSimulator } from "./state.ts";
import { isOver } from "./step.ts";
import { localTrainer } from "./trainer.ts";

/** Blocks of a plan. */
export async function* namedBlocks(
  options: RunTrainingOptions,
  { start, own }: Prepared,
  plan: TrainingPlan,
): AsyncGenerator<RunBlock, RunEnd, void> {
  const { circuit, observable, block = 64, signal } = options;
  let loaded: TrainingSimulator | undefined;
  const simulator = () => {
    loaded ??= (options.engine ?? engineNamed(resolveEngine("auto"))).load(circuit, observable);
    return loaded;
  };
  const given = options.simulator as TrainingSimulator | undefined;
  const session = (options.trainer ?? localTrainer(given ?? simulator())).start({ circuit, observable, plan, state: start });
  let state = start;
  try {
    while (!isOver(plan, state)) {
      if (signal?.aborted) return { kind: "stopped", state };
      const firstRow = state.row;
      const rows: TrainingRow[] = [];
      const found = emptyQuantities([...Object.keys(plan.measure), ...Object.keys(own)]);
      while (rows.length < block && !isOver(plan, state)) {
        measureOwn(own, plan, state, given ?? (Object.keys(own).length > 0 ? simulator() : undefined), found);
        const made = await session.advance(Math.min(block - rows.length, rowsUntil(own, plan, state.row)));
        for (const [k, row] of made.block.rows.entries()) noteMeasured(row, made.block.firstRow + k, found);
        rows.push(...made.block.rows);
        state = made.state;
      }
      yield {
        firstRow,
        epsilon: rows.map(({ epsilon }) => epsilon),
        kernel: rows.map(({ kernel }) => kernel),
        quantities: found,
        state,
      };
    }
    const broken = (state.events ?? []).filter(({ rule, ends }) => ends && rule === NOT_FINITE);
    return broken.length === 0
      ? { kind: "complete" }
      : { kind: "not finite", row: Math.min(...broken.map(({ step }) => step)), columns: broken.map(({ column }) => column) };
  } finally {
    await session.dispose();
    loaded?.dispose();
  }
}

/** Rows that are being gathered, by the name of the quantity. */
type Gathering = Record<string, { rows: number[]; values: Float64Array[] }>;

function emptyQuantities(names: readonly string[]): Gathering {
  return Object.fromEntries(names.map((name) => [name, { rows: [], values: [] }]));
}

/** The caller's own quantities at the row that a state is at; NaN for columns that have ended. */
function measureOwn(
  own: Prepared["own"],
  { steps, targets }: TrainingPlan,
  { row, theta, events = [] }: RunState,
  simulator: TrainingSimulator | undefined,
  found: Gathering,
): void {
  const due = Object.entries(own).filter(([, { stride }]) => row % stride === 0 || row === steps);
  if (due.length === 0 || simulator === undefined) return;
  const { gradient } = simulator.gradient(theta, row);
  const ended = new Set(events.filter(({ ends }) => ends).map(({ column }) => column));
  for (const [name, { measure }] of due) {
    const values = Float64Array.from(measure(simulator as unknown as DifferentiableSimulator, theta, gradient));
    const width = values.length / targets.length;
    for (const column of ended) values.fill(Number.NaN, column * width, (column + 1) * width);
    found[name].rows.push(row);
    found[name].values.push(values);
  }
}

/** Rows from one on that may be made before the next at which a quantity of the caller's own is measured. */
function rowsUntil(own: Prepared["own"], { steps }: TrainingPlan, row: number): number {
  const next = Object.values(own).map(({ stride }) =>
    Math.min((Math.floor(row / stride) + 1) * stride, row < steps ? steps : row + 1),
  );
  return Math.max(1, Math.min(Number.POSITIVE_INFINITY, ...next) - row);
}

function noteMeasured({ measured }: TrainingRow, row: number, found: Gathering): void {
  for (const [name, values] of Object.entries(measured)) {
    if (values === undefined) continue;
    found[name].rows.push(row);
    found[name].values.push(values);
  }
}

/** The rows of blocks as a record. */
export function recordOf(
  plan: TrainingPlan,
  { samples = 1, circuit }: RunTrainingOptions,
  blocks: readonly RunBlock[],
): TrainingRecord {
  const record = emptyRecord(plan, samples, circuit.parameters);
  for (const { firstRow, epsilon, kernel, quantities } of blocks) {
    const rows = epsilon.map((_, k): TrainingRow => {
      const measured = namedQuantities.names.flatMap((name) => {
        const at = quantities[name]?.rows.indexOf(firstRow + k) ?? -1;
        return plan.measure[name] === undefined || at < 0 ? [] : [[name, quantities[name].values[at]] as const];
      });
      return { epsilon: epsilon[k], kernel: kernel[k], measured: Object.fromEntries(measured) };
    });
    fillBlock(record, { firstRow, rows });
    record.rows = firstRow + rows.length;
  }
  record.events = blocks.at(-1)?.state.events ?? [];
  return record;
}
