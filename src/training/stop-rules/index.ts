/**
 * The stop rules there are, and how texts that name them are read.
 */
import { ArgumentError } from "../../base/errors.ts";
import { FORM_NAME, type Registry, registry, requireReadable } from "../../base/registry.ts";
import { divergedRule } from "./diverged.ts";
import { phaseRule } from "./phase.ts";
import { plateauRule } from "./plateau.ts";
import type { RulePlan, StopCheck, StopRule } from "./stop-rule.ts";
import { epsilonRule, kernelRule, residualRule } from "./thresholds.ts";

/** Every stop rule. Numbers that are not finite end a column without being asked. */
export const stopRules: Registry<StopRule> = /* @__PURE__ */ registry<StopRule>(
  "stop rule",
  [epsilonRule, residualRule, kernelRule, plateauRule, phaseRule, divergedRule],
  requireReadable("stop rule"),
  FORM_NAME,
);

/** The forms of all rules, in words. */
export function stopForms(): string {
  return stopRules.all.map(({ form }) => form).join(", ");
}

/**
 * The rules that texts such as `epsilon<1e-6` name.
 *
 * @throws ArgumentError for a text that names none
 */
export function readStopRules(texts: readonly string[], plan: RulePlan): StopCheck[] {
  return texts.map((text) => {
    for (const rule of stopRules.all) {
      const check = rule.read(text.trim(), plan);
      if (check !== undefined) return check;
    }
    throw new ArgumentError("stopWhen", text, `rules such as ${stopForms()}`);
  });
}
