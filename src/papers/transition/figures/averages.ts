/**
 * What stands beside figure 9: averages it does not show, and Monte Carlo over the restricted Haar ensemble itself beside the trained circuits.
 */
import { mean } from "../../../base/arrays.ts";
import type { Panel } from "../../../reproduce/panels.ts";
import type { EnsembleAverages } from "../../../theory/ensemble-averages.ts";
import { exactAverages, asymptoticAverages as haarAsymptotic } from "../../../theory/haar/averages.ts";
import { projectorAsymptotic, projectorAverages } from "../../../theory/restricted-haar/projector.ts";
import type { Agreement, NamedDraws, NamedRun, Study, StudyInput, StudyRun, StudySize } from "../study.ts";
import {
  chainEnsemble,
  ENSEMBLE_LEGEND,
  evenly,
  integersOn,
  lengthAxisOf,
  monteCarloDots,
  overMean,
  publishedDotsOf,
  publishedInitialisations,
  publishedPoints,
  relativeSpread,
  theoryCurve,
  trainedDots,
} from "./shared/ensemble-curves.ts";
import { type KeptAverage, projectorSweep, type Sweep } from "./shared/ensemble-draws.ts";
import { initialisationDraws, initialisations, targetRuns } from "./shared/ensemble-sizes.ts";
import {
  CRITICAL,
  compareMu,
  criticalRuns,
  deepLengths,
  lateAverages,
  PREPARATIONS,
  publishedMu,
} from "./shared/state-preparation.ts";

/** Circuits of the restricted Haar ensemble: targets at the largest L, depths at O0 = 1. */
interface Size extends Omit<Sweep, "qubits"> {
  readonly targets: readonly number[];
  readonly lengths: readonly number[];
}

const SIZES: Record<StudySize, Size> = {
  paper: {
    ...{ targets: [0.5, 0.6, 0.7, 0.8, 0.9], lengths: [16, 32, 64, 128, 256, 512] },
    ...{ circuits: 100, angles: 1, seed: 0 },
  },
  quick: {
    ...{ targets: [0.5, 0.6, 0.7, 0.8, 0.9], lengths: [8, 16, 32, 64, 128] },
    ...{ circuits: 200, angles: 1, seed: 0 },
  },
};

/** Fidelity that the ensemble is drawn with at O0 = 1, where ratios would be 0/0. */
const NEAR_ONE = 1 - 1e-6;
/** Range of O0. */
const TARGETS = [0.4, 1] as const;

export const averageStudy: Study = {
  id: "averages",
  title: "Averages beside figure 9, with Monte Carlo over the restricted Haar ensemble",
  runs: (size) => {
    const { inside, deep } = runsOf(size);
    return [...inside, ...deep];
  },
  draws: (size) => Object.values(drawsOf(size)),
  output(input) {
    const { size, run, published } = input;
    return {
      panels: [...initialPanels(input), ...targetPanels(input), ...lengthPanels(input)],
      perRow: 3,
      legend: ENSEMBLE_LEGEND,
      dashedName: "asymptotic",
      caption: CAPTION,
      agreement: agreementOf(input),
      comparisons: compareMu(published, Object.values(runsOf(size)).flat(), run),
    };
  },
};

const CAPTION =
  "**a**, **b** XXZ chain, J = 2, random initialisation, against L: **a** mean K0, **b** SD[K0] over mean K0. **c–f** State preparation: **c** mean K∞ and **d** mean μ∞ against the target O0 inside the spectrum, at the largest L; **e** λ∞ and **f** ζ∞ against L at O0 = 1. Solid: exact averages over the Haar ensemble (a, b) and over the restricted Haar ensemble (c–f); dashed: their leading orders, in b with the 2/L that is right for d ≫ L. Green: Monte Carlo over the same ensembles with standard errors; orange: trained circuits from the published streams, at depths where they reach the target; small black dots: published data.";

function drawsOf(size: StudySize): { initial: NamedDraws; byTarget: NamedDraws; byLength: NamedDraws } {
  const { targets, lengths, ...circuits } = SIZES[size];
  const { qubits } = PREPARATIONS[size];
  const sweep = { ...circuits, qubits };
  const layers = lengths[lengths.length - 1];
  return {
    initial: initialisationDraws(size),
    byTarget: projectorSweep(
      `figure-9-restricted-haar-targets-n${qubits}`,
      sweep,
      targets.map((o0) => ({ layers, target: o0, fidelity: o0 })),
    ),
    byLength: projectorSweep(
      `figure-9-restricted-haar-lengths-n${qubits}`,
      sweep,
      lengths.map((l) => ({ layers: l, target: CRITICAL, fidelity: NEAR_ONE })),
    ),
  };
}

function runsOf(size: StudySize): { inside: NamedRun[]; deep: NamedRun[] } {
  const preparation = PREPARATIONS[size];
  return {
    inside: targetRuns(size).filter(({ config }) => Number(config.target[0]) < CRITICAL),
    deep: criticalRuns({ ...preparation, lengths: deepLengths(preparation) }),
  };
}

