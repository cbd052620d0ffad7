/**
 * From the supplement: the restricted Haar ensemble of the XXZ chain. Late-time averages for any target inside the spectrum and at its end, by Monte
 * Carlo over the ensemble and of trained circuits.
 */
import { parseExperiment } from "../../../experiment/config.ts";
import { xxz } from "../../../quantum/observables.ts";
import { eigensystem } from "../../../quantum/spectrum.ts";
import type { Panel } from "../../../reproduce/panels.ts";
import { lateTimeEdge } from "../../../theory/finite-depth/edge.ts";
import { excitationsOf } from "../../../theory/finite-depth/excitations.ts";
import { asymptoticAverages, exactAverages, type RestrictedHaarEnsemble } from "../../../theory/restricted-haar/averages.ts";
import { outputForTarget } from "../../../theory/restricted-haar/output-state.ts";
import type { Agreement, NamedDraws, NamedRun, Study, StudyInput, StudySize } from "../study.ts";
import {
  ENSEMBLE_LEGEND,
  evenly,
  integersOn,
  lengthAxisOf,
  monteCarloDots,
  theoryCurve,
  trainedDots,
} from "./shared/ensemble-curves.ts";
import { chainSweep, type KeptAverage, type Sweep } from "./shared/ensemble-draws.ts";
import { lateAverages, meanLateLambda } from "./shared/state-preparation.ts";

/** What is drawn and trained. */
interface Size extends Sweep {
  /** L of the sweep over O0, and of that at the end of the spectrum. */
  readonly layers: number;
  readonly lengths: readonly number[];
  /** O0 inside the spectrum. */
  readonly targets: readonly number[];
  readonly samples: number;
  readonly eta: number;
  readonly steps: number;
  readonly beyond: { readonly residual: number; readonly steps: number };
}

const SIZES: Record<StudySize, Size> = {
  paper: {
    ...{ qubits: 4, layers: 256, lengths: [32, 64, 128, 256, 512], targets: [-12, -9, -6, -3, 0], seed: 0 },
    ...{ circuits: 100, angles: 1, samples: 10, eta: 1e-3, steps: 1000, beyond: { residual: 4, steps: 2000 } },
  },
  quick: {
    ...{ qubits: 3, layers: 96, lengths: [16, 32, 64, 96, 128], targets: [-8, -6, -4, -2, 0], seed: 0 },
    ...{ circuits: 100, angles: 1, samples: 10, eta: 1e-3, steps: 1000, beyond: { residual: 4, steps: 1000 } },
  },
};

/** Steps between the rows of μ: with many layers the kernel beyond the spectrum dies within a hundred steps. */
const MU_STRIDE = 10;

/** J of the chain. */
const COUPLING = 2;

export const restrictedHaarSupplement: Study = {
  id: "s-restricted-haar",
  title: "Restricted Haar ensemble of the XXZ chain",
  runs: (size) => Object.values(runsOf(size)).flat(),
  draws: (size) => [drawsOf(size)],
  output(input) {
    return {
      panels: [...targetPanels(input), lengthPanel(input)],
      perRow: 3,
      legend: ENSEMBLE_LEGEND,
      dashedName: "asymptotic",
      caption: CAPTION,
      agreement: agreementOf(input),
      comparisons: [],
    };
  },
};

const CAPTION =
  "XXZ chain with J = 2 on four qubits (three in the quick version) at late time. **a** K∞ and **b** λ∞ against the target O0 inside the spectrum, L = 256 (96): output states with the populations p_k ∝ exp(−βE_k) that gradient flow of deep circuits leads to. Green: Monte Carlo over the restricted Haar ensemble with such output states, drawn once each; orange: trained circuits, published streams. **c** λ∞ against L at and beyond the lower end of the spectrum, where the output state is the ground state; grey, dashed: slowest mode of a random circuit (edge of the Wishart spectrum); trained with O0 = O_min − 4, mean over samples of their own ratios. Solid blue: exact averages; dashed: leading order in L and d.";

const endOf = (qubits: number) => -COUPLING * (2 * qubits - 1);

function runsOf(size: StudySize): { inside: NamedRun[]; beyond: NamedRun[] } {
  const { qubits, layers, lengths, targets, samples, eta, steps, beyond } = SIZES[size];
  const run = (depth: number, target: number, count: number): NamedRun => ({
    name: `rpa-xxz-n${qubits}-L${depth}-late-target${target}-${samples}x${count}`,
    config: parseExperiment({
      ...{ qubits, layers: depth, observable: "xxz", target: [target], eta, steps: count, samples, streams: "published" },
      measure: { mu: MU_STRIDE },
    }),
  });
  return {
    inside: targets.map((target) => run(layers, target, steps)),
    beyond: lengths.map((depth) => run(depth, endOf(qubits) - beyond.residual, beyond.steps)),
  };
}

