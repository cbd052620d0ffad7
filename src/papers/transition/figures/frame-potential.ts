/**
 * The frame potential of trained circuits against the step: from the Haar value to the restricted Haar one where the target is a
 * state, to others where it leaves freedom.
 */
import { range } from "../../../base/arrays.ts";
import { plainNumber } from "../../../base/words.ts";
import type { Engine } from "../../../engine/engine.ts";
import { circuitUnitaries } from "../../../ensembles/unitaries.ts";
import { xxz } from "../../../quantum/observables.ts";
import { randomPauliAnsatz } from "../../../quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../../quantum/streams/index.ts";
import type { Panel, PanelCurve } from "../../../reproduce/panels.ts";
import {
  estimateFramePotentials,
  haarFramePotential,
  restrictedHaarFramePotential,
  withoutSelfPairs,
} from "../../../theory/frame-potential/index.ts";
import { expectedPhase, type Phase } from "../../../theory/lotka-volterra/phases.ts";
import type { TrainingState } from "../../../training/state.ts";
import { advance, isOver } from "../../../training/step.ts";
import { FRAME_SAMPLES } from "../data/statistical.ts";
import type { Agreement, NamedDraws, Numbers, Study, StudyInput, StudySize } from "../study.ts";
import type { PublishedLibrary } from "../verification/library.ts";

/** What is trained. */
interface Size {
  readonly qubits: number;
  readonly layers: number;
  readonly targets: readonly number[];
  readonly samples: number;
  readonly steps: number;
}

const SIZES: Record<StudySize, Size> = {
  paper: { qubits: 2, layers: 64, targets: [-8, -6, -4, 0, 2, 4], samples: 1000, steps: 1000 },
  quick: { qubits: 2, layers: 64, targets: [-8, -6, -4, 2], samples: 200, steps: 600 },
};

/** Order of the frame potential. */
const K = 2;
const ETA = 1e-3;
/** Steps at which it is computed, evenly spread on a logarithmic axis. */
const TIMES = 16;
/** Rows of training between two looks at Ctrl-C. */
const ROWS_AT_ONCE = 50;

export const framePotentialStudy: Study = {
  id: "frame-potential",
  title: "Frame potential along training",
  runs: () => [],
  draws: (size) => [drawsOf(size)],
  output(input) {
    const { targets } = SIZES[input.size];
    return {
      panels: [panelOf(input)],
      perRow: 1,
      legend: targets.map((target, k) => ({ label: `O_0 = ${plainNumber(target)}`, color: colorOf(target, targets, k) })),
      caption: CAPTION,
      agreement: agreementOf(input),
      comparisons: [],
    };
  },
};

const CAPTION =
  "**a** Frame potential F² of the unitaries of a random Pauli ansatz (two qubits, L = 64, XXZ with J = 2, spectrum −6, 0, 2, 4) from random initial angles, along training towards each target. Dashed: the Haar value 2 and the restricted Haar value 7. A target at or beyond an end of the spectrum fixes the output state and F² goes to 7; one inside leaves a set of states and F² stays between. Pairs of a unitary with itself are left out. Black dots: published data, another random circuit.";

function drawsOf(size: StudySize): NamedDraws {
  const settings = SIZES[size];
  return {
    name: `frame-potential-n${settings.qubits}-L${settings.layers}-${settings.targets.length}targets-${settings.samples}x${settings.steps}`,
    settings: { ...settings, eta: ETA, k: K, seed: 0 },
    pieces: settings.targets.map((target) => ({
      work: settings.samples * settings.steps * settings.layers * 4 ** settings.qubits,
      steps: (engine) => trainSteps(engine, settings, target),
    })),
    gather: (parts) => Object.assign({ times: timesOf(settings) }, ...parts),
  };
}

/** Steps 0, 1, … of the logarithmic axis. */
function timesOf({ steps }: Size): number[] {
  return [...new Set([0, ...range(TIMES).map((k) => Math.round(steps ** (k / (TIMES - 1))))])];
}

