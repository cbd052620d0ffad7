/**
 * What `qntk diagnose` prints: text and JSON.
 */
import { formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { describeRun } from "../experiment/describe.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { CircuitDiagnosis, TargetDiagnosis } from "../reports/diagnosis.ts";
import type { TargetNaming } from "../reports/naming.ts";
import type { PilotForecast, Spread } from "../reports/pilot.ts";
import { formatTable } from "./table.ts";

/** The report. */
export function diagnosisText(
  circuit: CircuitDiagnosis,
  targets: readonly TargetDiagnosis[],
  config: ExperimentConfig,
  { spectrum, reachable }: Pick<Experiment, "spectrum" | "reachable">,
  error: number,
  pilots: readonly PilotForecast[] = [],
  { named = [], obstacle }: { readonly named?: readonly TargetNaming[]; readonly obstacle?: string } = {},
): string {
  return [
    describeRun(config, circuit.parameters, spectrum, reachable),
    "",
    ...circuitLines(circuit),
    "",
    formatTable(
      ["target", "phase to expect", "R", "ε(0)", "K(0)", "λ(0)", "ζ(0)", "late λ", "late C", "time constant"],
      targets.map(({ target, phase, residual, initial, approach }) => [
        formatNumber(target, 6),
        phaseLabels[phase],
        ...[residual, initial.epsilon, initial.kernel, initial.lambda, initial.zeta].map((value) => formatNumber(value)),
        ...[approach?.lambda, approach?.c, approach?.timeConstant].map((value) => formatNumber(value ?? Number.NaN)),
      ]),
      2,
    ),
    "",
    formatTable(
      ["target", "largest stable η", "because of", `steps to |ε − R| = ${formatNumber(error)}`, "deep-circuit limit"],
      targets.map(({ target, etaBounds, largestStableEta, approach }) => [
        formatNumber(target, 6),
        formatNumber(largestStableEta),
        etaBounds.find(({ eta }) => eta === largestStableEta)?.reason ?? "",
        formatNumber(approach?.steps ?? Number.NaN),
        formatNumber(approach?.deepSteps ?? Number.NaN),
      ]),
      1,
    ),
    ...pilotLines(targets, pilots, error, config.noise !== undefined),
    ...(config.shots === undefined ? [] : namingLines(targets, named, config, obstacle)),
    ...warnings(circuit, targets, config),
  ].join("\n");
}

/** Medians and intervals over initial angles, and what the pilot took; without one, that there is one. */
function pilotLines(
  targets: readonly TargetDiagnosis[],
  pilots: readonly PilotForecast[],
  error: number,
  noisy: boolean,
): string[] {
  if (pilots.length === 0)
    return [
      "",
      noisy
        ? "Late λ, C and steps are not known with noise, whose theory is not that of pure states; --pilot 100 follows the noisy circuit from 200 initial angles and gives medians and intervals."
        : "Steps, λ and C are those of typical random circuits; --pilot 100 follows this one from 200 initial angles and gives medians and intervals.",
    ];
  const table = formatTable(
    ["target", `steps to |ε − R| = ${formatNumber(error)}`, "late rate per step", "late K", "late λ"],
    pilots.map(({ steps, rate, kernel, lambda }, k) => [
      formatNumber(targets[k].target, 6),
      ...[steps, rate, kernel, lambda].map(spreadText),
    ]),
    1,
  );
  const angles = pilots[0].angles;
  const followed = pilots.map((pilot) => `${Math.round(100 * pilot.followed)} %`).join(", ");
  return [
    "",
    `pilot: ${pilots.reduce((sum, { gradients }) => sum + gradients, 0)} gradients; median, and the interval that holds 80 % of initial angles, from ${angles} of them`,
    table,
    `followed to that error: ${followed} of the angles; the others are continued from their last points`,
  ];
}

/** When the phase of every target will be named, with so many shots. */
function namingLines(
  targets: readonly TargetDiagnosis[],
  named: readonly TargetNaming[],
  { shots = 0, steps, samples }: ExperimentConfig,
  obstacle: string | undefined,
): string[] {
  if (obstacle !== undefined) return ["", `With ${counted(shots, "shot")} nothing is forecast of phases: ${obstacle}.`];
  const rows = named.map((own, k) => [
    formatNumber(targets[k].target, 6),
    own.phase === undefined ? "–" : phaseLabels[own.phase],
    own.steps === undefined ? `not within ${steps}` : `about ${own.steps}`,
    `${Math.round(100 * own.probability)} %`,
    own.steps === undefined ? neededWays(own, shots) : "",
  ]);
  const last = Math.max(...named.map((own) => own.steps ?? Number.POSITIVE_INFINITY));
  const gradients = named.reduce((sum, own) => sum + own.gradients, 0);
  return [
    "",
    Number.isFinite(last)
      ? `With ${counted(shots, "shot")} and ${counted(samples, "sample")} ${named.length === 1 ? "this phase is named" : "these are told apart"} after about ${last} steps, with a probability of 95 % over the scatter of the shots:`
      : `With ${counted(shots, "shot")} and ${counted(samples, "sample")}, phases are named with a probability of 95 % over the scatter of the shots:`,
    formatTable(["target", "phase named", "after steps", `named by step ${steps}`, "what would name it"], rows, 2),
    `from the paths that training takes from its own angles (at most ${gradients} gradients without shots), and 40 draws of shots for every number of steps`,
  ];
}

/** What would be enough, in words. */
function neededWays({ needed }: TargetNaming, shots: number): string {
  const ways = [
    ...(needed?.steps === undefined ? [] : [`about ${needed.steps} steps`]),
    ...(needed?.shots === undefined ? [] : [`about ${needed.shots} shots`]),
  ];
  return ways.length === 0 ? `neither 64 times the steps nor ${4096 * shots} shots` : ways.join(", or ");
}

function spreadText({ median, low, high }: Spread): string {
  const text = (value: number) => (value === Number.POSITIVE_INFINITY ? "never" : formatNumber(value));
  if (Number.isNaN(median)) return "–";
  return low === high ? text(median) : `${text(median)} (${text(low)} to ${text(high)})`;
}

function circuitLines({ parameters, threshold, fisherRank, lieAlgebra }: CircuitDiagnosis): string[] {
  const rank = fisherRank === undefined ? "too large to compute" : `${fisherRank} of at most ${threshold}`;
  const verdict = isOverParametrised({ parameters, threshold, fisherRank, lieAlgebra })
    ? "above the over-parametrisation threshold"
    : "not above the over-parametrisation threshold";
  return [
    `parameters             ${parameters}, ${verdict} 2d − 2 = ${threshold}`,
    `Fisher information     rank ${rank}`,
    `Lie algebra            ${lieAlgebra.dimension === undefined ? "" : `dimension ${lieAlgebra.dimension}: `}${lieAlgebra.remark}`,
  ];
}

/** More parameters than directions, and every direction moved. */
function isOverParametrised({ parameters, threshold, fisherRank }: CircuitDiagnosis): boolean {
  return parameters > threshold && (fisherRank === undefined || fisherRank === threshold);
}

function warnings(circuit: CircuitDiagnosis, targets: readonly TargetDiagnosis[], { eta }: ExperimentConfig): string[] {
  const lines: string[] = [];
  if (!isOverParametrised(circuit))
    lines.push(
      "Training may stop at a local minimum before the end of the spectrum; the phases are those of gradient flow that does not.",
    );
  for (const { target, largestStableEta } of targets) {
    if (eta >= largestStableEta)
      lines.push(
        `η = ${eta} is not below ${formatNumber(largestStableEta)} for target ${formatNumber(target, 6)}: gradient descent may diverge.`,
      );
  }
  return lines.length === 0 ? [] : ["", ...lines];
}

/** The report as JSON. */
export function diagnosisJson(
  circuit: CircuitDiagnosis,
  targets: readonly TargetDiagnosis[],
  eta: number,
  error: number,
  pilots: readonly PilotForecast[] = [],
  { named = [], obstacle }: { readonly named?: readonly TargetNaming[]; readonly obstacle?: string } = {},
): unknown {
  return {
    parameters: circuit.parameters,
    threshold: circuit.threshold,
    fisherRank: circuit.fisherRank ?? null,
    overParametrised: isOverParametrised(circuit),
    lieAlgebra: { dimension: circuit.lieAlgebra.dimension ?? null, remark: circuit.lieAlgebra.remark },
    eta,
    error,
    ...(obstacle !== undefined && { namingObstacle: obstacle }),
    targets: targets.map(({ target, phase, residual, initial, etaBounds, largestStableEta, approach }, k) => ({
      target,
      phase,
      R: residual,
      initial: { ...initial, K: initial.kernel, C: initial.c, kernel: undefined, c: undefined },
      largestStableEta,
      etaBounds,
      lateTime: approach && { lambda: approach.lambda, C: approach.c, timeConstant: approach.timeConstant },
      steps: approach && { estimate: approach.steps, deepLimit: approach.deepSteps },
      ...(pilots[k] !== undefined && { pilot: pilots[k] }),
      ...(named[k] !== undefined && { naming: named[k] }),
    })),
  };
}
