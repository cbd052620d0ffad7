/**
 * The columns of a run that go on, as a smaller run of their own: those that have ended are no longer simulated.
 */
import { dataOfColumns } from "./data-plan.ts";
import { goingColumns, pickColumns, putColumns } from "./events.ts";
import type { TrainingPlan } from "./plan.ts";
import type { TrainingRow, TrainingState, TrainingStep } from "./state.ts";

/** Rows made of some columns of a run, and the state after them. */
export interface PartialRows {
  readonly state: TrainingState;
  readonly rows: readonly TrainingRow[];
}

/**
 * Makes a row of the columns that go on.
 *
 * @param make told which columns of the run these are, where they are not all of them
 */
export function onGoingColumns(
  plan: TrainingPlan,
  state: TrainingState,
  make: (plan: TrainingPlan, state: TrainingState, columns?: readonly number[]) => TrainingStep,
): TrainingStep {
  const made = rowsOfGoing(plan, state, (part, at, columns) => {
    const { state: next, row } = make(part, at, columns);
    return { state: next, rows: [row] };
  }) as PartialRows;
  return { state: made.state, row: made.rows[0] };
}

/** As `onGoingColumns`, for several rows at once, or undefined where they are not made. */
export function rowsOfGoing(
  plan: TrainingPlan,
  state: TrainingState,
  make: (plan: TrainingPlan, state: TrainingState, columns?: readonly number[]) => PartialRows | undefined,
): PartialRows | undefined {
  const columns = plan.targets.length;
  const which = goingColumns(state.events, columns);
  if (which === undefined) return make(plan, state);
  const { memory = {}, events = [], theta, row } = state;
  const parameters = theta.length / columns;
  const widthOf = (values: Float64Array) => values.length / columns;
  const going = new Map(which.map((column, k) => [column, k]));
  const part: TrainingPlan = {
    ...plan,
    targets: pickColumns(plan.targets, which, 1),
    ...(plan.data !== undefined && { data: dataOfColumns(plan.data, which) }),
    place: { columns: which.map((column) => plan.place?.columns[column] ?? column), total: plan.place?.total ?? columns },
    ...(plan.critical !== undefined && { critical: which.map((column) => (plan.critical as readonly boolean[])[column]) }),
  };
  const own = events.flatMap((event) => {
    const column = going.get(event.column);
    return column === undefined ? [] : [{ ...event, column }];
  });
  const made = make(
    part,
    {
      row,
      theta: pickColumns(theta, which, parameters),
      memory: Object.fromEntries(Object.entries(memory).map(([name, all]) => [name, pickColumns(all, which, widthOf(all))])),
      events: own,
    },
    which,
  );
  if (made === undefined) return undefined;
  const next = made.state;
  const fresh = (next.events ?? []).slice(own.length).map((event) => ({ ...event, column: which[event.column] }));
  return {
    state: {
      row: next.row,
      theta: putColumns(theta, next.theta, which, parameters),
      memory: Object.fromEntries(
        Object.entries(next.memory ?? {}).map(([name, some]) => {
          const width = some.length / which.length;
          return [name, putColumns(memory[name] ?? new Float64Array(columns * width).fill(Number.NaN), some, which, width)];
        }),
      ),
      events: [...events, ...fresh],
    },
    rows: made.rows.map((one) => widened(one, which, columns)),
  };
}

/** A row of some columns as one of all: NaN for the others. */
function widened(row: TrainingRow, which: readonly number[], columns: number): TrainingRow {
  const wide = (values: Float64Array): Float64Array => {
    const width = values.length / which.length;
    return putColumns(new Float64Array(columns * width).fill(Number.NaN), values, which, width);
  };
  const measured = Object.entries(row.measured).flatMap(([name, values]) =>
    values === undefined ? [] : [[name, wide(values)] as const],
  );
  const { estimates } = row;
  return {
    ...{ epsilon: wide(row.epsilon), kernel: wide(row.kernel), measured: Object.fromEntries(measured) },
    ...(estimates !== undefined && {
      estimates: {
        epsilonError: wide(estimates.epsilonError),
        kernelUnbiased: wide(estimates.kernelUnbiased),
        kernelError: wide(estimates.kernelError),
      },
    }),
  };
}

/** Where a run stands after a step: a column that ends keeps its angles, and what it remembers has no use any more. */
export function stateAfter(
  { row, theta }: TrainingState,
  next: Pick<TrainingState, "theta" | "memory" | "events">,
  ended: ReadonlySet<number>,
  columns: number,
): TrainingState {
  const kept = [...ended].sort((a, b) => a - b);
  const parameters = theta.length / columns;
  const own = pickColumns(theta, kept, parameters);
  return { ...next, row: row + 1, theta: kept.length === 0 ? next.theta : putColumns(next.theta, own, kept, parameters) };
}
