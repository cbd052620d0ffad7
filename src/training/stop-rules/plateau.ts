/**
 * Stop rule `plateau`: the error has stayed where it is for a number of steps.
 */
import { POSITIVE, type StopCheck, type StopRule } from "./stop-rule.ts";

/** Steps, and share of |ε|, unless told. */
const STEPS = 100;
const SHARE = 1e-6;

const PATTERN = new RegExp(`^plateau(?::(\\d+)(?::${POSITIVE})?)?$`);

/** All ε of the last N steps lie within a share of the present |ε| of one another: max ε - min ε < share · |ε|. */
export const plateauRule: StopRule = {
  name: "plateau",
  form: `plateau:${STEPS}:${SHARE}`,
  words: `ε has changed by less than a share of itself over a number of steps (${STEPS} and ${SHARE} where left out)`,
  read(text): StopCheck | undefined {
    const match = PATTERN.exec(text);
    if (match === null || match[1] === "0") return undefined;
    const steps = Number(match[1] ?? STEPS);
    const share = Number(match[2] ?? SHARE);
    return {
      rule: "plateau",
      memory: steps,
      check({ row, epsilon }, memory) {
        let [low, high] = [epsilon, epsilon];
        for (const before of memory) {
          // One comparison that NaN, a row not seen yet, fails.
          if (!(Math.abs(before - epsilon) < share * Math.abs(epsilon))) low = Number.NaN;
          if (before < low) low = before;
          if (before > high) high = before;
        }
        memory[row % steps] = epsilon;
        return high - low < share * Math.abs(epsilon)
          ? `ε changed by less than ${share} of itself over ${steps} steps`
          : undefined;
      },
    };
  },
};
