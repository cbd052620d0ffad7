/**
 * Figure 9: averages over ensembles of circuits. Trained circuits of the published state preparation beside the restricted Haar ensemble, and
 * random initialisations beside the Haar ensemble.
 */
import type { Points } from "../../../analysis/curves.ts";
import { mean, range } from "../../../base/arrays.ts";
import type { Estimate } from "../../../ensembles/estimates.ts";
import type { Panel, PanelAxis, PanelCurve } from "../../../reproduce/panels.ts";
import type { EnsembleAverages } from "../../../theory/ensemble-averages.ts";
import {
  exactAverages,
  asymptoticAverages as haarAsymptotic,
  sdKAsPrinted,
  sdKOfIndependentLayers,
} from "../../../theory/haar/averages.ts";
import { projectorAsymptotic, projectorAverages } from "../../../theory/restricted-haar/projector.ts";
import type { Agreement, NamedRun, Study, StudyInput, StudySize } from "../study.ts";
import {
  chainEnsemble,
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
import type { KeptAverage } from "./shared/ensemble-draws.ts";
import { BEYOND, deepest, drawsOf, runsOf, SIZES } from "./shared/ensemble-sizes.ts";
import { CRITICAL, compareMu, lateAverages, meanLateLambda, PREPARATIONS, publishedMu } from "./shared/state-preparation.ts";

/** Range of O0. */
const TARGETS = [0.4, 1.6] as const;

export const figure9: Study = {
  id: "9",
  title: "Averages over the restricted Haar ensemble and the Haar ensemble",
  runs: (size) => Object.values(runsOf(size)).flat(),
  draws: (size) => Object.values(drawsOf(size)).flat(),
  output(input) {
    const { size, run, published } = input;
    const { byTarget, byLength, byWidth } = runsOf(size);
    return {
      panels: [...trainedPanels(input), ...haarPanels(input)],
      perRow: 4,
      legend: [
        { label: "trained circuits", color: "frozen-kernel", role: "published" },
        { label: "restricted Haar, exact", color: "critical" },
        { label: "random circuits", color: "frozen-error", role: "published" },
        { label: "Haar, exact", color: "ink" },
        { label: "independent layers (ref. 29)", color: REFERENCE_29 },
      ],
      dashedName: "asymptotic",
      caption: CAPTION,
      agreement: agreementOf(input),
      comparisons: compareMu(published, [...byTarget, ...byLength, ...byWidth], run),
    };
  },
};

const CAPTION =
  "**a–d** State preparation, O = |Φ⟩⟨Φ| on the published random state, at late time: **a** K∞ against the target O0 at the largest L; **b** ζ∞ against the number of parameters L at O0 = 1, inset: ζ∞ against O0 at the largest L, triangles for values above the range (beyond O0 = 1 it grows without end); **c** λ∞ against L at O0 = 5; **d** λ∞ against n at the largest L, O0 = 1. Blue dots: trained circuits, from the published streams, n = 5 in a to c (3 in the quick version); solid orange: exact averages over the restricted Haar ensemble; dashed: their asymptotic forms (Eqs. 35–37). **e–h** XXZ chain, J = 2, O0 = O_min, random initialisation: **e** SD[K0] over mean K0, **f** ζ0, **g** λ0 against L with n = 6 (3 in the quick version); **h** λ0 against n at L = 128 (32). Green dots: Monte Carlo over the Haar ensemble with standard errors; solid black: exact averages; dashed grey: asymptotic forms (Eqs. 45, 39, 40), in e as printed, with 3/L where 2/L is right (docs/errata.md); light orange in e: layers taken for independent, as in the paper’s reference 29. Small black dots: published data, in d λ∞ of the published μ∞ with our K∞. K∞, λ and ζ are averages and ratios of averages, in c λ∞ is the mean over samples of their own ratios, since every kernel dies at a rate of its own.";

/** Colour of the line of reference 29. */
const REFERENCE_29 = { phase: "critical", index: 0, count: 3 } as const;

/** Something of every run, in the order of some number of it. */
function rowsOf(
  runs: readonly NamedRun[],
  { run }: StudyInput,
  numberOf: (config: NamedRun["config"]) => number,
  estimateOf: (found: ReturnType<StudyInput["run"]>) => Estimate,
): { at: number; estimate: Estimate }[] {
  return runs.map(({ name, config }) => ({ at: numberOf(config), estimate: estimateOf(run(name)) })).sort((a, b) => a.at - b.at);
}

const targetOf = ({ target }: NamedRun["config"]) => Number(target[0]);

function trainedPanels(input: StudyInput): Panel[] {
  const { size, published, run } = input;
  const preparation = PREPARATIONS[size];
  const { qubits } = preparation;
  const layers = deepest(preparation);
  const { byTarget, byLength, beyond, byWidth } = runsOf(size);
  const critical = byLength[byLength.length - 1];
  const sweep = [...byTarget, critical];
  const at = (parameters: number, target: number, width = qubits) => ({ dimension: 2 ** width, parameters, target });
  const pair = (values: readonly number[], average: KeptAverage, ensembleAt: (value: number) => ReturnType<typeof at>) => [
    theoryCurve("exact", values, (value) => projectorAverages(ensembleAt(value))[average], { color: "critical" }),
    theoryCurve("asymptotic", values, (value) => projectorAsymptotic(ensembleAt(value))[average], {
      color: "undetermined",
      dashed: true,
    }),
  ];
  const averaged = (average: KeptAverage) => (found: ReturnType<StudyInput["run"]>) => lateAverages(found)[average];
  const targetAxis: PanelAxis = { label: "O_0", domain: TARGETS };
  const lengthAxis = lengthAxisOf(preparation.lengths);
  const widthRuns = [...byWidth, critical];
  const widths = widthRuns.map(({ config }) => config.qubits).sort((a, b) => a - b);
  const publishedLambda: Points = widthRuns.flatMap(({ name, config }): [number, number][] => {
    const mu = publishedMu(published, { qubits: config.qubits, layers, target: CRITICAL });
    return mu === undefined ? [] : [[config.qubits, mean(mu) / lateAverages(run(name)).meanK.value]];
  });
  return [
    {
      name: "K against O0",
      x: targetAxis,
      y: { label: "\\overline{K_\\infty}" },
      curves: [
        ...pair(evenly(...TARGETS), "meanK", (target) => at(layers, target)),
        trainedDots(rowsOf(sweep, input, targetOf, averaged("meanK")), "frozen-kernel"),
      ],
    },
    {
      name: "zeta against L",
      x: lengthAxis,
      y: { label: "\\overline{\\zeta_\\infty}", domain: [0, ZETA_TOP[size]] },
      curves: [
        ...pair(integersOn(lengthAxis), "zeta", (parameters) => at(parameters, CRITICAL)),
        ...within(
          trainedDots(
            rowsOf(byLength, input, ({ layers: l }) => l, averaged("zeta")),
            "frozen-kernel",
          ),
          ZETA_TOP[size],
        ),
      ],
      inset: { corner: "top-right", panel: zetaInset(rowsOf(sweep, input, targetOf, averaged("zeta")), at(layers, CRITICAL)) },
    },
    {
      name: "lambda against L",
      x: lengthAxis,
      y: { label: "\\overline{\\lambda_\\infty}" },
      curves: [
        ...pair(integersOn(lengthAxis), "lambda", (parameters) => at(parameters, BEYOND)),
        trainedDots(
          rowsOf(beyond, input, ({ layers: l }) => l, meanLateLambda),
          "frozen-kernel",
        ),
      ],
    },
    {
      name: "lambda against n",
      x: { label: "n", domain: [widths[0] - 0.3, widths[widths.length - 1] + 0.3], integer: true },
      y: { label: "\\overline{\\lambda_\\infty}" },
      curves: [
        ...pair(widths, "lambda", (width) => at(layers, CRITICAL, width)),
        trainedDots(
          rowsOf(widthRuns, input, ({ qubits: n }) => n, averaged("lambda")),
          "frozen-kernel",
        ),
        ...publishedPoints(publishedLambda),
      ],
    },
  ];
}

/** Largest ζ that panel b shows, with room for its inset above the curves. */
const ZETA_TOP: Record<StudySize, number> = { paper: 7, quick: 4 };
/** Largest ζ that the inset shows. */
const INSET_TOP = 1;

/** ζ∞ against O0: 0 inside, a finite value at O0 = 1, without end beyond. */
function zetaInset(
  rows: readonly { at: number; estimate: Estimate }[],
  critical: Parameters<typeof projectorAverages>[0],
): Omit<Panel, "inset"> {
  const line = (averages: (preparation: typeof critical) => EnsembleAverages): Points => [
    [TARGETS[0], 0],
    [CRITICAL, 0],
    [CRITICAL, averages(critical).zeta],
  ];
  return {
    name: "zeta against O0",
    x: { label: "O_0", domain: TARGETS },
    y: { label: "", domain: [0, INSET_TOP] },
    curves: [
      { name: "exact", role: "simulation", color: "critical", points: line(projectorAverages) },
      { name: "asymptotic", role: "theory", color: "undetermined", points: line(projectorAsymptotic) },
      ...within(trainedDots(rows, "frozen-kernel"), INSET_TOP),
    ],
  };
}

/** Dots, with triangles at the top of a panel for those above it. */
function within(dots: PanelCurve, top: number): PanelCurve[] {
  const places = range(dots.points.length);
  const inside = places.filter((k) => dots.points[k][1] <= top);
  const above = places.filter((k) => dots.points[k][1] > top);
  return [
    { ...dots, points: inside.map((k) => dots.points[k]), errors: inside.map((k) => dots.errors?.[k] ?? 0) },
    ...(above.length === 0
      ? []
      : [
          {
            name: `${dots.name}, above the range`,
            role: dots.role,
            color: dots.color,
            mark: "triangles",
            points: above.map((k): [number, number] => [dots.points[k][0], top]),
          } as const,
        ]),
  ];
}

function haarPanels({ size, draws, published }: StudyInput): Panel[] {
  const { haar, widths } = SIZES[size];
  const { qubits, lengths } = haar;
  const ensemble = chainEnsemble(qubits);
  const axis = lengthAxisOf(lengths);
  const values = integersOn(axis);
  const { byLength, byWidth } = drawsOf(size);
  const found = draws(byLength.name);
  const authors = publishedInitialisations(published, qubits, lengths);
  const exact = (average: KeptAverage) =>
    theoryCurve("exact", values, (l) => exactAverages(ensemble(l))[average], { color: "ink" });
  const panel = (average: "lambda" | "zeta", label: string): Panel => ({
    name: `${average} against L, random initialisation`,
    x: axis,
    y: { label },
    curves: [
      exact(average),
      theoryCurve("asymptotic", values, (l) => haarAsymptotic(ensemble(l))[average], { color: "muted", dashed: true }),
      monteCarloDots(found, lengths, average),
      ...publishedDotsOf(authors, average),
    ],
  });
  const width = (average: "lambda", averages: typeof exactAverages | typeof haarAsymptotic): Points =>
    widths.qubits.map((n) => [n, averages(chainEnsemble(n)(widths.layers))[average]]);
  return [
    {
      name: "SD[K] over mean K against L, random initialisation",
      x: axis,
      y: { label: "\\mathrm{SD}[K_0]/\\overline{K_0}" },
      curves: [
        theoryCurve("exact", values, (l) => relativeSpread(exactAverages(ensemble(l))), { color: "ink" }),
        theoryCurve("Eq. 45 as printed", values, (l) => sdKAsPrinted(ensemble(l)) / haarAsymptotic(ensemble(l)).meanK, {
          color: "muted",
          dashed: true,
        }),
        theoryCurve(
          "independent layers, ref. 29",
          values,
          (l) => sdKOfIndependentLayers(ensemble(l)) / exactAverages(ensemble(l)).meanK,
          { color: REFERENCE_29 },
        ),
        overMean(monteCarloDots(found, lengths, "sdK"), monteCarloDots(found, lengths, "meanK")),
        ...publishedPoints(authors.map(({ at, averages }) => [at, averages.sdK.value / averages.meanK.value])),
      ],
    },
    panel("zeta", "\\overline{\\zeta_0}"),
    panel("lambda", "\\overline{\\lambda_0}"),
    {
      name: "lambda against n, random initialisation",
      x: { label: "n", domain: [widths.qubits[0] - 0.3, widths.qubits[widths.qubits.length - 1] + 0.3], integer: true },
      y: { label: "\\overline{\\lambda_0}" },
      curves: [
        { name: "exact", role: "simulation", color: "ink", points: width("lambda", exactAverages) },
        { name: "asymptotic", role: "theory", color: "muted", points: width("lambda", haarAsymptotic) },
        {
          name: "Monte Carlo",
          role: "simulation",
          color: "frozen-error",
          mark: "dots",
          points: widths.qubits.map((n, k) => [n, draws(byWidth[k].name).lambda[0]]),
          errors: byWidth.map(({ name }) => draws(name)["lambda error"][0]),
        },
      ],
    },
  ];
}

/** Trained circuits beside the ensemble and the authors', Monte Carlo beside the exact averages at both ends of every sweep. */
function agreementOf(input: StudyInput): Agreement[] {
  const { size, draws, run, published } = input;
  const preparation = PREPARATIONS[size];
  const { qubits } = preparation;
  const layers = deepest(preparation);
  const { haar, widths } = SIZES[size];
  const { byTarget, byLength, beyond } = runsOf(size);
  const critical = run(byLength[byLength.length - 1].name);
  const exact = (target: number) => projectorAverages({ dimension: 2 ** qubits, parameters: layers, target });
  const against = (what: string, { value, error }: Estimate, expected: number): Agreement => ({
    ...{ what, found: value, error, expected, source: "restricted Haar ensemble, exact" },
  });
  const inside = byTarget.filter(({ config }) => targetOf(config) < CRITICAL);
  const ensemble = chainEnsemble(haar.qubits);
  const { byLength: haarDraws, byWidth } = drawsOf(size);
  const drawn = (average: KeptAverage, name: string, k: number) => ({
    found: draws(name)[average][k],
    error: draws(name)[`${average} error`][k],
    source: "exact average over the Haar ensemble",
  });
  return [
    ...inside.map(({ name, config }) =>
      against(`K∞, O0 = ${targetOf(config)}`, lateAverages(run(name)).meanK, exact(targetOf(config)).meanK),
    ),
    against(`ζ∞, L = ${layers}, O0 = 1`, lateAverages(critical).zeta, exact(CRITICAL).zeta),
    against(`λ∞, L = ${layers}, O0 = ${BEYOND}`, meanLateLambda(run(beyond[beyond.length - 1].name)), exact(BEYOND).lambda),
    against(`λ∞, n = ${qubits}, O0 = 1`, lateAverages(critical).lambda, exact(CRITICAL).lambda),
    ...[...inside, byLength[byLength.length - 1]].flatMap(({ name, config }): Agreement[] => {
      const theirs = publishedMu(published, { qubits, layers, target: targetOf(config) });
      if (theirs === undefined) return [];
      const { value, error } = lateAverages(run(name)).meanMu;
      const what = `mean μ∞, O0 = ${targetOf(config)}`;
      return [{ what, found: value, error, expected: mean(theirs), source: `published, ${theirs.length} samples` }];
    }),
    ...[0, haar.lengths.length - 1].flatMap((k) =>
      (["meanK", "sdK", "lambda", "zeta"] as const).map((average) => ({
        what: `${AVERAGE_NAMES[average]}, random initialisation, L = ${haar.lengths[k]}`,
        expected: exactAverages(ensemble(haar.lengths[k]))[average],
        ...drawn(average, haarDraws.name, k),
      })),
    ),
    ...[0, widths.qubits.length - 1].map((k) => ({
      what: `λ0, random initialisation, n = ${widths.qubits[k]}`,
      expected: exactAverages(chainEnsemble(widths.qubits[k])(widths.layers)).lambda,
      ...drawn("lambda", byWidth[k].name, 0),
    })),
  ];
}

const AVERAGE_NAMES = { meanK: "mean K", sdK: "SD[K]", lambda: "λ", zeta: "ζ" } as const;
