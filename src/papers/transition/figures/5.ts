/**
 * Figure 5: λ and ζ at the critical point of state preparation against the number of parameters, and how far samples fluctuate around them.
 */
import { columnsOfTarget, trajectoryOf } from "../../../analysis/trajectories.ts";
import { mean, range, standardDeviation, standardError } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import type { PublishedLibrary } from "../../../reproduce/library.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import type { Agreement, NamedRun, Study, StudyInput, StudyRun, StudySize } from "../../../reproduce/study.ts";
import { lateTimeEdge } from "../../../theory/finite-depth/edge.ts";
import { excitationsOf } from "../../../theory/finite-depth/excitations.ts";
import { criticalExponent } from "../../../theory/imaginary-time/correlations.ts";
import { lastKernelStep } from "../../../theory/lotka-volterra/trajectory.ts";
import { projectorAverages } from "../../../theory/restricted-haar/projector.ts";
import { measuredOf, seriesOf } from "../../../training/record.ts";

/** What is trained. */
interface Size {
  readonly qubits: number;
  readonly lengths: readonly number[];
  readonly samples: number;
  readonly steps: number;
}

const SIZES: Record<StudySize, Size> = {
  paper: { qubits: 5, lengths: [96, 128, 192, 256, 384, 512], samples: 100, steps: 2000 },
  quick: { qubits: 3, lengths: [32, 64, 96, 128, 192], samples: 20, steps: 1500 },
};

/** Learning rate: fifty times the paper's, at late time of no consequence, and a fiftieth of the steps. */
const ETA = 5e-2;
/** O0: the largest fidelity there is, the critical point. */
const TARGET = 1;
/** Qubits and depths of the published runs. */
const PUBLISHED_QUBITS = 5;

/** Late-time λ and ζ of the samples of one depth. */
interface LateSamples {
  readonly layers: number;
  readonly lambda: readonly number[];
  readonly zeta: readonly number[];
  readonly mu: readonly number[];
}

export const figure5: Study = {
  id: "5",
  title: "Sample fluctuations at the critical point",
  runs: (size) => runsOf(size),
  output(input) {
    const all = runsOf(input.size).map(({ name, config }) => lateSamples(input.run(name), config.layers));
    const { qubits } = SIZES[input.size];
    return {
      panels: [meanPanel(all, "lambda", qubits), meanPanel(all, "zeta", qubits), fluctuationPanel(all, input)],
      perRow: 3,
      legend: [
        { label: "relative dQNTK", color: "critical" },
        { label: "dynamical index", color: "frozen-kernel" },
      ],
      dashedName: "restricted Haar ensemble and power laws",
      caption: CAPTION,
      agreement: agreementOf(all, input),
      comparisons: [],
    };
  },
};

const CAPTION =
  "State preparation, O = |Φ><Φ| on a random state, at the critical target O0 = 1, random Pauli ansatz, against the number of parameters L. **a** λ∞ (modulus) and **b** ζ∞ at the end of training: mean (dots) and standard deviation (bars) over samples, and averages over the restricted Haar ensemble (black, dashed); grey, dashed: λ∞ when only the slowest mode of a random circuit is left (edge of the Wishart spectrum). The samples lie between the two, with the exponent in L stated under Agreement (1.40 ± 0.05 in the quick version). Expected, not measured here: with time λ∞ falls towards the edge, and it is linear in L only where L is far above 2(d − 1). ζ∞ goes to 1/2. **c** Standard deviation over samples, relative to the mean, of λ∞ and ζ∞, with fitted power laws (dashed); black dots: that of the published μ∞, which is λ∞ times a kernel that hardly fluctuates. Depths begin at one and a half times the dimension 2(d − 1) of the tangent space, below which samples do not reach the target. Only late-time values are shown: η is fifty times the paper’s, the steps a fiftieth.";

function runsOf(size: StudySize): NamedRun[] {
  const { qubits, lengths, samples, steps } = SIZES[size];
  return lengths.map((layers) => ({
    name: `rpa-projector-n${qubits}-L${layers}-critical-${samples}x${steps}`,
    config: parseExperiment({
      ...{ qubits, layers, observable: "projector", target: TARGET, eta: ETA, steps, samples, seed: 0 },
      measure: { mu: steps / 10 },
    }),
  }));
}

/** μ/K and εμ/K² of every sample at the last measured step whose K stands clear of rounding. */
function lateSamples({ record }: StudyRun, layers: number): LateSamples {
  const rows = columnsOfTarget(record, 0).flatMap((column) => {
    const mu = measuredOf(record, "mu", column);
    if (mu === undefined) return [];
    const last = lastKernelStep(trajectoryOf(record, column));
    const place = mu.steps.findLastIndex((step) => step <= last);
    const step = mu.steps[place];
    const epsilon = seriesOf(record, "epsilon", column)[step];
    const kernel = seriesOf(record, "kernel", column)[step];
    const value = mu.values[place];
    return [{ lambda: value / kernel, zeta: (epsilon * value) / kernel ** 2, mu: value }];
  });
  return {
    layers,
    lambda: rows.map(({ lambda }) => Math.abs(lambda)),
    zeta: rows.map(({ zeta }) => zeta),
    mu: rows.map(({ mu }) => mu),
  };
}

