/**
 * Runs in words: one line, and the command line that computes them again.
 */
import { formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import { ansatzOf, inlineFiles, parametersOf } from "./chosen.ts";
import type { ExperimentConfig } from "./config.ts";
import { loadedPlugins } from "./plugins.ts";

/** Optimiser, schedule and frozen angles, where they are not the ordinary ones; begins with a comma. */
export function describeTraining({ optimizer, schedule, freeze }: ExperimentConfig): string {
  const parts = [
    ...(optimizer === undefined ? [] : [`optimizer ${optimizer}`]),
    ...(schedule === undefined ? [] : [`schedule ${schedule}`]),
    ...(freeze === undefined ? [] : [`angles ${freeze} frozen`]),
  ];
  return parts.map((part) => `, ${part}`).join("");
}

/** What a configuration is trained on: so many data, how they enter, what is held out. */
export function describeData(config: ExperimentConfig, count: number, heldOut = 0): string {
  const { data = "", encode, reupload = 1, weights, batch, test } = config;
  const parts = [
    `${count === 1 ? "1 datum" : `${count} data`} (${data})`,
    ...(encode === undefined ? [] : [`encoded by ${encode}${reupload > 1 ? `, ${reupload} times` : ""}`]),
    ...(weights === undefined ? [] : ["weighted"]),
    ...(batch === undefined ? [] : [`mini-batches of ${batch}`]),
    ...(test === undefined ? [] : [`${heldOut} held out`]),
  ];
  return parts.join(", ");
}

/**
 * A circuit in a few words, such as `hea n=4 D=6`, or `circuit of 12 gates n=4 L=8` for one that has no layers.
 *
 * @param parameters number of them, to say that in place of layers
 */
export function describeCircuit(config: ExperimentConfig, parameters?: number): string {
  const { definition, fields } = ansatzOf(config);
  const words = [definition.name, definition.detail?.(fields)].filter(Boolean).join(" ");
  const byLayers = parameters === undefined && definition.size === undefined;
  const size = byLayers ? `${definition.layerSymbol}=${config.layers}` : `L=${parameters ?? parametersOf(config)}`;
  return `${words} n=${config.qubits} ${size}`;
}

/**
 * One line that says what was trained.
 *
 * @param reachable ends of what <O> reaches, where noise moves them
 */
export function describeRun(
  config: ExperimentConfig,
  parameters: number,
  extremes: { min: number; max: number },
  reachable?: { min: number; max: number },
): string {
  const { observable, samples, steps, eta, loss, precision } = config;
  const interval = ({ min, max }: { min: number; max: number }) => `[${formatNumber(min)}, ${formatNumber(max)}]`;
  const noisy = reachable === undefined ? "" : `, with noise in ${interval(reachable)}`;
  return `${describeCircuit(config, parameters)}, ${observable} in ${interval(extremes)}${noisy}, ${loss} loss, eta=${eta}${describeTraining(config)}, ${counted(samples, "sample")}, ${counted(steps, "step")}${precision === "single" ? ", single precision" : ""}${describeMeasurement(config)}`;
}

/** Device, noise, shots and kind of gradient, where they are not the ordinary ones; begins with a comma. */
export function describeMeasurement(config: ExperimentConfig): string {
  const { device, noise, noiseEngine, layout, idle, mitigate, shots, gradient } = config;
  const where = layout === undefined ? "" : ` on qubits ${layout.join(",")}`;
  const parts = [
    ...(device === undefined ? [] : [`device ${device}${where}`]),
    ...(noise === undefined ? [] : [`noise ${noise}${where}`]),
    ...(idle === undefined ? [] : [`idle qubits relax (${idle})`]),
    ...(noiseEngine === undefined ? [] : [noiseEngine]),
    ...(shots === undefined ? [] : [counted(shots, "shot")]),
    ...(mitigate === undefined ? [] : [`mitigated by ${mitigate}`]),
    ...(gradient === undefined || gradient === "adjoint" ? [] : [`${gradient} gradients`]),
  ];
  return parts.map((part) => `, ${part}`).join("");
}

/** The command line that computes a configuration again; it names every field, so that later defaults do not matter. */
export function commandLineOf(name: string, config: ExperimentConfig): string {
  // A text that the run folder keeps as a file is named, not repeated.
  const kept = new Map(Object.entries(inlineFiles(config)).map(([file, text]) => [text, file]));
  const options = Object.entries(config).flatMap(([field, value]) => {
    if (field === "target") return config.target.map((target) => `--target ${quoted(String(target))}`);
    if (field === "stopWhen") return (value as string[]).map((rule) => `--stop-when ${quoted(rule)}`);
    if (field === "measure") {
      const strides = Object.entries(config.measure).map(([quantity, stride]) => `${quantity}:${stride}`);
      return [`--measure ${strides.join(",") || "none"}`];
    }
    return [
      `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${quoted(kept.get(String(value)) ?? String(value))}`,
    ];
  });
  const imports = loadedPlugins().map(({ path }) => `--import ${quoted(path)}`);
  return ["npx qntk", name, ...imports, ...options].join(" ");
}

/** A word of a command line, in quotes where the shell would read it otherwise. */
export function quoted(text: string): string {
  return /^[\w.+:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
