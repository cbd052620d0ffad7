/**
 * Figure 9: averages over ensembles of circuits. The restricted Haar ensemble at late time, with trained circuits, and the Haar ensemble at
 * random initialisation.
 */
import type { Points } from "../../../analysis/curves.ts";
import { columnsOfTarget, trajectoryOf } from "../../../analysis/trajectories.ts";
import { mean, range } from "../../../base/arrays.ts";
import { type EnsembleEstimates, estimateAverages } from "../../../ensembles/estimates.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import { xxz } from "../../../quantum/observables.ts";
import { tracesOfPowers } from "../../../quantum/traces.ts";
import type { PublishedLibrary } from "../../../reproduce/library.ts";
import type { Panel, PanelAxis, PanelCurve } from "../../../reproduce/panels.ts";
import type {
  Agreement,
  NamedDraws,
  NamedRun,
  Numbers,
  Study,
  StudyInput,
  StudyRun,
  StudySize,
} from "../../../reproduce/study.ts";
import type { EnsembleAverages } from "../../../theory/ensemble-averages.ts";
import { exactAverages, asymptoticAverages as haarAsymptotic } from "../../../theory/haar/averages.ts";
import { lastKernelStep } from "../../../theory/lotka-volterra/trajectory.ts";
import { projectorAsymptotic, projectorAverages } from "../../../theory/restricted-haar/projector.ts";
import { measuredOf, seriesOf } from "../../../training/record.ts";
import { haarSweep, type KeptAverage, projectorSweep, type Sweep } from "./shared/ensemble-draws.ts";

/** What is drawn and trained. */
interface Size {
  /** The Haar ensemble of the XXZ chain. */
  readonly haar: Sweep & { readonly target: number; readonly lengths: readonly number[] };
  /** The restricted Haar ensemble of state preparation: L of the sweep over O0, and L of the sweep at O0 = 1. */
  readonly restricted: Sweep & {
    readonly layers: number;
    readonly targets: readonly number[];
    readonly lengths: readonly number[];
  };
  /** Trained circuits: samples and steps of the two sweeps. */
  readonly trained: {
    readonly samples: number;
    readonly steps: number;
    readonly criticalSteps: number;
    readonly lengths: readonly number[];
  };
}

const SIZES: Record<StudySize, Size> = {
  paper: {
    haar: { qubits: 6, target: -22, lengths: [2, 6, 12, 20, 40, 60, 80, 100], circuits: 100, angles: 10, seed: 0 },
    restricted: {
      ...{ qubits: 5, layers: 512, targets: [0.5, 0.6, 0.7, 0.8, 0.9], lengths: [16, 32, 64, 128, 256, 512] },
      ...{ circuits: 100, angles: 1, seed: 0 },
    },
    trained: { samples: 10, steps: 800, criticalSteps: 2000, lengths: [64, 128, 256, 512] },
  },
  quick: {
    haar: { qubits: 3, target: -10, lengths: [2, 4, 8, 16, 32, 64], circuits: 150, angles: 4, seed: 0 },
    restricted: {
      ...{ qubits: 3, layers: 64, targets: [0.5, 0.6, 0.7, 0.8, 0.9], lengths: [4, 8, 16, 32, 64, 128] },
      ...{ circuits: 200, angles: 1, seed: 0 },
    },
    trained: { samples: 10, steps: 400, criticalSteps: 800, lengths: [16, 32, 64, 128] },
  },
};

/** Learning rate of the trained circuits: ten times the paper's, at late time of no consequence, and a tenth of the steps. */
const ETA = 1e-2;
/** Fidelity that the restricted ensemble is drawn with at O0 = 1, where ratios would be 0/0. */
const NEAR_ONE = 1 - 1e-6;
const CURVE_POINTS = 60;

export const figure9: Study = {
  id: "9",
  title: "Averages over the restricted Haar ensemble and the Haar ensemble",
  runs: runsOf,
  draws: (size) => Object.values(drawsOf(size)),
  output(input) {
    return {
      panels: [...restrictedPanels(input), ...haarPanels(input)],
      perRow: 4,
      legend: [
        { label: "exact", color: "frozen-kernel" },
        { label: "ensemble, Monte Carlo", color: "frozen-error", role: "published" },
        { label: "trained circuits", color: "critical", role: "published" },
      ],
      dashedName: ASYMPTOTIC,
      caption: CAPTION,
      agreement: agreementOf(input),
      comparisons: [],
    };
  },
};

