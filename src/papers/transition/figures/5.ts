/**
 * Figure 5: how far λ and ζ of samples fluctuate at the critical point of state preparation, against the number of parameters.
 */
import { mean, range, standardDeviation, standardError } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { lateTimeEdge } from "../../../theory/finite-depth/edge.ts";
import { excitationsOf } from "../../../theory/finite-depth/excitations.ts";
import { criticalExponent } from "../../../theory/imaginary-time/correlations.ts";
import { projectorAverages } from "../../../theory/restricted-haar/projector.ts";
import type { Agreement, NamedRun, Study, StudyInput, StudyRun, StudySize } from "../study.ts";
import {
  CRITICAL,
  compareMu,
  criticalRuns,
  deepLengths,
  lateSamples,
  PREPARATIONS,
  publishedMu,
} from "./shared/state-preparation.ts";

/** Late-time λ and ζ of the samples of one depth. */
interface LateRatios {
  readonly layers: number;
  /** |μ/K|. */
  readonly lambda: readonly number[];
  /** εμ/K². */
  readonly zeta: readonly number[];
  readonly mu: readonly number[];
}

type Ratio = "lambda" | "zeta";

export const figure5: Study = {
  id: "5",
  title: "Sample fluctuations at the critical point",
  runs: runsOf,
  output(input) {
    const { size, run, published } = input;
    const runs = runsOf(size);
    const all = runs.map(({ name, config }) => lateRatios(run(name), config.layers));
    const { qubits } = PREPARATIONS[size];
    return {
      panels: [
        fluctuationPanel(all, "lambda", publishedFluctuations(input)),
        fluctuationPanel(all, "zeta", []),
        meanPanel(all, "lambda", qubits),
        meanPanel(all, "zeta", qubits),
      ],
      perRow: 2,
      legend: [
        { label: "trained circuits", color: DOTS, role: "published" },
        { label: "fitted power law", color: FIT, role: "theory" },
      ],
      dashedName: "restricted Haar ensemble",
      caption: CAPTION,
      agreement: agreementOf(all, input),
      comparisons: compareMu(published, runs, run),
    };
  },
};

const CAPTION =
  "State preparation, O = |Φ⟩⟨Φ| on the published random state, at the critical target O0 = 1, random Pauli ansatz from the published streams, n = 5 (3 in the quick version), against the number of parameters L: **a** standard deviation over samples, relative to the mean, of λ∞ and **b** of ζ∞, with fitted power laws (dashed). Small black dots in a: that of the published μ∞, which is λ∞ times a kernel that hardly fluctuates. Beyond the printed figure: **c** modulus of λ∞ and **d** ζ∞ at the end of training, mean (dots) and standard deviation (bars) over samples, and averages over the restricted Haar ensemble (black, dashed); grey, dashed: λ∞ when only the slowest mode of a random circuit is left (edge of the Wishart spectrum). λ∞ is linear in L only where L is far above 2(d − 1). Depths begin at one and a half times this dimension of the tangent space, below which samples do not reach the target.";

const DOTS = "frozen-kernel";
const FIT = "critical";
const SYMBOLS = { lambda: "\\lambda_\\infty", zeta: "\\zeta_\\infty" } as const;

/** The runs at O0 = 1 whose circuits reach it, shared with figure 9. */
function runsOf(size: StudySize): NamedRun[] {
  const preparation = PREPARATIONS[size];
  return criticalRuns({ ...preparation, lengths: deepLengths(preparation) });
}

function lateRatios(run: StudyRun, layers: number): LateRatios {
  const rows = lateSamples(run);
  return {
    layers,
    lambda: rows.map(({ mu, kernel }) => Math.abs(mu / kernel)),
    zeta: rows.map(({ epsilon, mu, kernel }) => (epsilon * mu) / kernel ** 2),
    mu: rows.map(({ mu }) => mu),
  };
}

function lengthAxis(all: readonly LateRatios[]): Panel["x"] & { readonly domain: readonly [number, number] } {
  const lengths = all.map(({ layers }) => layers);
  return { label: "L", type: "log", domain: [0.85 * Math.min(...lengths), 1.18 * Math.max(...lengths)] };
}

/** SD over mean, by depth. */
function fluctuations(all: readonly LateRatios[], ratio: Ratio): { layers: number; value: number }[] {
  return all.map((late) => ({ layers: late.layers, value: standardDeviation(late[ratio]) / Math.abs(mean(late[ratio])) }));
}

/** Relative fluctuation of the published μ after training. */
function publishedFluctuations({ size, published }: StudyInput): [number, number][] {
  const { qubits } = PREPARATIONS[size];
  return runsOf(size).flatMap(({ config: { layers } }): [number, number][] => {
    const mu = publishedMu(published, { qubits, layers, target: CRITICAL });
    return mu === undefined ? [] : [[layers, standardDeviation(mu) / Math.abs(mean(mu))]];
  });
}