function drawsOf(size: StudySize): NamedDraws {
  const { qubits, layers, targets, circuits, angles, seed } = SIZES[size];
  return chainSweep(
    `restricted-haar-xxz-n${qubits}-L${layers}`,
    { qubits, circuits, angles, seed },
    targets.map((target) => ({ layers, target })),
  );
}

/** The ensemble of a target, or of the end of the spectrum beyond it. */
function ensembleOf(qubits: number): (target: number, parameters: number) => RestrictedHaarEnsemble {
  const values = eigensystem(xxz({ qubits, coupling: COUPLING })).values;
  const trace = values.reduce((sum, value) => sum + value, 0);
  return (target, parameters) => ({
    ...{ dimension: 2 ** qubits, parameters, trace, target },
    output: outputForTarget(values, target),
  });
}

const targetOf = ({ target }: NamedRun["config"]) => Number(target[0]);

function targetPanels({ size, run, draws }: StudyInput): Panel[] {
  const { qubits, layers, targets } = SIZES[size];
  const { inside } = runsOf(size);
  const ensemble = ensembleOf(qubits);
  const shown = [endOf(qubits), Math.max(...targets) + 1] as const;
  const values = evenly(...shown);
  const panel = (average: KeptAverage, label: string): Panel => ({
    name: `${average} against O0`,
    x: { label: "O_0", domain: shown },
    y: { label },
    curves: [
      theoryCurve("exact", values, (target) => exactAverages(ensemble(target, layers))[average], { color: "frozen-kernel" }),
      theoryCurve("asymptotic", values, (target) => asymptoticAverages(ensemble(target, layers))[average], {
        color: "ink",
        dashed: true,
      }),
      monteCarloDots(draws(drawsOf(size).name), targets, average),
      trainedDots(
        inside.map(({ name, config }) => ({ at: targetOf(config), estimate: lateAverages(run(name))[average] })),
        "critical",
      ),
    ],
  });
  return [panel("meanK", "\\overline{K_\\infty}"), panel("lambda", "\\overline{\\lambda_\\infty}")];
}

function lengthPanel({ size, run }: StudyInput): Panel {
  const { qubits, lengths } = SIZES[size];
  const { beyond } = runsOf(size);
  const ensemble = ensembleOf(qubits);
  const axis = lengthAxisOf(lengths);
  const values = integersOn(axis);
  const end = endOf(qubits);
  const excitations = excitationsOf(eigensystem(xxz({ qubits, coupling: COUPLING })).values, "min");
  return {
    name: "lambda against L",
    x: axis,
    y: { label: "\\overline{\\lambda_\\infty}" },
    curves: [
      theoryCurve("exact", values, (l) => exactAverages(ensemble(end, l)).lambda, { color: "frozen-kernel" }),
      theoryCurve("asymptotic", values, (l) => asymptoticAverages(ensemble(end, l)).lambda, { color: "ink", dashed: true }),
      theoryCurve("slowest mode", values, (l) => lateTimeEdge(excitations, l).mean, { color: "muted", dashed: true }),
      trainedDots(
        beyond.map(({ name, config }) => ({ at: config.layers, estimate: meanLateLambda(run(name)) })),
        "critical",
      ),
    ],
  };
}

function agreementOf({ size, draws, run }: StudyInput): Agreement[] {
  const { qubits, layers, targets } = SIZES[size];
  const ensemble = ensembleOf(qubits);
  const found = draws(drawsOf(size).name);
  const { inside } = runsOf(size);
  return [
    ...targets.flatMap((target, k) =>
      (["meanK", "lambda"] as const).map((average) => ({
        what: `${average === "meanK" ? "mean K" : "λ"}, Monte Carlo, O0 = ${target}`.replace("-", "−"),
        found: found[average][k],
        error: found[`${average} error`][k],
        expected: exactAverages(ensemble(target, layers))[average],
        source: "restricted Haar ensemble, exact",
      })),
    ),
    ...inside.map(({ name, config }): Agreement => {
      const { value, error } = lateAverages(run(name)).meanK;
      return {
        what: `K∞, trained, O0 = ${targetOf(config)}`.replace("-", "−"),
        ...{ found: value, error, expected: exactAverages(ensemble(targetOf(config), layers)).meanK },
        source: "restricted Haar ensemble, exact",
      };
    }),
  ];
}
