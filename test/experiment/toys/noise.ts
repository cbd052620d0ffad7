/** A toy noise model: depolarising after every gate, twice as much after those on two qubits. */
import { ArgumentError, type NoiseDefinition, noise } from "../../../src/index.ts";

export const toyNoise: NoiseDefinition = {
  name: "toy-hiss",
  form: "toy-hiss:p",
  ofDevice: true,
  read(text) {
    const [, p] = /^toy-hiss:(.*)$/.exec(text) ?? [];
    if (p === undefined) return undefined;
    if (!(Number(p) >= 0 && Number(p) <= 0.5)) throw new ArgumentError("noise", text, "toy-hiss:p with p from 0 to 0.5");
    return { kind: "toy-hiss", p: Number(p) };
  },
  build: ({ p }) => ({ model: noise.gateDepolarizing(Number(p), 2 * Number(p)) }),
};
