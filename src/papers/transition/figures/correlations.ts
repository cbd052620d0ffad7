/**
 * Correlations of the residual error in time: they decay exponentially off the critical point, with a length that grows as 1/|O0 − O_min|,
 * and as 1/τ at it.
 */
import type { Points } from "../../../analysis/curves.ts";
import { columnsOfTarget } from "../../../analysis/trajectories.ts";
import { range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import { parseExperiment } from "../../../experiment/config.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import { correlationExponent } from "../../../theory/imaginary-time/correlations.ts";
import { seriesOf } from "../../../training/record.ts";
import type { Agreement, NamedRun, Study, StudyInput, StudyRun, StudySize } from "../study.ts";
import {
  type Correlation,
  lengthPowerLaw,
  lengthsOf,
  PUBLISHED_EXPONENTS,
  phaseBeside,
  relativeCorrelation,
  SIDES,
} from "./shared/correlation-lengths.ts";
import { logPlaces } from "./shared/dynamics.ts";

/** What is trained: distances of the targets from O_min, on both sides. */
interface Size {
  readonly layers: number;
  readonly samples: number;
  readonly distances: readonly number[];
  readonly steps: number;
}

const SIZES: Record<StudySize, Size> = {
  paper: {
    layers: 64,
    samples: 10,
    distances: [0.1, 0.13, 0.16, 0.2, 0.25, 0.32, 0.4, 0.5, 0.63, 0.79, 1, 1.26, 1.58, 2],
    steps: 10_000,
  },
  quick: { layers: 64, samples: 5, distances: [0.1, 0.2, 0.4, 0.8, 1.6], steps: 4000 },
};

const QUBITS = 2;
/** O_min of the XXZ chain with J = 2 on two qubits. */
const END = -6;
/** t0: samples are late there. */
const START = 200;
/** Distance whose correlations are drawn. */
const SHOWN = 0.4;
export const correlationStudy: Study = {
  id: "correlations",
  title: "Correlations of the residual error",
  runs: (size) => [runOf(size)],
  output({ size, run }: StudyInput) {
    const all = correlationsOf(run(runOf(size).name));
    const shown = [SHOWN, 0, -SHOWN].flatMap((distance) => all.filter(({ target }) => Math.abs(target - END - distance) < 1e-9));
    return {
      panels: [decayPanel(shown), lengthPanel(all)],
      perRow: 2,
      legend: shown.map(({ target, phase }) => ({ label: `O_0 = ${plainNumber(target)}`, color: phase })),
      dashedName: "fits",
      caption: CAPTION,
      agreement: agreementOf(all, shown),
      comparisons: [],
    };
  },
};

const CAPTION =
  "Random Pauli ansatz on two qubits, L = 64, XXZ with J = 2, O_min = −6. **a** Correlation A(τ) = mean over samples of ε_r(t0) ε_r(t0 + τ) of the residual error ε_r = ε − R, t0 = 200, relative to A(0), for targets above, at and below O_min. **b** Correlation length ξ, the decay constant of A where it falls from 0.1 to 10⁻⁸ of A(0), against the distance from O_min, above (blue) and below it (green). Dashed: power laws.";

function runOf(size: StudySize): NamedRun {
  const { layers, samples, distances, steps } = SIZES[size];
  const target = [END, ...distances.flatMap((distance) => [END - distance, END + distance])].map((value) =>
    Number(value.toFixed(6)),
  );
  return {
    name: `rpa-xxz-n${QUBITS}-L${layers}-correlations-${target.length}targets-${samples}x${steps}`,
    config: parseExperiment({
      ...{ qubits: QUBITS, layers, observable: "xxz", target, steps, samples, seed: 0, measure: {} },
    }),
  };
}

function correlationsOf({ record, targets }: StudyRun): Correlation[] {
  return targets.map((target, k) => {
    const residual = Math.max(0, END - target);
    const histories = columnsOfTarget(record, k).map((column) =>
      seriesOf(record, "epsilon", column).map((epsilon) => epsilon - residual),
    );
    return { target, phase: phaseBeside(target, END), values: relativeCorrelation(histories, START) };
  });
}

function decayPanel(shown: readonly Correlation[]): Panel {
  const last = Math.max(...shown.map(({ values }) => values.length - 1));
  return {
    name: "correlation",
    x: { label: "\\tau", type: "log", domain: [1, last] },
    y: { label: "A(\\tau)/A(0)", type: "log", domain: [1e-8, 1] },
    curves: shown.map(({ target, phase, values }): PanelCurve => {
      const places = logPlaces(values.length).filter((tau) => tau > 0);
      const dotted = phase === "frozen-error";
      const points: Points = places.filter((_, k) => !dotted || k % 5 === 0).map((tau) => [tau, Math.abs(values[tau])]);
      return {
        name: `A, O0 = ${plainNumber(target)}`,
        role: "simulation",
        color: phase,
        points,
        ...(dotted && { mark: "hollow-dots" }),
      };
    }),
  };
}

function lengthPanel(all: readonly Correlation[]): Panel {
  const curves = SIDES.flatMap((phase): PanelCurve[] => {
    const points = lengthsOf(all, phase, END);
    const { at, exponent } = lengthPowerLaw(points);
    const ends = [points[0].distance, points[points.length - 1].distance];
    return [
      {
        name: `length, ${phase}`,
        role: "simulation",
        color: phase,
        // The two sides nearly coincide: open dots leave the others visible.
        mark: phase === "frozen-error" ? "hollow-dots" : "dots",
        points: points.map(({ distance, length }) => [distance, length]),
        errors: points.map(({ error }) => error),
      },
      {
        name: `power law, ${phase}, ${exponent.toFixed(3)}`,
        role: "theory",
        color: phase,
        points: range(2).map((k) => [ends[k], at(ends[k])]),
        label: `slope ${plainNumber(Number(exponent.toFixed(3)))}`,
      },
    ];
  });
  const distances = all.map(({ target }) => Math.abs(target - END)).filter((distance) => distance > 0);
  return {
    name: "correlation length",
    x: {
      label: "|O_0-O_{\\min}|",
      type: "log",
      domain: [0.8 * Math.min(...distances), 1.25 * Math.max(...distances)],
    },
    y: { label: "\\xi", type: "log" },
    curves,
  };
}

function agreementOf(all: readonly Correlation[], shown: readonly Correlation[]): Agreement[] {
  const critical = shown.find(({ phase }) => phase === "critical");
  return [
    ...SIDES.map((phase): Agreement => {
      const { exponent, error } = lengthPowerLaw(lengthsOf(all, phase, END));
      const published = PUBLISHED_EXPONENTS[phase];
      const side = phase === "frozen-kernel" ? "above" : "below";
      return {
        what: `exponent of ξ ${side} O_min`,
        found: exponent,
        error,
        expected: -1,
        source: `linear closing; published for n = 4: ${plainNumber(published.value)} ± ${published.error}`,
      };
    }),
    ...(critical === undefined ? [] : [decayAgreement(critical)]),
  ];
}

function decayAgreement({ values }: Correlation): Agreement {
  const last = values.length - 1;
  const { value, error } = correlationExponent(values, Math.floor(last / 2), last);
  return { what: "exponent of A at O_min", found: value, error, expected: -1, source: "A ∝ 1/τ" };
}
