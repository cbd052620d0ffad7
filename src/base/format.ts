/**
 * Numbers and durations in the words that people read.
 */

/** A number in at most `digits` significant digits, with a true minus sign; a dash where it is not finite. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return "–";
  const magnitude = Math.abs(value);
  const text =
    magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e5)
      ? value.toExponential(digits - 2)
      : String(Number(value.toPrecision(digits)));
  return text.replace(/-/g, "−");
}

/** Seconds in words, such as `1 h 5 min`; `?` where they are not known. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
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