const COLORS = { lambda: "critical", zeta: "frozen-kernel" } as const;

function lengthAxis(all: readonly LateSamples[]): Panel["x"] {
  const lengths = all.map(({ layers }) => layers);
  return { label: "L", type: "log", domain: [0.85 * Math.min(...lengths), 1.18 * Math.max(...lengths)] };
}

function meanPanel(all: readonly LateSamples[], quantity: "lambda" | "zeta", qubits: number): Panel {
  const axis = lengthAxis(all);
  const [low, high] = axis.domain ?? [1, 1];
  const lengths = range(41).map((k) => Math.round(low * (high / low) ** (k / 40)));
  const theory = (layers: number) =>
    Math.abs(projectorAverages({ dimension: 2 ** qubits, parameters: layers, target: TARGET })[quantity]);
  return {
    name: `${quantity} against L`,
    x: axis,
    y: quantity === "lambda" ? { label: "|\\lambda_\\infty|", type: "log" } : { label: "\\zeta_\\infty", domain: [0, 1] },
    curves: [
      {
        name: "restricted Haar ensemble",
        role: "theory",
        color: "ink",
        points: lengths.map((layers) => [layers, theory(layers)]),
      },
      ...(quantity === "lambda" ? [lateLimit(lengths, qubits)] : []),
      {
        name: `${quantity}, mean over samples`,
        role: "simulation",
        color: COLORS[quantity],
        mark: "dots",
        points: all.map((late) => [late.layers, mean(late[quantity])]),
        errors: all.map((late) => standardDeviation(late[quantity])),
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

/** SD over mean, by depth. */
function fluctuations(all: readonly LateSamples[], quantity: "lambda" | "zeta"): { layers: number; value: number }[] {
  return all.map((late) => ({
    layers: late.layers,
    value: standardDeviation(late[quantity]) / Math.abs(mean(late[quantity])),
  }));
}

/** Relative fluctuation of the published μ after training. */
function publishedFluctuations(published: PublishedLibrary | undefined, { qubits, lengths }: Size): [number, number][] {
  if (qubits !== PUBLISHED_QUBITS) return [];
  return lengths.flatMap((layers): [number, number][] => {
    const array = published?.array(`training/RPA/randS/n5/RPAmusrandS_n5L${layers}Tgt1.0.npy`);
    if (array === undefined) return [];
    const last = array.data.subarray(array.data.length - array.shape[1]);
    return [[layers, standardDeviation(last) / Math.abs(mean(last))]];
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

function fluctuationPanel(all: readonly LateSamples[], { size, published }: StudyInput): Panel {
  const axis = lengthAxis(all);
  const [low, high] = axis.domain ?? [1, 1];
  const curves = (["lambda", "zeta"] as const).flatMap((quantity): PanelCurve[] => {
    const points = fluctuations(all, quantity);
    const { at, exponent } = powerLaw(points);
    return [
      {
        name: `SD of ${quantity} over mean`,
        role: "simulation",
        color: COLORS[quantity],
        mark: "dots",
        points: points.map(({ layers, value }) => [layers, value]),
      },
      {
        name: `power law of ${quantity}, ${exponent.toFixed(2)}`,
        role: "theory",
        color: COLORS[quantity],
        points: [low, high].map((layers) => [layers, at(layers)]),
        label: `slope ${plainNumber(Number(exponent.toFixed(2)))}`,
      },
    ];
  });
  const dots = publishedFluctuations(published, SIZES[size]);
  return {
    name: "relative fluctuations against L",
    x: axis,
    y: { label: "\\text{SD}/\\text{mean}", type: "log" },
    curves: [
      ...curves,
      ...(dots.length === 0 ? [] : [{ name: "mu, published", role: "published", color: "ink", points: dots } as const]),
    ],
  };
}

function agreementOf(all: readonly LateSamples[], { size, published }: StudyInput): Agreement[] {
  const { qubits } = SIZES[size];
  const deepest = all[all.length - 1];
  const theory = projectorAverages({ dimension: 2 ** qubits, parameters: deepest.layers, target: TARGET });
  const growth = powerLaw(all.map(({ layers, lambda }) => ({ layers, value: mean(lambda) })));
  const dots = publishedFluctuations(published, SIZES[size]);
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
    ...dots.map(([layers, value]): Agreement => {
      const late = all.find((one) => one.layers === layers);
      const found = late === undefined ? Number.NaN : standardDeviation(late.mu) / Math.abs(mean(late.mu));
      return { what: `SD/mean of μ∞, L = ${layers}`, found, expected: value, source: "published samples, another state" };
    }),
  ];
}
