/**
 * Stop rule `phase`: the phase of a sample is decided.
 */
import { ArgumentError } from "../../base/errors.ts";
import { phaseSoFar, RUNNING_NUMBERS } from "../../theory/inference/running.ts";
import { expectedPhase } from "../../theory/lotka-volterra/phases.ts";
import { lossNamed } from "../losses.ts";
import { optimizers } from "../optimizers/index.ts";
import { readSchedule } from "../schedules/index.ts";
import type { RulePlan, StopCheck, StopRule } from "./stop-rule.ts";

/** What the words of a phase are in a sentence. */
const WORDS = { "frozen-kernel": "a frozen kernel", critical: "critical", "frozen-error": "a frozen error" } as const;

/**
 * The sample’s own rows decide its phase with a probability that later rows do not undo. It is looked at where the number of rows is 45, 64, 91, 128, ..., a factor of √2 apart.
 */
export const phaseRule: StopRule = {
  name: "phase",
  form: "phase",
  words: "its own rows decide its phase",
  read(text, plan): StopCheck | undefined {
    if (text !== "phase") return undefined;
    const { eta = Number.NaN, extremes, precision } = plan;
    requirePhases(plan);
    if (extremes === undefined)
      throw new ArgumentError("stopWhen", "phase", "other rules where the ends of the spectrum are not known");
    return {
      rule: "phase",
      memory: RUNNING_NUMBERS,
      check({ row, epsilon, kernel, target, critical, estimates }, memory) {
        const place = critical || expectedPhase(target, extremes) === "critical" ? "end" : "elsewhere";
        const phase = phaseSoFar({ row, epsilon, kernel, ...estimates }, memory, { eta, place, precision });
        return phase && `its phase is decided: ${WORDS[phase]}`;
      },
    };
  },
};

/** Refuses the rule where the theory has no phases, or another clock. */
function requirePhases({ loss, optimizer, schedule, data }: RulePlan): void {
  const other = [
    lossNamed(loss).aims === "end" ? `loss ${loss}` : undefined,
    data === undefined ? undefined : "data",
    optimizer === undefined || optimizers.get(optimizer.name).plain ? undefined : `optimizer ${optimizer.name}`,
    schedule === undefined || readSchedule(schedule).constant ? undefined : `schedule ${schedule}`,
  ].find((own) => own !== undefined);
  if (other !== undefined)
    throw new ArgumentError(
      "stopWhen",
      phaseRule.form,
      `other rules with ${other}: phases are those of gradient descent on one target`,
    );
}