const CAPTION =
  "**a–d** State preparation, O = |Φ⟩⟨Φ|, at late time: **a** mean K∞ and **b** mean μ∞ against the target O0 inside the spectrum, **c** λ∞ and **d** ζ∞ against the number of parameters L at O0 = 1. **e–h** XXZ chain at random initialisation against L: **e** mean K0, **f** SD[K0] over mean K0, **g** λ0, **h** ζ0. Solid: exact averages over the restricted Haar ensemble (a–d) and over the Haar ensemble (e–h); dashed: their asymptotic forms (Eqs. 35–46); green dots: Monte Carlo over the same ensembles with standard errors; orange dots: trained circuits, mean over samples; small black dots: published data. λ and ζ are ratios of averages.";

/** What a panel's curves are called. */
const EXACT = "exact";
const ASYMPTOTIC = "asymptotic";

function drawsOf(size: StudySize): { haar: NamedDraws; byTarget: NamedDraws; byLength: NamedDraws } {
  const { haar, restricted } = SIZES[size];
  const { target, lengths, ...haarCircuits } = haar;
  const { layers, targets, lengths: restrictedLengths, ...circuits } = restricted;
  const name = (what: string, qubits: number) => `figure-9-${what}-n${qubits}`;
  return {
    haar: haarSweep(name("haar", haar.qubits), haarCircuits, target, lengths),
    byTarget: projectorSweep(
      name("restricted-haar-targets", restricted.qubits),
      circuits,
      targets.map((o0) => ({ layers, target: o0, fidelity: o0 })),
    ),
    byLength: projectorSweep(
      name("restricted-haar-lengths", restricted.qubits),
      circuits,
      restrictedLengths.map((l) => ({ layers: l, target: 1, fidelity: NEAR_ONE })),
    ),
  };
}

function runsOf(size: StudySize): NamedRun[] {
  const { restricted, trained } = SIZES[size];
  const { qubits, layers: full, targets } = restricted;
  const { samples } = trained;
  const run = (layers: number, target: readonly number[], steps: number): NamedRun => ({
    name: `rpa-projector-n${qubits}-L${layers}-target${target.length > 1 ? "s-inside" : target[0]}-${samples}x${steps}`,
    config: parseExperiment({
      ...{ qubits, layers, observable: "projector", target, eta: ETA, steps, samples, seed: 0, measure: { mu: steps } },
    }),
  });
  return [run(full, targets, trained.steps), ...trained.lengths.map((layers) => run(layers, [1], trained.criticalSteps))];
}

/** Averages over samples of a run at its last row. */
function trainedAverages({ record, targets }: StudyRun, k: number): EnsembleEstimates {
  const columns = columnsOfTarget(record, k);
  const last = record.plan.steps;
  const at = (column: number) => {
    // K of a column that has died is rounding; its last value that is not stands for it.
    const t = Math.min(last, lastKernelStep(trajectoryOf(record, column)));
    const mu = measuredOf(record, "mu", column);
    return {
      expectation: seriesOf(record, "epsilon", column)[t] + targets[k],
      kernel: seriesOf(record, "kernel", column)[t],
      mu: mu?.values[mu.values.length - 1] ?? Number.NaN,
    };
  };
  const rows = columns.map(at);
  return estimateAverages(
    {
      perCircuit: 1,
      expectation: Float64Array.from(rows, ({ expectation }) => expectation),
      kernel: Float64Array.from(rows, ({ kernel }) => kernel),
      mu: Float64Array.from(rows, ({ mu }) => mu),
    },
    targets[k],
  );
}

