/**
 * Long computations in named stages, which say how far they have come and can be left between any two steps.
 */

/** A part of a computation with a name of its own. */
export interface Task {
  readonly label: string;
  /** Units of work in all. */
  readonly total: number;
}

/** How far a computation has come: the task that it is in, and the work done of it. */
export interface Stage {
  readonly task: Task;
  readonly done: number;
}

/** A computation that yields how far it has come. */
export type Staged<T> = Generator<Stage, T, void>;

/** Steps that yield the work done, as one task. */
export function* stage<T>(label: string, total: number, steps: Generator<number, T, void>): Staged<T> {
  const task = { label, total };
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield { task, done: step.value };
  }
}

/** A value for each of several, each one step. */
export function* eachOf<From, To>(
  values: Iterable<From>,
  make: (value: From, index: number) => To,
): Generator<number, To[], void> {
  const made: To[] = [];
  for (const value of values) {
    made.push(make(value, made.length));
    yield made.length;
  }
  return made;
}

/** Runs stepwise work to its end at once. */
export function finish<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
