/**
 * The part of a configuration that says how <O> and its gradient are obtained: which of its fields fit together, and what is filled in.
 */

import { ArgumentError } from "../base/errors.ts";
import { alternatives } from "../base/words.ts";
import { MAX_NOISY_QUBITS } from "../engine/noisy/noisy-simulator.ts";
import { noiseFileOf, noiseOf, parseNoise } from "../quantum/noise/models/index.ts";
import { noNoise } from "../quantum/noise/models/none.ts";
import { isIdealBackend, parseDevice } from "../shots/device-name.ts";
import { parseMitigation } from "../shots/mitigation-choice.ts";
import type { Strides } from "../training/plan.ts";
import { quantities } from "../training/quantities/index.ts";
import { ansatze } from "./ansatze/index.ts";
import { ansatzOf } from "./chosen.ts";
import type { ExperimentConfig } from "./schema.ts";

/** The fields that matter here, and `measure` where it is given. */
type MeasurementInput = Omit<ExperimentConfig, "target" | "measure" | "stopWhen"> & { readonly measure?: Strides };

/** The circuits of gates of the table alone, as they are typed, those that always are first. */
function formsInGates(): string {
  const forms = ansatze.all.flatMap(({ name, inGates }) => (inGates === undefined ? [] : [{ name, words: inGates.words }]));
  const always = forms.filter(({ name, words }) => name === words);
  return alternatives([...always, ...forms.filter((form) => !always.includes(form))].map(({ words }) => words));
}

/** Refuses what no device does. */
function requireForDevice(input: MeasurementInput): void {
  const { device, ansatz, noise, layout } = input;
  if (device === undefined) return;
  const name = parseDevice(device);
  const { definition, fields } = ansatzOf(input);
  if (!definition.inGates?.holds(fields))
    throw new ArgumentError("ansatz", ansatz, `${formsInGates()}, with a device: its gates are those of the table`);
  if (noise !== undefined && parseNoise(noise).kind !== noNoise.name)
    throw new ArgumentError(
      "noise",
      noise,
      `no noise with device ${device}, which has its own${isIdealBackend(name) ? ": none" : ""}`,
    );
  if (layout !== undefined && isIdealBackend(name))
    throw new ArgumentError("layout", layout.join(","), `no layout with device ${device}, whose qubits are all alike`);
}

/**
 * Device, noise, shots, gradient and what is measured; fields that say nothing are left out.
 *
 * @throws ArgumentError naming the first field that does not fit the others
 */
export function measurementOf(input: MeasurementInput): Partial<ExperimentConfig> & Pick<ExperimentConfig, "measure"> {
  requireForDevice(input);
  const { qubits, device, noise = noNoise.name, noiseEngine, layout, idle, shots, shotSeed, mitigate, precision } = input;
  const { gradient = shots === undefined ? "adjoint" : "parameter-shift", measure = shots === undefined ? { mu: 10 } : {} } =
    input;
  const specification = parseNoise(noise);
  const { ofDevice } = noiseOf(specification);
  const isNoisy = specification.kind !== noNoise.name;
  for (const [name, value] of Object.entries({ noiseEngine, idle, mitigate })) {
    if (value === undefined || ofDevice) continue;
    const why =
      device === undefined
        ? `noise ${noise}; it belongs to noise of a device`
        : `device ${device}, whose counts are taken as they are`;
    throw new ArgumentError(name, value, `no ${name} with ${why}`);
  }
  if (noiseEngine === "trajectories" && shots === undefined)
    throw new ArgumentError("noiseEngine", noiseEngine, "density, or trajectories with shots: every shot is a trajectory");
  if (mitigate !== undefined) parseMitigation(mitigate);
  const trajectories =
    noiseEngine === "trajectories" || (noiseEngine === undefined && ofDevice && shots !== undefined && qubits > MAX_NOISY_QUBITS);
  if (precision === "single" && (isNoisy || shots !== undefined || gradient !== "adjoint"))
    throw new ArgumentError("precision", precision, "double, with noise, shots or parameter-shift gradients");
  if (layout !== undefined && noiseFileOf(specification) === undefined && device === undefined)
    throw new ArgumentError(
      "layout",
      layout.join(","),
      `no layout with noise ${noise}; it belongs to noise from a file, or a device`,
    );
  if (shots === undefined && shotSeed !== undefined) throw new ArgumentError("shotSeed", shotSeed, "no shotSeed without shots");
  if (shots !== undefined && gradient === "adjoint")
    throw new ArgumentError("gradient", gradient, "parameter-shift, with shots: a device measures no adjoint gradient");
  const needsSecond = quantities.all.filter(({ products }) => products !== undefined);
  for (const { name } of shots === undefined ? [] : needsSecond) {
    const rest = quantities.all.flatMap((other) => (other.of === "data" || other.products ? [] : [other.name]));
    if (measure[name] !== undefined)
      throw new ArgumentError(
        `measure.${name}`,
        measure[name],
        `${alternatives([...rest, "none"])}, with shots: second derivatives are not measured`,
      );
  }
  return {
    ...(device !== undefined && { device }),
    ...(isNoisy && { noise }),
    ...(trajectories && { noiseEngine: "trajectories" }),
    ...(layout !== undefined && { layout }),
    ...(idle !== undefined && { idle }),
    ...(mitigate !== undefined && { mitigate }),
    ...(shots !== undefined && { shots, shotSeed: shotSeed ?? 0 }),
    ...((isNoisy || shots !== undefined || gradient !== "adjoint") && { gradient }),
    measure,
  };
}

/** Whether a device has noise of its own, of which nothing is known. */
export function isNoisyDevice(device: string | undefined): boolean {
  return device !== undefined && !isIdealBackend(parseDevice(device));
}
