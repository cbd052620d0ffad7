/**
 * What `qntk speedup` prints: table, verdict and JSON.
 */
import { formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { describeCircuit } from "../experiment/describe.ts";
import { equalCostSteps, type SpeedupReport } from "../reports/speedup.ts";
import { formatTable } from "./table.ts";

/** The table and what it comes to. */
export function speedupText(config: ExperimentConfig, report: SpeedupReport): string {
  const { observable, samples } = config;
  const unstable = report.racers.filter(({ oscillating }) => oscillating > 0);
  const { error, eta, linear, racers, optimum } = report;
  const number = (value: number | undefined, digits = 4) => formatNumber(value ?? Number.NaN, digits);
  const rows = racers.map((racer) => {
    const { residual, target, predicted, measured, equalCost, etaLimit } = racer;
    return [
      number(target, 6),
      number(residual),
      number(predicted.steps),
      number(measured?.steps),
      number(measured && linear.steps / measured.steps, 3),
      number(measured && measured.rate / linear.rate, 3),
      number(equalCostSteps(racer)),
      number(equalCost?.steps),
      number(etaLimit, 3),
      number((predicted.steps * eta) / etaLimit),
    ];
  });
  const ownLimit = (linear.steps * eta) / linear.etaLimit;
  const line = ["linear", "–", number(linear.steps), number(linear.steps), "1", "1", number(linear.steps), number(linear.steps)];
  return [
    `${describeCircuit(config)}, ${observable}, eta=${eta}, ${samples} samples: steps to ε − R = ${formatNumber(error)}`,
    "",
    formatTable(
      [
        "target",
        "R",
        "predicted",
        "measured",
        "speed-up",
        "late rates",
        "equal cost: predicted",
        "measured",
        "η limit",
        "at η limit",
      ],
      [[...line, number(linear.etaLimit, 3), number(ownLimit)], ...rows],
      1,
    ),
    "",
    `η = ${eta} is at the limit of stability (2 / largest curvature) at R = ${formatNumber(optimum, 3)}: the optimum; further away lies no stable target.`,
    ...(unstable.length === 0
      ? []
      : [
          `Not measured, since the loss oscillates with this η: ${unstable.map(({ residual, oscillating }) => `R = ${formatNumber(residual)} (${oscillating} of ${counted(samples, "sample")})`).join(", ")}.`,
        ]),
    ...verdict(report),
  ].join("\n");
}

/** The fastest target, and whether it is faster for more than its larger effective η. */
function verdict({ racers, linear }: SpeedupReport): string[] {
  const finished = racers.filter(({ measured }) => measured !== undefined);
  if (finished.length === 0) return ["No target came to the error with this η."];
  const fastest = finished.reduce((best, racer) => ((racer.measured?.steps ?? 0) < (best.measured?.steps ?? 0) ? racer : best));
  const { measured, equalCost, residual, target } = fastest;
  const steps = measured?.steps ?? Number.NaN;
  const fair = equalCost?.steps ?? equalCostSteps(fastest);
  const head = `Fastest: target ${formatNumber(target, 6)} (R = ${formatNumber(residual)}) in ${formatNumber(steps)} steps, ${formatNumber(linear.steps / steps, 3)} times as fast as the linear loss.`;
  if (steps >= linear.steps) return [head];
  return [
    head,
    fair >= linear.steps
      ? `Warning: it wins only because its effective learning rate η ε grew. At equal cost, with no step of ⟨O⟩ larger than the largest one of the linear loss, it takes ${formatNumber(fair)} steps against ${formatNumber(linear.steps)}.`
      : `At equal cost, with no step of ⟨O⟩ larger than the largest one of the linear loss, it takes ${formatNumber(fair)} steps against ${formatNumber(linear.steps)}: it is faster there too.`,
  ];
}

/** The same as JSON. */
export function speedupJson(report: SpeedupReport): unknown {
  const { error, eta, linear, racers, optimum } = report;
  return {
    ...{ error, eta, linear, optimum },
    targets: racers.map((racer) => ({
      ...racer,
      speedup: racer.measured && linear.steps / racer.measured.steps,
      rateRatio: racer.measured && racer.measured.rate / linear.rate,
      equalCostPredicted: equalCostSteps(racer),
      equalCostEta: eta * racer.predicted.equalCost,
    })),
  };
}
