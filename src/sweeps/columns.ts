/**
 * Which points can be columns of one training: those that differ in what a column has of its own.
 *
 * A column has a target, or a vector of them, initial angles and data. Everything else belongs to a run: its circuit, its observable, how it is trained.
 */
import { ansatzOf, observableOf } from "../experiment/chosen.ts";
import { CRITICAL_TARGET, type ExperimentConfig } from "../experiment/config.ts";
import { dataSetsOf, listOfNumbers } from "../experiment/data-config.ts";
import { optimizers } from "../training/optimizers/index.ts";
import { canonicalJson, type SweepPoint } from "./points.ts";
import type { Sweep } from "./sweep-file.ts";

/** What is kept decides too: a run folder that is kept says one seed and one data set. */
export interface ColumnOptions {
  /** Whether the run folders are kept. */
  readonly histories?: boolean;
}

/** Name of the axes that are entries of a target vector. */
const ENTRY = /^y[1-9]\d*$/;

/** A key that two points share where they can be columns of one training. */
export function columnKey({ config, id }: SweepPoint, options: ColumnOptions = {}): string {
  const { target, seed, data, labels, ...rest } = config;
  if (whyAlone(config) !== undefined) return id;
  const apart = (axis: string) => whyApart(axis, config, options) !== undefined;
  return canonicalJson({
    ...rest,
    // Each sample's own end takes a preliminary run, which those of plain targets need not wait for.
    critical: target.includes(CRITICAL_TARGET),
    seed: apart("seed") ? seed : undefined,
    ...(data !== undefined && {
      data: apart("data") ? data : "",
      labels: apart("labels") ? labels : undefined,
      // Vectors that are as long lie one after the other; targets that labels are have no length of their own.
      length: vectorOf(config)?.length ?? "labels",
    }),
  });
}

/**
 * Why points that differ along an axis are not trained together, in a few words.
 *
 * @param axis the name of an axis of a sweep
 * @returns undefined where they are
 */
export function whyApart(axis: string, config: ExperimentConfig, { histories = false }: ColumnOptions = {}): string | undefined {
  const alone = whyAlone(config);
  if (alone !== undefined) return alone;
  switch (axis) {
    case "target":
      return undefined;
    case "seed":
      return whySeedApart(config) ?? (histories ? "a run folder that is kept has one" : undefined);
    case "data":
      return whyDataApart(config) ?? (histories ? "a run folder that is kept has one" : undefined);
    case "labels":
      return vectorOf(config) === undefined ? "labels of data in files, and with data held out, belong to a run" : undefined;
    default:
      return ENTRY.test(axis) && config.data !== undefined ? undefined : "a run has one";
  }
}

/** Why a point is trained by itself. */
function whyAlone(config: ExperimentConfig): string | undefined {
  const { shots, batch, optimizer, data, target } = config;
  // Random numbers drawn while training are keyed by the column's place in the run.
  if (shots !== undefined) return "shots are drawn for a run";
  if (batch !== undefined) return "mini-batches are drawn for a run";
  if (optimizer !== undefined && optimizers.get(optimizer).rises === "at-random") return `${optimizer} draws for a run`;
  if (data !== undefined && target.length > 0 && vectorOf(config) === undefined) return "it does not say a target for each datum";
  return undefined;
}

function whySeedApart(config: ExperimentConfig): string | undefined {
  const { definition, fields } = ansatzOf(config);
  if (definition.isRandom(fields)) return "it draws the circuit";
  const observable = observableOf(config);
  if (observable.definition.isRandom?.(observable.fields)) return "it draws the observable";
  if (config.data !== undefined && dataSetsOf(config.data).some(({ kind }) => kind === "haar")) return "it draws the data";
  if (config.data !== undefined && vectorOf(config) === undefined && whyDataApart(config) !== undefined)
    return "labels that are read with data belong to a run";
  if (config.target.includes(CRITICAL_TARGET)) return "each has a preliminary run";
  return undefined;
}

function whyDataApart({ data = "", test, noise, gradient }: ExperimentConfig): string | undefined {
  if (test !== undefined) return "data held out belong to a run";
  if (noise !== undefined || gradient !== undefined) return "data are measured one after the other here";
  if (dataSetsOf(data).length > 1) return "there are several data sets";
  return undefined;
}

/** The target vector of a point with data: its labels where they are listed; undefined where it cannot be told without reading files. */
export function vectorOf({ target, labels, data = "", test }: ExperimentConfig): readonly (number | string)[] | undefined {
  const [source] = dataSetsOf(data);
  const count = source.kind === "haar" ? source.count : source.kind === "basis" ? source.indices.length : undefined;
  const fits = (vector: readonly (number | string)[] | undefined) =>
    vector !== undefined && vector.length === (test === undefined ? (count ?? vector.length) : vector.length)
      ? vector
      : undefined;
  if (target.length > 1) return fits(target);
  // Of data in files it is not known how many there are, nor whether they have labels already.
  if (count === undefined || test !== undefined) return undefined;
  if (target.length === 1) return Array.from({ length: count }, () => target[0]);
  return fits(labels === undefined ? undefined : listOfNumbers(labels));
}

/** The configuration that trains several points that share a key, without their angles. */
export function joinedConfig(configs: readonly ExperimentConfig[]): ExperimentConfig {
  const [first] = configs;
  if (configs.length === 1) return first;
  if (first.data === undefined) return { ...first, target: configs.flatMap(({ target }) => target) };
  const { labels, ...rest } = first;
  const known = configs.flatMap((config) => vectorOf(config) ?? []);
  const texts = configs.map(({ data }) => data);
  // Targets that are labels read with the data belong to their sets: as many sets as points then.
  if (known.length === 0) return { ...first, data: texts.join("; ") };
  return { ...rest, target: known, data: new Set(texts).size === 1 ? first.data : texts.join("; ") };
}

/** The axes of a sweep whose values are not trained together, and why. */
export function apartAxes(
  { axes }: Pick<Sweep, "axes">,
  points: readonly SweepPoint[],
  options: ColumnOptions = {},
): { readonly axis: string; readonly why: string }[] {
  return axes.flatMap(({ name, values }) => {
    if (values.length === 1) return [];
    const reasons = new Set(points.flatMap(({ config }) => whyApart(name, config, options) ?? []));
    return reasons.size === 0 ? [] : [{ axis: name, why: [...reasons].join(", or ") }];
  });
}