function powerLaw(points: readonly { layers: number; value: number }[]) {
  const { value: exponent, error } = criticalExponent(
    points.map(({ layers }) => layers),
    points.map(({ value }) => value),
  );
  const logPrefactor = mean(points.map(({ layers, value }) => Math.log(value) - exponent * Math.log(layers)));
  return { exponent, error, at: (layers: number) => Math.exp(logPrefactor) * layers ** exponent };
}

function fluctuationPanel(all: readonly LateRatios[], ratio: Ratio, published: readonly [number, number][]): Panel {
  const axis = lengthAxis(all);
  const points = fluctuations(all, ratio);
  // Samples that are all alike have no spread to fit.
  const fits = points.every(({ value }) => value > 0) ? [powerLaw(points)] : [];
  return {
    name: `SD of ${ratio} over mean against L`,
    x: axis,
    y: { label: `\\mathrm{SD}[${SYMBOLS[ratio]}]/\\overline{${SYMBOLS[ratio]}}`, type: "log" },
    curves: [
      {
        name: `SD of ${ratio} over mean`,
        role: "simulation",
        color: DOTS,
        mark: "dots",
        points: points.map(({ layers, value }) => [layers, value]),
      },
      ...fits.map(
        ({ at, exponent }): PanelCurve => ({
          name: `power law, ${exponent.toFixed(2)}`,
          role: "theory",
          color: FIT,
          points: axis.domain.map((layers) => [layers, at(layers)]),
          label: `slope ${plainNumber(Number(exponent.toFixed(2)))}`,
        }),
      ),
      ...(published.length === 0 ? [] : [{ name: "mu, published", role: "published", color: "ink", points: published } as const]),
    ],
  };
}

function meanPanel(all: readonly LateRatios[], ratio: Ratio, qubits: number): Panel {
  const axis = lengthAxis(all);
  const [low, high] = axis.domain;
  const lengths = range(41).map((k) => Math.round(low * (high / low) ** (k / 40)));
  const theory = (layers: number) =>
    Math.abs(projectorAverages({ dimension: 2 ** qubits, parameters: layers, target: CRITICAL })[ratio]);
  return {
    name: `${ratio} against L`,
    x: axis,
    y: ratio === "lambda" ? { label: "|\\lambda_\\infty|", type: "log" } : { label: "\\zeta_\\infty", domain: [0, 1] },
    curves: [
      {
        name: "restricted Haar ensemble",
        role: "theory",
        color: "ink",
        points: lengths.map((layers) => [layers, theory(layers)]),
      },
      ...(ratio === "lambda" ? [lateLimit(lengths, qubits)] : []),
      {
        name: `${ratio}, mean over samples`,
        role: "simulation",
        color: DOTS,
        mark: "dots",
        points: all.map((late) => [late.layers, mean(late[ratio])]),
        errors: all.map((late) => standardDeviation(late[ratio])),
      },
    ],
  };
}

/** λ∞ of random circuits when only the slowest mode is left. A projector has all its excitations at distance 1 from its largest value. */
function lateLimit(lengths: readonly number[], qubits: number): PanelCurve {
  const eigenvalues = range(2 ** qubits).map((k) => (k === 0 ? 1 : 0));
  const excitations = excitationsOf(eigenvalues, "max");
  return {
    name: "Wishart edge, t to infinity",
    role: "theory",
    color: "muted",
    points: lengths.map((layers) => [layers, Math.abs(lateTimeEdge(excitations, layers).mean)]),
    label: "slowest mode",
  };
}

function agreementOf(all: readonly LateRatios[], input: StudyInput): Agreement[] {
  const { qubits } = PREPARATIONS[input.size];
  const deepest = all[all.length - 1];
  const theory = projectorAverages({ dimension: 2 ** qubits, parameters: deepest.layers, target: CRITICAL });
  const growth = powerLaw(all.map(({ layers, lambda }) => ({ layers, value: mean(lambda) })));
  return [
    { what: "exponent of λ∞ in L", found: growth.exponent, error: growth.error, expected: 1, source: "linear in L, Theorem 3" },
    {
      what: `λ∞ (modulus), L = ${deepest.layers}`,
      found: mean(deepest.lambda),
      error: standardError(deepest.lambda),
      expected: Math.abs(theory.lambda),
      source: "restricted Haar ensemble",
    },
    {
      what: `ζ∞, L = ${deepest.layers}`,
      found: mean(deepest.zeta),
      error: standardError(deepest.zeta),
      expected: theory.zeta,
      source: "restricted Haar ensemble, 1/2 for L → ∞",
    },
    ...publishedFluctuations(input).map(([layers, expected]): Agreement => {
      const { mu } = all.find((one) => one.layers === layers) ?? { mu: [] };
      const found = standardDeviation(mu) / Math.abs(mean(mu));
      return { what: `SD/mean of μ∞, L = ${layers}`, found, expected, source: "published, the same samples" };
    }),
  ];
}
