/**
 * What a run teaches, in a badge and one or two sentences: the phase, why, what the theory says and what is measured.
 */
import { type ColumnEvent, lotkaVolterra, optimizers, type Phase, phaseLabels, theoryLossOf } from "qntk";
import type { Readout, RunInfo } from "../../engine/protocol.ts";
import { formatCount, formatNumber, formatPosition } from "../../format/numbers.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";

/** Text with raised, lowered and strong parts. */
export type Phrase = string | { readonly sup: string } | { readonly sub: string } | { readonly strong: string };

export interface Lesson {
  /** Phase the badge names; undetermined while it is too early. */
  readonly phase: Phase;
  readonly badge: string;
  /** How likely the phase of the badge is, such as 98 %; undefined where that is not known. */
  readonly probability?: string;
  readonly text: readonly Phrase[];
}

/** The lesson of a run at present. */
export function lessonOf(
  readout: Readout | undefined,
  info: RunInfo,
  snapshot: Snapshot,
  event: ColumnEvent | undefined,
): Lesson {
  if (event !== undefined && (readout === undefined || readout.phase === "undetermined")) {
    const { reason, ends, largestStableEta } = event;
    const bound = largestStableEta === undefined ? "" : ` The largest stable η there is ${formatNumber(largestStableEta)}.`;
    return {
      phase: "undetermined",
      badge: ends ? "not finite" : "oscillates",
      text: [
        `Sample ${event.column + 1}, step ${event.step}: ${reason}, with η = ${formatNumber(snapshot.eta)}.${bound}${ends ? "" : " Training goes on."}`,
      ],
    };
  }
  const target = readout?.target ?? info.target;
  const expected = lotkaVolterra.expectedPhase(target, info.spectrum, theoryLossOf(snapshot.loss));
  if (readout === undefined || readout.phase === "undetermined")
    return {
      phase: "undetermined",
      badge: "too early to tell",
      text: [...expectation(readout, info, snapshot, target, expected), ...open(readout)],
    };
  if (readout.dead) {
    return {
      phase: readout.phase,
      badge: phaseLabels[readout.phase],
      text: [
        { strong: "K = 0 up to rounding" },
        `: the states lie at the end of the spectrum already, ε = ${formatNumber(readout.epsilon)} stays, and no target beyond that end moves them any more. Reset to see them get there.`,
      ],
    };
  }
  return {
    phase: readout.phase,
    badge: phaseLabels[readout.phase],
    ...(readout.probabilities !== undefined && { probability: percent(readout.probabilities[readout.phase]) }),
    text: [...finding(readout, snapshot), ...trappedNote(readout)],
  };
}

/** A probability in percent; one that rounds to 100 % is not certain. */
function percent(probability: number): string {
  return probability >= 0.995 ? "> 99 %" : `${Math.round(100 * probability)} %`;
}

/** How likely the phases are that the data leave open, and what would decide it. */
function open(readout: Readout | undefined): Phrase[] {
  if (readout?.probabilities === undefined) return [];
  const likely = (Object.entries(readout.probabilities) as [Phase, number][])
    .filter(([, probability]) => probability >= 0.01)
    .sort(([, a], [, b]) => b - a)
    .map(([phase, probability]) => `${phaseLabels[phase]} ${percent(probability)}`);
  const { steps } = readout.needed ?? {};
  return [` So far: ${likely.join(", ")}${steps === undefined ? "" : `; about ${formatCount(steps)} steps would decide it`}.`];
}

/** Where the target lies and what therefore should happen. */
function expectation(
  readout: Readout | undefined,
  { spectrum: { min, max } }: RunInfo,
  { loss }: Snapshot,
  target: number,
  expected: Phase,
): Phrase[] {
  const now =
    readout === undefined || !Number.isFinite(readout.c)
      ? []
      : [` So far C\u00a0=\u00a0${signed(readout.c)} and ζ\u00a0=\u00a0${formatNumber(readout.zeta)}.`];
  if (theoryLossOf(loss) === "linear")
    return [
      "The linear loss ⟨O⟩ knows no target: it runs to the end of the spectrum for every O₀, and its kernel must die.",
      ...now,
    ];
  const [end, distance] = target - min < max - target ? (["min", target - min] as const) : (["max", max - target] as const);
  const away = formatPosition(Math.abs(distance));
  switch (expected) {
    case "critical":
      return [
        "The target is O",
        { sub: end },
        ` itself. Theory expects C → 0: neither freezes, error and kernel both fall as 1/t.`,
        ...now,
      ];
    case "frozen-kernel":
      return [
        `The target lies ${away} inside the spectrum. Theory expects C > 0: the kernel freezes and the error dies exponentially.`,
        ...now,
      ];
    default:
      return [
        `No state reaches the target: it lies ${away} beyond O`,
        { sub: end },
        `. Theory expects C < 0: the error stops there and the kernel dies.`,
        ...now,
      ];
  }
}

/** What has happened, with the rates measured and predicted. */
function finding(readout: Readout, snapshot: Snapshot): Phrase[] {
  const { loss } = snapshot;
  const { phase, c, zeta, kernel, residual, fittedRate } = readout;
  const rate = (value: number): Phrase[] => [{ sup: `${formatNumber(value)} t` }];
  if (phase === "critical") {
    return [
      { strong: `ζ = ${formatNumber(zeta)} ≈ ½` },
      ", C ≈ 0: error and kernel fall together as t",
      { sup: formatNumber(fittedRate) },
      ...(readout.fromShots ? [` ± ${formatNumber(readout.fittedRateError, 2)}`] : []),
      "; theory says t",
      { sup: "−1" },
      ".",
    ];
  }
  if (phase === "frozen-kernel") {
    return [
      { strong: `C = ${signed(c)} > 0` },
      `: the kernel has frozen at K = ${formatNumber(kernel)} and the error dies as e`,
      ...rate(fittedRate),
      ...prediction(readout, snapshot, "−ηC"),
    ];
  }
  return [
    { strong: theoryLossOf(loss) === "linear" ? "Linear loss" : `C = ${signed(c)} < 0` },
    `: the error has stopped at R = ${formatNumber(residual)} and the kernel dies as e`,
    ...rate(fittedRate),
    ...prediction(readout, snapshot, theoryLossOf(loss) === "linear" ? "−2ηλ" : "−2ηλR"),
  ];
}

/** The rate that theory expects beside the one measured: by a law of gradient descent, or by what is known of another optimiser. */
function prediction(
  { fittedRate, fittedRateError, fromShots, predictedRate }: Readout,
  { optimizer }: Snapshot,
  law: string,
): Phrase[] {
  if (fromShots) return [`, the exponent ± ${formatNumber(fittedRateError, 2)} from the whole histories.`];
  const { title, plain } = optimizers.get(optimizer);
  if (!Number.isFinite(predictedRate)) return [`; no rate is predicted for ${title}.`];
  const off = `${formatNumber(100 * Math.abs(fittedRate / predictedRate - 1), 2)} % off`;
  return [
    `; ${plain ? law : `the late-time rate of ${title}`} predicts e`,
    { sup: `${formatNumber(predictedRate)} t` },
    ` (${off}).`,
  ];
}

function trappedNote({ trapped, samples }: Readout): Phrase[] {
  if (trapped === 0) return [];
  return [
    ` ${trapped} of ${samples} samples ${trapped === 1 ? "is" : "are"} trapped above R: the circuit is too shallow to reach it.`,
  ];
}

function signed(value: number): string {
  return value > 0 ? `+${formatNumber(value)}` : formatNumber(value);
}