/** F² of the circuits trained towards one target, at every time; yields the share of the steps done. */
function* trainSteps(engine: Engine, size: Size, target: number): Generator<number, Numbers, void> {
  const { qubits, layers, samples, steps } = size;
  const circuit = randomPauliAnsatz({ qubits, layers, seed: 0 });
  const simulator = engine.load(circuit, xxz({ qubits }));
  const plan = { loss: "quadratic", eta: ETA, steps, targets: new Float64Array(samples).fill(target), measure: {} } as const;
  let state: TrainingState = { row: 0, theta: initialAngles({ samples, parameters: layers, seed: 0 }) };
  const estimates: { value: number; error: number }[] = [];
  for (const time of timesOf(size)) {
    while (state.row < time && !isOver(plan, state)) {
      ({ state } = advance(simulator, plan, state, Math.min(ROWS_AT_ONCE, time - state.row)));
      yield state.row / steps;
    }
    estimates.push(...estimateFramePotentials(circuitUnitaries(engine, circuit, state.theta), [K]));
  }
  simulator.dispose();
  return {
    [nameOf(target)]: estimates.map(({ value }) => value),
    [errorName(target)]: estimates.map(({ error }) => error),
  };
}

const nameOf = (target: number) => `O0 ${target}`;
const errorName = (target: number) => `error, ${nameOf(target)}`;

/** Targets inside the spectrum in shades, light to dark with the target. */
function colorOf(target: number, targets: readonly number[], index: number) {
  const phase = phaseOf(target);
  const same = targets.filter((other) => phaseOf(other) === phase);
  return { phase, index: same.indexOf(targets[index]), count: same.length } as const;
}

/** The phase of a target on two qubits, whose XXZ chain with J = 2 has its spectrum from −6 to 4. */
function phaseOf(target: number): Phase {
  return expectedPhase(target, { min: -6, max: 4 });
}

function panelOf({ size, draws, published }: StudyInput): Panel {
  const settings = SIZES[size];
  const { targets, steps } = settings;
  const numbers = draws(drawsOf(size).name);
  // Step 0 stands at 1/2, where a logarithmic axis has a place for it.
  const at = (time: number) => Math.max(0.5, time);
  const line = (name: string, value: bigint): PanelCurve => ({
    name,
    role: "theory",
    color: "ink",
    points: [0.5, steps].map((t) => [t, Number(value)]),
  });
  return {
    name: "frame potential",
    x: { label: "\\text{step } t", type: "log", domain: [0.5, steps] },
    y: { label: "\\mathcal{F}^{(2)}", domain: [0, 8] },
    curves: [
      line("Haar", haarFramePotential(K, 2 ** settings.qubits)),
      line("restricted Haar", restrictedHaarFramePotential(K, 2 ** settings.qubits)),
      ...targets.flatMap((target, k): PanelCurve[] => [
        {
          name: `F2, O0 = ${plainNumber(target)}`,
          role: "simulation",
          color: colorOf(target, targets, k),
          points: numbers.times.map((time, i) => [at(time), numbers[nameOf(target)][i]]),
        },
        ...publishedCurve(published, settings, target, at),
      ]),
    ],
  };
}

function publishedCurve(
  published: PublishedLibrary | undefined,
  { qubits, layers, steps }: Size,
  target: number,
  at: (time: number) => number,
): PanelCurve[] {
  const path = `training/RPA/Heisenberg/n2/RPAFP2HistXXZ_n${qubits}L${layers}Tgt${target.toFixed(1)}.npy`;
  const array = published?.array(path);
  if (array === undefined) return [];
  const unbiased = (value: number) => withoutSelfPairs(value, { k: K, dimension: 2 ** qubits, count: FRAME_SAMPLES });
  const times = timesOf({ qubits, layers, targets: [], samples: 0, steps: Math.min(steps, array.data.length - 1) });
  return [
    {
      name: `F2, O0 = ${plainNumber(target)}, published`,
      role: "published",
      color: "ink",
      points: times.map((time) => [at(time), unbiased(array.data[time])]),
    },
  ];
}

function agreementOf({ size, draws }: StudyInput): Agreement[] {
  const { targets, qubits } = SIZES[size];
  const numbers = draws(drawsOf(size).name);
  const haar = Number(haarFramePotential(K, 2 ** qubits));
  const restricted = Number(restrictedHaarFramePotential(K, 2 ** qubits));
  const [first] = targets;
  return [
    {
      what: "F² at step 0",
      found: numbers[nameOf(first)][0],
      error: numbers[errorName(first)][0],
      expected: haar,
      source: "Haar ensemble",
    },
    ...targets
      .filter((target) => phaseOf(target) !== "frozen-kernel")
      .map((target): Agreement => {
        const values = numbers[nameOf(target)];
        return {
          what: `F² at the last step, O0 = ${plainNumber(target)}`,
          found: values[values.length - 1],
          error: numbers[errorName(target)][values.length - 1],
          expected: restricted,
          source: "restricted Haar ensemble",
        };
      }),
  ];
}
