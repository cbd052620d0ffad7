/**
 * How often the right phase is named from shots: the share of trainings, against the number of shots and the steps trained, for one sample alone and
 * for ten that are judged together.
 */
import { historyOf, placeOf } from "../../../analysis/histories.ts";
import { columnsOfTarget } from "../../../analysis/trajectories.ts";
import { range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import type { CurveColor, Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { type NamedPhases, phasesByLength } from "../../../theory/inference/index.ts";
import type { Phase } from "../../../theory/lotka-volterra/phases.ts";
import type { Agreement, NamedRun, Study, StudyInput, StudyRun, StudySize } from "../study.ts";

/** Targets inside the spectrum, at its end and below it, with the phase that each is in. */
const TARGETS = [
  { target: -10, phase: "frozen-kernel" },
  { target: -12, phase: "critical" },
  { target: -20, phase: "frozen-error" },
] as const satisfies { readonly target: number; readonly phase: Phase }[];

/** Samples that are judged together. */
const GROUP = 10;
const SEED = 1;

/** Steps are ones that histories are judged at. */
const SIZES = {
  paper: { shots: [10, 30, 100, 300, 1000], samples: 60, steps: 512 },
  quick: { shots: [10, 100, 1000], samples: 10, steps: 181 },
} as const satisfies Record<StudySize, { shots: readonly number[]; samples: number; steps: number }>;

export const namingStudy: Study = {
  id: "n-phase",
  title: "Naming the phase from shots",
  runs: (size) => [undefined, ...SIZES[size].shots].map((shots) => runWith(shots, size)),
  output(input) {
    const { shots } = SIZES[input.size];
    const exact = namesOf(undefined, input);
    const measured = shots.map((count) => ({ shots: count, names: namesOf(count, input) }));
    return {
      panels: [...TARGETS.map((_, which) => stepPanel(which, measured, exact[which])), shotPanel(measured)],
      perRow: 2,
      legend: TARGETS.map(({ target, phase }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
      dashedName: "without shots",
      caption: captionOf(input),
      agreement: agreementOf(measured, exact),
      comparisons: [],
    };
  },
};

/** The run with so many shots, or with exact numbers: the same initial angles. */
function runWith(shots: number | undefined, size: StudySize): NamedRun {
  const { samples, steps } = SIZES[size];
  const measured = shots === undefined ? "exact" : `${shots}shots`;
  return {
    name: `hea-xxz-n2-D4-J4-seed${SEED}-${measured}-${samples}x${steps}`,
    config: parseExperiment({
      ...{ ansatz: "hea", qubits: 2, layers: 4, observable: "xxz", coupling: 4 },
      ...{ target: TARGETS.map(({ target }) => target), eta: 2e-3, steps, samples, seed: SEED, measure: {} },
      ...(shots !== undefined && { shots }),
    }),
  };
}

/** What is named of one target: of every sample alone, and of groups of ten. */
interface TargetNames {
  readonly right: Phase;
  readonly groups: readonly (readonly NamedPhases[])[];
}

/** What is named of every target of a run, at every length. */
function namesOf(shots: number | undefined, { size, run }: StudyInput): TargetNames[] {
  const { record, extremes }: StudyRun = run(runWith(shots, size).name);
  return TARGETS.map(({ phase }, which) => {
    const columns = columnsOfTarget(record, which);
    const place = placeOf(record, columns, extremes);
    const count = Math.max(1, Math.floor(columns.length / GROUP));
    const groups = range(count).map((k) => columns.slice(k * GROUP, (k + 1) * GROUP));
    return {
      right: phase,
      groups: groups.map((group) =>
        phasesByLength(
          group.map((column) => historyOf(record, column)),
          place,
        ),
      ),
    };
  });
}

/** A share of trials with its standard error, which is not zero where all went alike: two trials of either kind are added for it (Agresti and Coull). */
interface Share {
  readonly value: number;
  readonly error: number;
  readonly trials: number;
}

function shareOf(trials: readonly boolean[]): Share {
  const [count, hits] = [trials.length, trials.filter(Boolean).length];
  const centre = (hits + 2) / (count + 4);
  return { value: hits / count, error: Math.sqrt((centre * (1 - centre)) / (count + 4)), trials: count };
}

type Named = NamedPhases["together"];

/** The share of samples alone, at one of the lengths, whose name is as asked. */
const shareAlone = ({ groups }: TargetNames, k: number, is: (name: Named) => boolean) =>
  shareOf(groups.flatMap((group) => group[k].alone.map(is)));

const shareTogether = ({ groups }: TargetNames, k: number, is: (name: Named) => boolean) =>
  shareOf(groups.map((group) => is(group[k].together)));

/** A number of shots with what it names of every target. */
interface Measured {
  readonly shots: number;
  readonly names: readonly TargetNames[];
}

const AXIS_OF_SHARES = { label: "P(\\text{right name})", domain: [0, 1.05] } as const;

function stepPanel(which: number, measured: readonly Measured[], exact: TargetNames): Panel {
  const { target, phase } = TARGETS[which];
  const steps = exact.groups[0].map(({ step }) => step);
  const curveOf = (names: TargetNames) =>
    steps.map((step, k): [number, number] => [step, shareAlone(names, k, (name) => name === phase).value]);
  const color = (index: number): CurveColor => ({ phase, index, count: measured.length });
  return {
    name: `share named rightly against steps, O0 = ${plainNumber(target)}, one sample alone`,
    x: { label: "\\text{steps}", domain: [0, steps[steps.length - 1]], integer: true },
    y: AXIS_OF_SHARES,
    curves: [
      ...measured.map(
        ({ shots, names }, index): PanelCurve => ({
          name: `${plainNumber(shots)} shots`,
          role: "simulation",
          color: color(index),
          points: curveOf(names[which]),
          label: plainNumber(shots),
        }),
      ),
      { name: "without shots", role: "theory", color: "ink", points: curveOf(exact) },
    ],
  };
}

/** Shares at the last step against shots: of one sample, and of ten judged together. */
function shotPanel(measured: readonly Measured[]): Panel {
  const counts = measured.map(({ shots }) => shots);
  return {
    name: "share named rightly against shots, all steps",
    x: { label: "\\text{shots}", type: "log", domain: [counts[0] / 1.4, counts[counts.length - 1] * 1.4] },
    y: AXIS_OF_SHARES,
    curves: TARGETS.flatMap(({ target, phase }, which): PanelCurve[] => {
      const curve = (share: typeof shareAlone) => {
        const shares = measured.map(({ names }) => share(names[which], lastOf(names[which]), (name) => name === phase));
        return {
          points: counts.map((shots, k): [number, number] => [shots, shares[k].value]),
          errors: shares.map(({ error }) => error),
        };
      };
      const of = `O0 = ${plainNumber(target)}`;
      const { points, errors } = curve(shareAlone);
      return [
        { name: `${of}, one sample`, role: "simulation", color: phase, points },
        { name: `${of}, one sample, with standard errors`, role: "simulation", color: phase, mark: "dots", points, errors },
        {
          name: `${of}, ten samples together`,
          role: "simulation",
          color: phase,
          mark: "hollow-dots",
          points: curve(shareTogether).points,
        },
      ];
    }),
  };
}

const lastOf = ({ groups }: TargetNames) => groups[0].length - 1;

function agreementOf(measured: readonly Measured[], exact: readonly TargetNames[]): Agreement[] {
  const rows = ({ shots, names }: Measured): Agreement[] =>
    TARGETS.flatMap(({ target, phase }, which) => {
      const [own, last] = [names[which], lastOf(names[which])];
      const of = `O0 = ${plainNumber(target)}, ${plainNumber(shots)} shots`;
      const right = (name: Named) => name === phase;
      const row = (what: string, { value, error }: Share, expected: Share): Agreement => ({
        ...{ what: `${what}, ${of}`, found: value, error, expected: expected.value },
        source: "named without shots",
      });
      const wrong = shareAlone(own, last, (name) => name !== phase && name !== "undetermined");
      return [
        row("named rightly, one sample alone", shareAlone(own, last, right), shareAlone(exact[which], last, right)),
        row("named rightly, ten samples together", shareTogether(own, last, right), shareTogether(exact[which], last, right)),
        {
          ...{ what: `named wrongly, one sample alone, ${of}`, found: wrong.value, error: wrong.error, expected: 0 },
          source: "right names only",
        },
      ];
    });
  return measured.flatMap(rows);
}

function captionOf({ size }: StudyInput): string {
  const { shots, samples, steps } = SIZES[size];
  const groups = Math.max(1, Math.floor(samples / GROUP));
  return `The share of trainings whose phase is named, and named rightly, from estimates: hardware-efficient ansatz on two qubits (D = 4, 16 parameters, XXZ with J = 4), η = 0.002, targets inside the spectrum (frozen kernel), at its end (critical) and below it (frozen error), ${samples} initial angles of seed ${SEED} for each. A phase is named from a probability of 0.95 on, with K without bias, its standard errors, and what is known before: whether the target lies at an end of the spectrum. **a–c** One sample alone, against the steps trained; from light to dark ${listed(shots)} shots for each group of commuting terms, and dashed the same from exact numbers, which leave some open too. **d** After ${steps} steps against shots: full dots one sample, with standard errors, open dots ten samples judged together (${groups === 1 ? "one group" : `${groups} groups`}). What is not named rightly is left open, or counted as named wrongly in the table.`;
}

function listed(values: readonly number[]): string {
  const words = values.map((value) => plainNumber(value));
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
