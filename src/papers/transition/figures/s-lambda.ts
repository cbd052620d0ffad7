/**
 * From the supplement: λ(t) at limited depth and under the linear loss, from the runs of figures 6 and 7.
 */
import { plainNumber } from "../../../base/words.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import type { Phase } from "../../../theory/lotka-volterra/phases.ts";
import type { Agreement, NamedRun, Study, StudyInput, StudySize } from "../study.ts";
import { publishedRatios } from "../verification/overlay.ts";
import { figure6Runs } from "./6.ts";
import { figure7Runs } from "./7.ts";
import { curvesOf, dynamicsOf, type TargetDynamics } from "./shared/dynamics.ts";

export const lambdaSupplement: Study = {
  id: "s-lambda",
  title: "Relative dQNTK at limited depth and under the linear loss",
  runs: (size) => Object.values(runsOf(size)).flat(),
  output(input) {
    const { limited, losses } = columnsOf(input);
    return {
      panels: [lambdaPanel("limited depth", limited, input), lambdaPanel("losses", losses, input)],
      perRow: 2,
      legend: [
        { label: "kernel frozen", color: "frozen-kernel" },
        { label: "critical", color: "critical" },
        { label: "error frozen", color: "frozen-error" },
        { label: "linear loss", color: "ink" },
      ],
      caption: CAPTION,
      agreement: losses.flatMap(agreementOf),
      comparisons: [],
    };
  },
};

const CAPTION =
  "Relative dQNTK λ = μ/K against the step. **a** Limited depth: the runs of figure 6, a target within reach (blue), each sample’s own end (orange) and a target below the spectrum (green). **b** The runs of figure 7: the linear loss (black) and the quadratic one with targets at O_min (orange) and below it (green). Thin: samples; thick: ratio of the averages over samples; black dots: published data. With few parameters λ goes on changing, and the theory of a constant λ holds late alone; where circuits are deep, λ settles at a value that hardly depends on the loss.";

function runsOf(size: StudySize): { limited: NamedRun[]; losses: NamedRun[] } {
  return { limited: figure6Runs(size), losses: figure7Runs(size) };
}

/** One curve with its samples. */
interface Column {
  readonly named: NamedRun;
  readonly dynamics: TargetDynamics;
  readonly color: Phase | "ink";
  readonly name: string;
}

function columnsOf({ size, run }: StudyInput): { limited: Column[]; losses: Column[] } {
  const { limited, losses } = runsOf(size);
  const phases = ["frozen-kernel", "critical", "frozen-error"] as const;
  const column = (named: NamedRun, color: Column["color"], name: string): Column => {
    const [dynamics] = dynamicsOf(run(named.name), "log");
    return { named, dynamics, color, name };
  };
  return {
    limited: limited.map((named, k) => column(named, phases[k], `limited depth, ${phases[k]}`)),
    losses: losses.map((named, k) => {
      const target = Number(named.config.target[0]);
      if (named.config.loss === "linear") return column(named, "ink", "linear loss");
      return column(named, k === 1 ? "critical" : "frozen-error", `O0 = ${plainNumber(target)}`);
    }),
  };
}

function lambdaPanel(name: string, columns: readonly Column[], { published }: StudyInput): Panel {
  const curves = columns.flatMap(({ named, dynamics, color, name: label }): PanelCurve[] => {
    const theirs = publishedRatios(published, named);
    return [
      ...curvesOf(dynamics.curves.lambda, label, color).map((curve) => ({
        ...curve,
        points: curve.points.filter(([t]) => t > 0),
      })),
      ...(theirs === undefined
        ? []
        : [{ name: `${label}, published`, role: "published", color: "ink", points: theirs.lambda } as const]),
    ];
  });
  const times = curves.flatMap(({ points }) => points.map(([t]) => t));
  return {
    name: `lambda, ${name}`,
    x: { label: "\\text{step } t", type: "log", domain: [Math.min(...times), Math.max(...times)] },
    y: { label: "\\lambda(t)" },
    curves,
  };
}

/** λ at the end beside that of the rate at which K falls. */
function agreementOf({ named: { config }, dynamics: { summary }, name }: Column): Agreement[] {
  const { phase, fittedRate, lambdaMeanOfRatios, residual } = summary;
  if (phase !== "frozen-error") return [];
  const scale = config.loss === "linear" ? 1 : residual;
  return [
    {
      what: `λ∞, mean of the samples’ own, ${name}`,
      found: lambdaMeanOfRatios,
      expected: (1 - Math.exp(fittedRate / 2)) / (config.eta * scale),
      source: "rate of K, 2 ln(1 − ηλR), R = 1 for the linear loss",
    },
  ];
}
