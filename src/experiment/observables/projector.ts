/**
 * Observable `projector`: |Φ><Φ| on a state that is drawn, a basis state, or read from a file.
 */
import { ArgumentError, Described } from "../../base/errors.ts";
import { CounterStream } from "../../base/random/counter-stream.ts";
import { counted } from "../../base/words.ts";
import { type ComplexVector, zeroVector } from "../../linalg/complex-matrix.ts";
import { haarState } from "../../linalg/haar.ts";
import { stateProjector } from "../../quantum/observables.ts";
import { publishedProjectorState } from "../../quantum/published-unitaries.ts";
import { streams as streamTable } from "../../quantum/streams/index.ts";
import type { ObservableContext, ObservableDefinition } from "./definition.ts";

const RANDOM = "random";
const BITS = /^[01]+$/;
/** Bits of one state, or of one for each datum. */
const BITS_EACH = /^[01]+(?:\s*,\s*[01]+)*$/;

export const projector: ObservableDefinition<{ readonly state: string }> = {
  name: "projector",
  title: "projector on a state",
  label: "|Φ⟩⟨Φ|",
  fields: [
    {
      name: "state",
      type: "text",
      words:
        "state that is projected on: random, bits such as 0110, or a file (.npy, .npz, .csv); with data one for all, or one each",
      placeholder: "<state>",
      default: RANDOM,
      perDatum: true,
      label: "State Φ",
      file: {
        content: "vector",
        stored: "observable.npy",
        names: (value) => value !== RANDOM && !BITS_EACH.test(String(value)),
      },
      hint: (qubits) => `random, or bits such as ${bitsFor(qubits)}`,
    },
  ],
  isRandom: ({ state }) => state === RANDOM,
  targets: ["max-50%", "max", "max+400%"],
  criticalFrom: "max+400%",
  isPauliSum: false,
  check({ state }, { data }) {
    if (data === undefined && BITS_EACH.test(state) && !BITS.test(state))
      throw new ArgumentError("state", state, "one state, without data (--data)");
  },
  build: ({ state }, context) => stateProjector(stateOf(state, context)),
  sentence: ({ state = "a random state" }) => `projector on ${state}`,
};

function bitsFor(qubits: number): string {
  return "01".repeat(qubits).slice(0, qubits);
}

function stateOf(state: string, { qubits, seed, streams, arrays }: ObservableContext): ComplexVector {
  const dimension = 2 ** qubits;
  const read = arrays.state as ComplexVector | undefined;
  if (read !== undefined) {
    if (read.re.length !== dimension)
      throw new ArgumentError(
        "state",
        new Described(`of ${read.re.length} amplitudes`),
        `${dimension} amplitudes, for ${counted(qubits, "qubit")}`,
      );
    return read;
  }
  if (state === RANDOM) {
    if (streamTable.get(streams).publishedState) return publishedProjectorState(dimension);
    const stream = new CounterStream(seed, "state");
    return haarState(dimension, () => stream.normal());
  }
  if (!BITS.test(state) || state.length !== qubits)
    throw new ArgumentError("state", state, `random, ${qubits} bits such as ${bitsFor(qubits)}, or a file (.npy, .npz, .csv)`);
  const basis = zeroVector(dimension);
  basis.re[Number.parseInt(state, 2)] = 1;
  return basis;
}