function restrictedPanels({ size, run, draws, published }: StudyInput): Panel[] {
  const { restricted } = SIZES[size];
  const { qubits, layers, lengths } = restricted;
  const dimension = 2 ** qubits;
  const named = drawsOf(size);
  const [inside, ...critical] = runsOf(size);
  const byTarget = range(CURVE_POINTS).map((k) => 0.4 + (0.6 * k) / (CURVE_POINTS - 1));
  const insideRun = run(inside.name);
  const trainedInside = insideRun.targets.map((target, k) => ({ at: target, averages: trainedAverages(insideRun, k) }));
  const trainedCritical = critical.map(({ name, config }) => ({ at: config.layers, averages: trainedAverages(run(name), 0) }));
  const targetAxis: PanelAxis = { label: "O_0", domain: [0.4, 1] };
  const lengthAxis = lengthAxisOf(lengths);
  const targetPanel = (average: KeptAverage, label: string, extra: readonly PanelCurve[] = []): Panel => ({
    name: `${average} against O0`,
    x: targetAxis,
    y: { label },
    curves: [
      ...theoryPair(
        byTarget,
        average,
        (target) => ({ dimension, parameters: layers, target }),
        projectorAverages,
        projectorAsymptotic,
      ),
      monteCarloDots(draws(named.byTarget.name), restricted.targets, average),
      trainedDots(trainedInside, average),
      ...extra,
    ],
  });
  const lengthPanel = (average: KeptAverage, label: string): Panel => ({
    name: `${average} against L`,
    x: lengthAxis,
    y: { label },
    curves: [
      ...theoryPair(
        integersOn(lengthAxis),
        average,
        (parameters) => ({ dimension, parameters, target: 1 }),
        projectorAverages,
        projectorAsymptotic,
      ),
      monteCarloDots(draws(named.byLength.name), lengths, average),
      trainedDots(trainedCritical, average),
    ],
  });
  return [
    targetPanel("meanK", "\\overline{K_\\infty}"),
    targetPanel("meanMu", "\\overline{\\mu_\\infty}", publishedMu(published, restricted)),
    lengthPanel("lambda", "\\overline{\\lambda_\\infty}"),
    lengthPanel("zeta", "\\overline{\\zeta_\\infty}"),
  ];
}

function haarPanels({ size, draws, published }: StudyInput): Panel[] {
  const { haar } = SIZES[size];
  const { qubits, target, lengths } = haar;
  const ensemble = haarEnsemble(haar);
  const axis = lengthAxisOf(lengths);
  const found = draws(drawsOf(size).haar.name);
  const authors = publishedInitialisations(published, qubits, target, lengths);
  const panel = (average: KeptAverage, label: string, type?: "log"): Panel => ({
    name: `${average} against L, random initialisation`,
    x: axis,
    y: { label, type },
    curves: [
      ...theoryPair(integersOn(axis), average, ensemble, exactAverages, haarAsymptotic),
      monteCarloDots(found, lengths, average),
      ...publishedDotsOf(authors, average),
    ],
  });
  const spread = panel("sdK", "\\mathrm{SD}[K_0]/\\overline{K_0}");
  return [
    panel("meanK", "\\overline{K_0}", "log"),
    { ...spread, curves: overMean(spread.curves, panel("meanK", "").curves) },
    panel("lambda", "\\overline{\\lambda_0}"),
    panel("zeta", "\\overline{\\zeta_0}"),
  ];
}

function haarEnsemble({ qubits, target }: Size["haar"]) {
  const dimension = 2 ** qubits;
  const traces = tracesOfPowers(xxz({ qubits, coupling: 2 }), 4) as [number, number, number, number];
  return (parameters: number) => ({ dimension, traces, parameters, target });
}

/** Curves of SD[K] over those of mean K, errors alike. */
function overMean(spreads: readonly PanelCurve[], means: readonly PanelCurve[]): PanelCurve[] {
  return spreads.map((curve, k) => ({
    ...curve,
    points: curve.points.map(([x, y], i): [number, number] => [x, y / means[k].points[i][1]]),
    ...(curve.errors && { errors: curve.errors.map((error, i) => error / means[k].points[i][1]) }),
  }));
}

/** The exact curve and the asymptotic one. */
function theoryPair<Ensemble>(
  values: readonly number[],
  average: KeptAverage,
  ensembleAt: (value: number) => Ensemble,
  exact: (ensemble: Ensemble) => EnsembleAverages,
  asymptotic: (ensemble: Ensemble) => EnsembleAverages,
): PanelCurve[] {
  const points = (averages: typeof exact): Points => values.map((value) => [value, averages(ensembleAt(value))[average]]);
  return [
    { name: EXACT, role: "simulation", color: "frozen-kernel", points: points(exact) },
    { name: ASYMPTOTIC, role: "theory", color: "ink", points: points(asymptotic) },
  ];
}

function monteCarloDots(numbers: Numbers, at: readonly number[], average: KeptAverage): PanelCurve {
  return {
    name: "Monte Carlo",
    role: "simulation",
    color: "frozen-error",
    mark: "dots",
    points: at.map((x, k) => [x, numbers[average][k]]),
    errors: numbers[`${average} error`],
  };
}

