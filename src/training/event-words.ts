/**
 * What happened to single samples, in words for the terminal and the report.
 */
import { counted } from "../base/words.ts";
import { NOT_FINITE } from "./events.ts";

/** An event as a run states it. */
export interface SampleEvent {
  readonly step: number;
  readonly target: number;
  readonly sample: number;
  readonly rule: string;
  readonly reason: string;
  readonly ends: boolean;
  readonly largestStableEta?: number;
}

/** One sentence about an event. */
export function eventSentence(event: SampleEvent, eta: number, format: (value: number) => string): string {
  const { step, target, sample, reason, ends } = event;
  const where = `target ${format(target)}, sample ${sample}, step ${step}: ${reason}`;
  return ends ? `${where}; this sample ends there.` : `${where}; ${stability(event, eta, format)}training goes on.`;
}

/** What learning rate would be stable, where that is known. */
function stability({ largestStableEta }: SampleEvent, eta: number, format: (value: number) => string): string {
  if (largestStableEta === undefined) return "";
  return `the largest stable η there is ${format(largestStableEta)} (2 / largest eigenvalue of the loss Hessian), and η is ${eta}; `;
}

/** One sentence for each target and rule: how many of the samples, since when, why. */
export function eventSentences(
  events: readonly SampleEvent[],
  { samples, eta }: { readonly samples: number; readonly eta: number },
  format: (value: number) => string,
): string[] {
  const groups = new Map<string, SampleEvent[]>();
  for (const event of events) {
    const key = `${event.target} ${event.rule}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const { target, rule, ends } = first;
    const steps = group.map(({ step }) => step);
    const [low, high] = [Math.min(...steps), Math.max(...steps)];
    const when = low === high ? `at step ${low}` : `at steps ${low} to ${high}`;
    const who = `target ${format(target)}: ${group.length} of ${counted(samples, "sample")}`;
    if (!ends) {
      const smallest = group.reduce((a, b) =>
        (b.largestStableEta ?? Number.POSITIVE_INFINITY) < (a.largestStableEta ?? Number.POSITIVE_INFINITY) ? b : a,
      );
      const bound = stability(smallest, eta, format).replace(/; $/, "");
      return `${who} ${group.length === 1 ? "oscillates" : "oscillate"}, first seen ${when}${bound === "" ? "" : `; ${bound}`}`;
    }
    if (rule === NOT_FINITE) return `${who} ended ${when}, where numbers are no longer finite, and left out of the averages`;
    return `${who} ended by rule ${rule} ${when}: ${first.reason}`;
  });
}
