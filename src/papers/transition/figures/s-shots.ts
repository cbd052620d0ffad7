/**
 * From the supplement: how measured errors fluctuate with the number of shots. The repeated measurements on ibm_sherbrooke where their data is
 * given, and our simulation of the same circuit at the end of its training.
 */
import { mean, range, standardDeviation } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import { deviceExperiment, deviceExperimentSteps } from "../../../experiment/device-experiment.ts";
import type { Panel } from "../../../reproduce/panels.ts";
import type { Agreement, NamedDraws, Numbers, Study } from "../study.ts";
import type { PublishedLibrary } from "../verification/library.ts";

/** Shots of the published measurements. */
const SHOTS = [200, 600, 1000] as const;
/** Measurements for each number of shots, as published. */
const REPETITIONS = 20;
/** O0 of the simulated training: the end of the spectrum. */
const TARGET = -12;
/** Rows of it that are averaged over for the spread: the last ones, where the error has nearly come to rest. */
const LAST_ROWS = 10;

export const shotSupplement: Study = {
  id: "s-shots",
  title: "Fluctuations of the measured error with the number of shots",
  runs: () => [],
  draws: () => [shotDraws],
  output({ draws, published }) {
    const ours = valuesOf(draws(shotDraws.name));
    const theirs = publishedValues(published);
    return {
      panels: [spreadPanel(ours, theirs), meanPanel(ours, theirs)],
      perRow: 2,
      legend: [{ label: "simulated device", color: "frozen-kernel", role: "published" }],
      dashedName: "one over the root of the shots",
      caption: CAPTION,
      agreement: agreementOf(ours, theirs),
      comparisons: [],
    };
  },
};

const CAPTION =
  "**a** Standard deviation and **b** mean of the total error ε over repetitions against the number of shots. Blue: our simulation of the hardware-efficient ansatz on two qubits (D = 4, XXZ with J = 4) with the median noise of IBM Kolkata, the last ten rows of twenty trainings of 50 rows towards O0 = −12 with so many shots for each group of commuting terms; bars: standard errors. Small black dots, where the data is given: the twenty published values for each number of shots measured on ibm_sherbrooke. Their files state neither the angles nor the target that the values belong to, so that the level differs; what they share is the law (dashed): σ/√shots, with σ the mean of SD · √shots.";

/** The simulated errors, by shots. */
const shotDraws: NamedDraws = {
  name: `hea-xxz-device-n2-D4-shots-${REPETITIONS}x${LAST_ROWS}`,
  settings: { noise: "kolkata medians", O0: [TARGET], shots: SHOTS, runs: REPETITIONS, rows: deviceExperiment.steps + 1 },
  pieces: SHOTS.map((shots) => ({ work: 1, steps: () => errorSteps(shots) })),
  gather: (parts) => Object.assign({}, ...parts),
};

function* errorSteps(shots: number): Generator<number, Numbers, void> {
  const config = parseExperiment({ ...deviceExperiment, target: [TARGET], samples: REPETITIONS, shots });
  const rows = deviceExperimentSteps(config);
  let row = rows.next();
  for (; !row.done; row = rows.next()) yield row.value / (2 * (config.steps + 1));
  const [{ noisy }] = row.value;
  // Row by row: those of one row are independent.
  return { [nameOf(shots)]: range(LAST_ROWS).flatMap((k) => noisy.map((epsilon) => epsilon[epsilon.length - LAST_ROWS + k])) };
}

const nameOf = (shots: number) => `${shots} shots`;

/** Errors of a number of shots, one list for each set that was measured alike. */
type ShotValues = readonly { readonly shots: number; readonly rows: readonly (readonly number[])[] }[];

function valuesOf(numbers: Numbers): ShotValues {
  return SHOTS.map((shots) => {
    const values = numbers[nameOf(shots)];
    const count = values.length / LAST_ROWS;
    return { shots, rows: range(LAST_ROWS).map((k) => values.slice(k * count, (k + 1) * count)) };
  });
}

function publishedValues(published: PublishedLibrary | undefined): ShotValues {
  return SHOTS.flatMap((shots) => {
    const array = published?.array(`training/HEA/Heisenberg/n2/SherbrookeData_shot${shots}.npy`);
    return array === undefined ? [] : [{ shots, rows: [Array.from(array.data)] }];
  });
}

/** SD within a row, averaged over the rows, and its standard error as if rows were one: they are correlated. */
function spreadOf({ rows }: ShotValues[number]): { value: number; error: number } {
  const value = Math.sqrt(mean(rows.map((row) => standardDeviation(row) ** 2)));
  return { value, error: value / Math.sqrt(2 * (rows[0].length - 1)) };
}

/** The mean of SD √shots. */
function lawOf(values: ShotValues): number {
  return mean(values.map((one) => spreadOf(one).value * Math.sqrt(one.shots)));
}

const AXIS = { label: "\\text{shots}", type: "log", domain: [150, 1300] } as const;

function spreadPanel(ours: ShotValues, theirs: ShotValues): Panel {
  const line = (name: string, values: ShotValues, color: "frozen-kernel" | "ink") => ({
    name,
    role: "theory" as const,
    color,
    points: AXIS.domain.map((shots): [number, number] => [shots, lawOf(values) / Math.sqrt(shots)]),
  });
  const dots = (values: ShotValues) => ({
    points: values.map((one): [number, number] => [one.shots, spreadOf(one).value]),
    errors: values.map((one) => spreadOf(one).error),
  });
  return {
    name: "standard deviation against shots",
    x: AXIS,
    y: { label: "\\mathrm{SD}[\\varepsilon]", type: "log" },
    curves: [
      line("simulated, one over the root of the shots", ours, "frozen-kernel"),
      { name: "simulated", role: "simulation", color: "frozen-kernel", mark: "dots", ...dots(ours) },
      ...(theirs.length === 0
        ? []
        : [
            line("published, one over the root of the shots", theirs, "ink"),
            { name: "published", role: "published", color: "ink", ...dots(theirs) } as const,
          ]),
    ],
  };
}

function meanPanel(ours: ShotValues, theirs: ShotValues): Panel {
  const dots = (values: ShotValues) => ({
    points: values.map(({ shots, rows }): [number, number] => [shots, mean(rows.flat())]),
    errors: values.map((one) => spreadOf(one).value / Math.sqrt(one.rows[0].length)),
  });
  return {
    name: "mean against shots",
    x: AXIS,
    y: { label: "\\overline{\\varepsilon}" },
    curves: [
      { name: "simulated", role: "simulation", color: "frozen-kernel", mark: "dots", ...dots(ours) },
      ...(theirs.length === 0 ? [] : [{ name: "published", role: "published", color: "ink", ...dots(theirs) } as const]),
    ],
  };
}

function agreementOf(ours: ShotValues, theirs: ShotValues): Agreement[] {
  const rows = (values: ShotValues, source: string): Agreement[] =>
    values.map((one) => {
      const { value, error } = spreadOf(one);
      const root = Math.sqrt(one.shots);
      const what = `SD[ε] √shots, ${source}, ${plainNumber(one.shots)} shots`;
      return {
        what,
        found: value * root,
        error: error * root,
        expected: lawOf(values),
        source: "mean over the numbers of shots",
      };
    });
  return [...rows(ours, "simulated"), ...rows(theirs, "published")];
}