function trainedDots(rows: readonly { at: number; averages: EnsembleEstimates }[], average: KeptAverage): PanelCurve {
  return {
    name: "trained circuits",
    role: "simulation",
    color: "critical",
    mark: "dots",
    points: rows.map(({ at, averages }) => [at, averages[average].value]),
    errors: rows.map(({ averages }) => averages[average].error),
  };
}

/** Mean of the authors' late μ of trained circuits, at each target they published. */
function publishedMu(published: PublishedLibrary | undefined, { qubits, layers, targets }: Size["restricted"]): PanelCurve[] {
  const points = targets.flatMap((target): Points => {
    const array = published?.array(`training/RPA/randS/n${qubits}/RPAmusrandS_n${qubits}L${layers}Tgt${target.toFixed(1)}.npy`);
    if (array === undefined || array.shape.length !== 2) return [];
    // The first row belongs to the initial angles, the last to the trained ones.
    const samples = array.shape[1];
    return [[target, mean(array.data.subarray(array.data.length - samples))]];
  });
  return points.length === 0 ? [] : [{ name: "published", role: "published", color: "ink", points }];
}

/** Averages of the authors' random initialisations, by L. */
function publishedInitialisations(
  published: PublishedLibrary | undefined,
  qubits: number,
  target: number,
  lengths: readonly number[],
): { at: number; averages: EnsembleEstimates }[] {
  return lengths.flatMap((at) => {
    const [epsilon, kernel, mu] = ["eps", "K", "mu"].map(
      (letter) => published?.array(`QNTK/RPA/n${qubits}/Heisenberg/RPA${letter}XXZ_n${qubits}L${at}.npy`)?.data,
    );
    if (epsilon === undefined || kernel === undefined || mu === undefined) return [];
    const expectation = epsilon.map((value) => value + target);
    return [{ at, averages: estimateAverages({ perCircuit: 1, expectation, kernel, mu }, target) }];
  });
}

function publishedDotsOf(rows: readonly { at: number; averages: EnsembleEstimates }[], average: KeptAverage): PanelCurve[] {
  if (rows.length === 0) return [];
  const points: Points = rows.map(({ at, averages }) => [at, averages[average].value]);
  return [{ name: "published", role: "published", color: "ink", points }];
}

/** Monte Carlo beside the exact averages at both ends of every sweep, and trained circuits beside the authors'. */
function agreementOf({ size, draws, run, published }: StudyInput): Agreement[] {
  const { haar, restricted } = SIZES[size];
  const named = drawsOf(size);
  const dimension = 2 ** restricted.qubits;
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
    ...sweep(named.byTarget, restricted.targets, "restricted Haar, O0", ["meanK", "meanMu"], (target) =>
      projectorAverages({ dimension, parameters: restricted.layers, target }),
    ),
    ...sweep(named.byLength, restricted.lengths, "restricted Haar, L", ["lambda", "zeta"], (parameters) =>
      projectorAverages({ dimension, parameters, target: 1 }),
    ),
    ...sweep(named.haar, haar.lengths, "Haar, L", ["meanK", "sdK", "lambda", "zeta"], (l) =>
      exactAverages(haarEnsemble(haar)(l)),
    ),
    ...publishedMu(published, restricted).flatMap(({ points }) => {
      const inside = run(runsOf(size)[0].name);
      return points.map(([target, expected]): Agreement => {
        const { value, error } = trainedAverages(inside, inside.targets.indexOf(target)).meanMu;
        return {
          what: `mean μ, trained circuits, O0 = ${target}`,
          found: value,
          error,
          expected,
          source: "published, 100 samples",
        };
      });
    }),
  ];
}

const AVERAGE_NAMES: Record<KeptAverage, string> = { meanK: "mean K", sdK: "SD[K]", meanMu: "mean μ", lambda: "λ", zeta: "ζ" };

function lengthAxisOf(lengths: readonly number[]): PanelAxis & { readonly domain: readonly [number, number] } {
  return { label: "L", type: "log", domain: [lengths[0] / 1.15, lengths[lengths.length - 1] * 1.15] };
}

/** Integers evenly spread on a logarithmic axis. */
function integersOn({ domain: [low, high] }: { readonly domain: readonly [number, number] }): number[] {
  const values = range(CURVE_POINTS).map((k) => Math.round(low * (high / low) ** (k / (CURVE_POINTS - 1))));
  return [...new Set(values)].filter((value) => value >= low && value <= high);
}