function initialPanels({ size, draws, published }: StudyInput): Panel[] {
  const { qubits, lengths } = initialisations(size);
  const ensemble = chainEnsemble(qubits);
  const axis = lengthAxisOf(lengths);
  const found = draws(drawsOf(size).initial.name);
  const authors = publishedInitialisations(published, qubits, lengths);
  const pair = (value: (averages: EnsembleAverages) => number) => [
    theoryCurve("exact", integersOn(axis), (l) => value(exactAverages(ensemble(l))), { color: "frozen-kernel" }),
    theoryCurve("asymptotic", integersOn(axis), (l) => value(haarAsymptotic(ensemble(l))), { color: "ink", dashed: true }),
  ];
  const means = monteCarloDots(found, lengths, "meanK");
  return [
    {
      name: "mean K against L, random initialisation",
      x: axis,
      y: { label: "\\overline{K_0}", type: "log" },
      curves: [...pair(({ meanK }) => meanK), means, ...publishedDotsOf(authors, "meanK")],
    },
    {
      name: "SD[K] over mean K against L, random initialisation",
      x: axis,
      y: { label: "\\mathrm{SD}[K_0]/\\overline{K_0}" },
      curves: [
        ...pair(relativeSpread),
        overMean(monteCarloDots(found, lengths, "sdK"), means),
        ...publishedPoints(authors.map(({ at, averages }) => [at, averages.sdK.value / averages.meanK.value])),
      ],
    },
  ];
}

/** Exact and asymptotic averages over the restricted Haar ensemble. */
function restrictedPair(
  values: readonly number[],
  average: KeptAverage,
  ensembleAt: (value: number) => Parameters<typeof projectorAverages>[0],
) {
  return [
    theoryCurve("exact", values, (value) => projectorAverages(ensembleAt(value))[average], { color: "frozen-kernel" }),
    theoryCurve("asymptotic", values, (value) => projectorAsymptotic(ensembleAt(value))[average], { color: "ink", dashed: true }),
  ];
}

/** Late averages of some runs. */
function trained(
  runs: readonly NamedRun[],
  run: (name: string) => StudyRun,
  at: (config: NamedRun["config"]) => number,
  average: KeptAverage,
) {
  const rows = runs.map(({ name, config }) => ({ at: at(config), estimate: lateAverages(run(name))[average] }));
  return trainedDots(rows, "critical");
}

const targetOf = ({ target }: NamedRun["config"]) => Number(target[0]);

function targetPanels({ size, run, draws, published }: StudyInput): Panel[] {
  const { targets, lengths } = SIZES[size];
  const { qubits } = PREPARATIONS[size];
  const { inside } = runsOf(size);
  const layers = lengths[lengths.length - 1];
  const panel = (average: KeptAverage, label: string): Panel => ({
    name: `${average} against O0`,
    x: { label: "O_0", domain: TARGETS },
    y: { label },
    curves: [
      ...restrictedPair(evenly(...TARGETS), average, (target) => ({ dimension: 2 ** qubits, parameters: layers, target })),
      monteCarloDots(draws(drawsOf(size).byTarget.name), targets, average),
      trained(inside, run, targetOf, average),
    ],
  });
  const theirs = targets.flatMap((target): [number, number][] => {
    const mu = publishedMu(published, { qubits, layers, target });
    return mu === undefined ? [] : [[target, mean(mu)]];
  });
  const mu = panel("meanMu", "\\overline{\\mu_\\infty}");
  return [panel("meanK", "\\overline{K_\\infty}"), { ...mu, curves: [...mu.curves, ...publishedPoints(theirs)] }];
}

function lengthPanels({ size, run, draws }: StudyInput): Panel[] {
  const { lengths } = SIZES[size];
  const { qubits } = PREPARATIONS[size];
  const { deep } = runsOf(size);
  const axis = lengthAxisOf(lengths);
  const panel = (average: KeptAverage, label: string): Panel => ({
    name: `${average} against L`,
    x: axis,
    y: { label },
    curves: [
      ...restrictedPair(integersOn(axis), average, (parameters) => ({ dimension: 2 ** qubits, parameters, target: CRITICAL })),
      monteCarloDots(draws(drawsOf(size).byLength.name), lengths, average),
      trained(deep, run, ({ layers }) => layers, average),
    ],
  });
  return [panel("lambda", "\\overline{\\lambda_\\infty}"), panel("zeta", "\\overline{\\zeta_\\infty}")];
}

/** Monte Carlo beside the exact averages at both ends of every sweep. */
function agreementOf({ size, draws }: StudyInput): Agreement[] {
  const { targets, lengths } = SIZES[size];
  const dimension = 2 ** PREPARATIONS[size].qubits;
  const layers = lengths[lengths.length - 1];
  const initial = initialisations(size);
  const named = drawsOf(size);
  const sweep = (
    { name }: NamedDraws,
    values: readonly number[],
    where: string,
    averages: readonly KeptAverage[],
    exact: (value: number) => EnsembleAverages,
  ): Agreement[] =>
    [0, values.length - 1].flatMap((k) =>
      averages.map((average) => ({
        what: `${AVERAGE_NAMES[average]}, ${where} = ${values[k]}`,
        found: draws(name)[average][k],
        error: draws(name)[`${average} error`][k],
        expected: exact(values[k])[average],
        source: "exact average",
      })),
    );
  return [
    ...sweep(named.initial, initial.lengths, "Haar, L", ["meanK", "sdK"], (l) => exactAverages(chainEnsemble(initial.qubits)(l))),
    ...sweep(named.byTarget, targets, "restricted Haar, O0", ["meanK", "meanMu"], (target) =>
      projectorAverages({ dimension, parameters: layers, target }),
    ),
    ...sweep(named.byLength, lengths, "restricted Haar, L", ["lambda", "zeta"], (parameters) =>
      projectorAverages({ dimension, parameters, target: CRITICAL }),
    ),
  ];
}

const AVERAGE_NAMES: Record<KeptAverage, string> = { meanK: "mean K", sdK: "SD[K]", meanMu: "mean μ", lambda: "λ", zeta: "ζ" };
