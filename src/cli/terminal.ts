/**
 * What the command line prints: results on standard output, everything else on standard error, progress with an estimate.
 */
import { SingleBar } from "cli-progress";

/** Progress of one task, shown on standard error from the second second on. */
export interface Progress {
  /** Work done; `label` takes the place of the one before. */
  update(done: number, label?: string): void;
  /** Takes the bar off the screen, until the next update. */
  stop(): void;
}

/** Milliseconds before a task's progress is shown. */
const SHOW_AFTER_MS = 1000;
/** Milliseconds between lines where standard error is no terminal. */
const LINE_EVERY_MS = 5000;

/** How the progress of a task is shown. */
export interface ProgressOptions {
  /** Shows the share done in per cent, for work in arbitrary units. */
  readonly share?: boolean;
  /** Work of the tasks that come after this one, over the work of this one. */
  readonly after?: number;
}

/** Starts showing the progress of a task; nothing is shown where `quiet`. */
export function startProgress(
  label: string,
  total: number,
  quiet: boolean,
  { share = false, after = 0 }: ProgressOptions = {},
): Progress {
  const started = Date.now();
  let first: { at: number; done: number } | undefined;
  let bar: SingleBar | undefined;
  let name = label;
  return {
    update(done, newLabel = name) {
      const now = Date.now();
      name = newLabel;
      first ??= { at: now, done };
      if (quiet || now - started < SHOW_AFTER_MS) return;
      const left = leftText((now - first.at) / 1000 / (done - first.done), { done, total, after });
      if (bar === undefined) {
        bar = new SingleBar({
          format: `{name} {bar} ${share ? "{percentage} %" : "{value}/{total}"}, {left}`,
          stream: process.stderr,
          barsize: 24,
          barCompleteChar: "█",
          barIncompleteChar: "░",
          hideCursor: false,
          clearOnComplete: true,
          noTTYOutput: true,
          notTTYSchedule: LINE_EVERY_MS,
          gracefulExit: false,
        });
        bar.start(total, done, { left, name });
      }
      bar.update(done, { left, name });
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

/** The time left of a task that takes some seconds for each unit of its work, and of all tasks where more come after it. */
export function leftText(
  unitSeconds: number,
  { done, total, after = 0 }: { done: number; total: number; after?: number },
): string {
  const own = unitSeconds * (total - done);
  const later = after > 0 ? `, ${durationText(own + unitSeconds * total * after)} for all` : "";
  return `${durationText(own)} left${later}`;
}

/** Seconds in words, such as `1 h 5 min`; `?` where they are not known. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Prints to standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints to standard error. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Prints a value as JSON with every digit of its numbers; numbers that are not finite become null. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** Lets pending events, such as signals, be handled. */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Lines of cells in columns as wide as their widest cell, text to the left and numbers to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[], leftColumns: number): string {
  const widths = header.map((title, k) => Math.max(...[title, ...rows.map((row) => row[k])].map((cell) => [...cell].length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) => {
        const pad = " ".repeat(widths[k] - [...cell].length);
        return k < leftColumns ? cell + pad : pad + cell;
      })
      .join("  ")
      .trimEnd();
  return [line(header), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

/** A number in at most four significant digits, with a true minus sign. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return "–";
  const magnitude = Math.abs(value);
  const text =
    magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e5)
      ? value.toExponential(digits - 2)
      : String(Number(value.toPrecision(digits)));
  return text.replace(/-/g, "−");
}
