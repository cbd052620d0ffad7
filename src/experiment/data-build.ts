/**
 * From a configuration with data to the circuit they enter, the data themselves, and the targets of every column.
 */
import { ArgumentError, Described, FormatError } from "../base/errors.ts";
import { alternatives, counted } from "../base/words.ts";
import { basisStates, type DataSet, givenStates, haarStates, pickData, splitData } from "../data/data-set.ts";
import { encodeAngles, encodeStates, type Features } from "../data/encode.ts";
import type { AngleEncoding } from "../data/encodings/definition.ts";
import { encodings } from "../data/encodings/index.ts";
import { type DataTable, parseTable, tableOfMatrix } from "../data/table.ts";
import type { ComplexMatrix } from "../linalg/complex-matrix.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import { spectrum } from "../quantum/spectrum.ts";
import { streams as streamTable } from "../quantum/streams/index.ts";
import { type DataProblem, parametersBeside } from "../shots/data-load.ts";
import type { DataPlan } from "../training/data-plan.ts";
import { type DataLossName, losses } from "../training/losses.ts";
import type { ExperimentArrays, FieldContent } from "./arrays.ts";
import { parameterNamesOf } from "./chosen.ts";
import { type DataSource, dataFieldOf, dataSetsOf, listOfNumbers, shareOf } from "./data-config.ts";
import type { ExperimentConfig } from "./schema.ts";
import { resolveTarget } from "./targets.ts";

/** The data of an experiment. */
export interface ExperimentData {
  readonly problem: DataProblem;
  /** Target vectors, one number for each datum. */
  readonly targets: readonly (readonly number[])[];
  /** Labels of the data that are held out. */
  readonly testTargets?: readonly number[];
  /** C, where every datum has an entry for each class. */
  readonly classes?: number;
}

/**
 * Data sets one after the other.
 *
 * @throws ArgumentError where they do not enter a circuit alike
 */
function joinedSets(sets: readonly DataSet[]): DataSet {
  const [first] = sets;
  if (sets.length === 1) return first;
  const alike = ({ count, states, angles, labels }: DataSet) =>
    JSON.stringify([count, states?.re.length, angles?.parameters, labels?.length]);
  const other = sets.find((set) => alike(set) !== alike(first));
  if (other !== undefined)
    throw new ArgumentError(
      "data",
      new Described(`data sets of ${first.count} and of ${other.count} that differ in more than their numbers`),
      "sets of the same size that enter the circuit alike",
    );
  const rows = (of: (set: DataSet) => Float64Array | undefined) => Float64Array.from(sets.flatMap((set) => [...(of(set) ?? [])]));
  return {
    count: sets.length * first.count,
    ...(first.states !== undefined && { states: { re: rows(({ states }) => states?.re), im: rows(({ states }) => states?.im) } }),
    ...(first.angles !== undefined && { angles: { ...first.angles, values: rows(({ angles }) => angles?.values) } }),
    ...(first.labels !== undefined && { labels: rows(({ labels }) => labels) }),
  };
}

/** A table's place in the circuit: the circuit with its inputs, and how a table becomes data. */
interface Entry {
  readonly circuit: Circuit;
  of(table: DataTable, name: string): Omit<DataSet, "labels">;
}

/**
 * Builds the data of a configuration.
 *
 * @param observables one for all data, or one each
 * @throws ArgumentError where data, circuit, observables and targets do not fit together
 */
export function buildData(
  config: ExperimentConfig,
  arrays: ExperimentArrays,
  plain: Circuit,
  observables: readonly Observable[],
): ExperimentData {
  const { data: text = "", labels: labelText, test: testText, splitSeed = 0 } = config;
  const sources = dataSetsOf(text);
  const sets = sources.map((source, k) => sourceOf(config, arrays[dataFieldOf(k)] as FieldContent | undefined, plain, source));
  const all = { ...sets[0], set: joinedSets(sets.map(({ set }) => set)) };
  if (labelText !== undefined && all.set.labels !== undefined)
    throw new ArgumentError("labels", labelText, `no labels with ${text}, whose column y has them`);
  const labels = labelText === undefined ? all.set.labels : numbersOf("labels", labelText, arrays);
  const count = all.set.count / sets.length;
  if (labelText !== undefined && labels?.length !== count)
    throw new ArgumentError("labels", new Described(counted(labels?.length ?? 0, "label")), `${count}, one for each datum`);
  const whole: DataSet = { ...all.set, ...(labels !== undefined && { labels }) };
  const share = testText === undefined ? undefined : shareOf(testText);
  let train = whole;
  let test: DataSet | undefined;
  if (share !== undefined) {
    const parts = splitData(whole.count, share, splitSeed);
    [train, test] = [pickData(whole, parts.train), pickData(whole, parts.test)];
  } else if (testText !== undefined) {
    test = all.entry === undefined ? statesFrom(config, arrays.test, testText) : asTable(all.entry, arrays.test, testText);
  }
  if (test !== undefined && test.labels === undefined)
    throw new ArgumentError("test", testText, "data with labels: a column y, or --labels with a share of the data");
  if (losses.get(config.loss).ofClasses !== undefined)
    return classData(config, { circuit: all.circuit, train, ...(test !== undefined && { test }) }, observables, sets.length);
  const width = train.count / sets.length;
  if (observables.length > 1 && observables.length !== width)
    throw new ArgumentError(
      "observable",
      new Described(counted(observables.length, "observable")),
      `one, or ${width}, one for each datum`,
    );
  if (observables.length > 1 && test !== undefined)
    throw new ArgumentError("test", testText, "one observable for all data, where some are held out");
  const vectors = targetVectors({ target: config.target, loss: config.loss }, observables, { ...train, count: width });
  const targets = vectors.length === 1 ? sets.map(() => vectors[0]) : vectors;
  if (sets.length > 1 && targets.length !== sets.length)
    throw new ArgumentError(
      "data",
      new Described(counted(sets.length, "data set")),
      `one, or ${targets.length}, one for each target vector`,
    );
  const { circuit } = all;
  const problem: DataProblem = {
    ...{ circuit, parameters: parametersBeside(circuit, train), train, observables },
    ...(sets.length > 1 && { sets: sets.length }),
    ...(test !== undefined && { test }),
  };
  return {
    problem,
    targets,
    ...(test?.labels !== undefined && { testTargets: [...test.labels] }),
  };
}

/** Data of several classes: an entry for each datum and class, with targets 1 for a datum's own class and 0 for the others. */
function classData(
  config: ExperimentConfig,
  { circuit, train, test }: { readonly circuit: Circuit; readonly train: DataSet; readonly test?: DataSet },
  observables: readonly Observable[],
  sets: number,
): ExperimentData {
  const { data, loss, target } = config;
  const classes = observables.length;
  if (classes < 2)
    throw new ArgumentError(
      "observable",
      new Described(`one, with loss ${loss}`),
      "one for each class, such as --pauli 'ZI; IZ', or --observable projector with several --state",
    );
  if (sets > 1) throw new ArgumentError("data", data, `one data set, with loss ${loss}`);
  if (target.length > 0) throw new ArgumentError("target", target.join(","), `no target with loss ${loss}, but labels`);
  const entries = (set: DataSet): DataSet & { readonly labels: Float64Array } => {
    const labels = set.labels ?? new Float64Array();
    if (labels.length === 0) throw new ArgumentError("labels", undefined, `a column y, or --labels, with loss ${loss}`);
    const wrong = labels.find((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
    if (wrong !== undefined)
      throw new ArgumentError("labels", wrong, `integers from 0 to ${classes - 1}, the classes of ${classes} observables`);
    const each = Array.from({ length: set.count * classes }, (_, k) => Math.floor(k / classes));
    return { ...pickData(set, each), labels: Float64Array.from(each, (a, k) => (labels[a] === k % classes ? 1 : 0)) };
  };
  const own = entries(train);
  const heldOut = test === undefined ? undefined : entries(test);
  return {
    problem: {
      ...{ circuit, parameters: parametersBeside(circuit, train), train: own },
      observables: own.labels.length === 0 ? [] : Array.from({ length: own.count }, (_, k) => observables[k % classes]),
      ...(heldOut !== undefined && { test: heldOut }),
    },
    targets: [[...own.labels]],
    classes,
    ...(heldOut !== undefined && { testTargets: [...heldOut.labels] }),
  };
}

/** The data of a source, and the circuit that they enter. */
function sourceOf(
  config: ExperimentConfig,
  content: FieldContent | undefined,
  circuit: Circuit,
  source: DataSource,
): { circuit: Circuit; set: DataSet; entry?: Entry } {
  const { qubits, seed = 0, streams } = config;
  if (source.kind === "haar")
    return {
      circuit,
      set: haarStates(qubits, source.count, streamTable.get(streams).circuits === "published" ? "published" : { seed }),
    };
  if (source.kind === "basis") return { circuit, set: basisStates(qubits, source.indices) };
  const text = source.path;
  if (content === undefined) throw new ArgumentError("data", text, "data that have been read");
  const { encode } = config;
  const names = parameterNamesOf(config);
  if (encode === undefined && typeof content !== "string" && "rows" in content)
    return { circuit, set: statesFrom(config, content, text) };
  const table = tableFrom(content, text);
  const entry = encode === undefined ? namedEntry(circuit, names, table) : encodedEntry(config, circuit, encode, table);
  return { circuit: entry.circuit, set: withLabels(entry.of(table, text), table), entry };
}

/** A table whose columns name inputs of the circuit. */
function namedEntry(circuit: Circuit, names: readonly string[] | undefined, { names: columns }: Features): Entry {
  const known = names ?? [];
  const parameters = columns.map((column) => known.indexOf(column));
  const missing = parameters.indexOf(-1);
  if (missing !== -1)
    throw new ArgumentError(
      "data",
      new Described(`a table with a column ${columns[missing]}`),
      known.length === 0
        ? `an encoding of its columns (--encode ${alternatives(encodings.names)}), or a circuit with inputs of their names`
        : `columns that name inputs of the circuit (${known.slice(0, 8).join(", ")}), or an encoding (--encode)`,
    );
  return {
    circuit,
    of: (table, name) => ({ count: table.count, angles: { parameters, values: sameColumns(columns, table, name).values } }),
  };
}

function encodedEntry(config: ExperimentConfig, circuit: Circuit, name: string, { names: columns }: Features): Entry {
  const { asAngles, asState } = encodings.get(name);
  if (asState !== undefined) {
    const states = (table: DataTable, file: string) =>
      encodeStates(config.qubits, name, asState, sameColumns(columns, table, file));
    return { circuit, of: (table, file) => ({ count: table.count, states: states(table, file) }) };
  }
  const { reupload = 1, layers } = config;
  const encoded = encodeAngles(circuit, name, asAngles as AngleEncoding, columns.length, { reupload, layers });
  return {
    circuit: encoded.circuit,
    of: (table, file) => ({ count: table.count, angles: encoded.anglesOf(sameColumns(columns, table, file)) }),
  };
}

/** A table with its columns in the order of another's. */
function sameColumns(columns: readonly string[], table: DataTable, name: string): DataTable {
  if (table.names.join() === columns.join()) return table;
  const order = columns.map((column) => table.names.indexOf(column));
  if (order.includes(-1) || table.names.length !== columns.length)
    throw new FormatError(name, `has the columns ${table.names.join(", ")}, where ${columns.join(", ")} are expected`);
  const { count, values } = table;
  const sorted = new Float64Array(values.length);
  for (let row = 0; row < count; row++)
    order.forEach((from, k) => {
      sorted[row * columns.length + k] = values[row * columns.length + from];
    });
  return { ...table, names: columns, values: sorted };
}

function asTable(entry: Entry, content: ExperimentArrays[string], name: string): DataSet {
  const table = tableFrom(content as FieldContent, name);
  return withLabels(entry.of(table, name), table);
}

function withLabels(set: Omit<DataSet, "labels">, { labels }: DataTable): DataSet {
  return { ...set, ...(labels !== undefined && { labels }) };
}

function tableFrom(content: FieldContent, name: string): DataTable {
  if (typeof content === "string") return parseTable(content, name);
  if (!("rows" in content)) throw new FormatError(name, "is no table: it has one dimension, a table has two");
  if (content.im.some((value) => value !== 0))
    throw new FormatError(name, "has complex numbers, where a table of real ones is expected");
  return tableOfMatrix(content, name);
}

function statesFrom({ qubits }: ExperimentConfig, content: ExperimentArrays[string], name: string): DataSet {
  if (content === undefined || typeof content === "string" || !("rows" in content))
    throw new ArgumentError(
      "data",
      name,
      `${2 ** qubits} amplitudes in every row of an .npy, or of a .csv with complex numbers, or an encoding of the table (--encode)`,
    );
  const { columns, re, im } = content as ComplexMatrix;
  return givenStates(qubits, { re, im }, columns, name);
}

/** Numbers from a list, or a file with one in every row. */
function numbersOf(field: "labels" | "weights", text: string, arrays: ExperimentArrays): Float64Array {
  const list = listOfNumbers(text);
  if (list !== undefined) return Float64Array.from(list);
  const content = arrays[field] as FieldContent | undefined;
  if (content === undefined) throw new ArgumentError(field, text, "numbers such as 1,-1,1, or a file with one for each datum");
  if (typeof content !== "string") {
    if (content.im.some((value) => value !== 0)) throw new FormatError(text, `has complex numbers, where ${field} are real`);
    return Float64Array.from(content.re);
  }
  const { values, labels, names, count } = parseTable(
    `x,${"y"}\n${content
      .trim()
      .split(/\r?\n/)
      .map((line) => `0,${line}`)
      .join("\n")}`,
    text,
  );
  if (names.length !== 1 || values.length !== count || labels === undefined)
    throw new FormatError(text, "has more than one column");
  return labels;
}

/** w_α of a configuration. */
export function weightsOf({ weights }: ExperimentConfig, arrays: ExperimentArrays): Float64Array | undefined {
  return weights === undefined ? undefined : numbersOf("weights", weights, arrays);
}

/** Target vectors: those that are given, in rows of one number for each datum, or the labels. */
function targetVectors(
  { target, loss }: Pick<ExperimentConfig, "target"> & { readonly loss: DataLossName },
  observables: readonly Observable[],
  { count, labels }: DataSet,
): number[][] {
  const extremes = observables.map((observable) => spectrum(observable));
  if (target.length === 0) {
    if (labels === undefined)
      throw new ArgumentError(
        "target",
        undefined,
        `${counted(count, "number")} such as --target 1,-1, one for each datum, or labels`,
      );
    // Of several sets, each has its own.
    return Array.from({ length: labels.length / count }, (_, k) => [...labels.subarray(k * count, (k + 1) * count)]);
  }
  if (labels !== undefined && losses.get(loss).needsLabels)
    throw new ArgumentError("target", target.join(","), "no target with labels, which are the targets");
  const one = target.length === 1 ? Array<number | string>(count).fill(target[0]) : target;
  if (one.length % count !== 0)
    throw new ArgumentError(
      "target",
      target.join(","),
      `${counted(count, "number")}, one for each datum, or several times as many for several vectors`,
    );
  const resolved = one.map((each, k) => resolveTarget(each, extremes[extremes.length === 1 ? 0 : k % count]));
  return Array.from({ length: resolved.length / count }, (_, k) => resolved.slice(k * count, (k + 1) * count));
}

/** Bytes of a number. */
const NUMBER_BYTES = 8;

/** How many rows a quantity measured at a stride takes, at the most. */
function measuredRows(stride: number | undefined, steps: number): number {
  return stride === undefined ? 0 : Math.ceil(steps / stride) + 1;
}

/** Bytes that the record of N data takes: K at every row takes N² numbers. */
export function dataRecordBytes({ steps, measure }: ExperimentConfig, columns: number, count: number): number {
  const kernels = measure.kernel === undefined ? steps + 1 : measuredRows(measure.kernel, steps);
  return NUMBER_BYTES * columns * ((steps + 1) * count + kernels * count ** 2 + measuredRows(measure.mu, steps) * count ** 3);
}

/**
 * Refuses a record of data that would not fit, before it is allocated: K of N data at every row takes N² numbers.
 *
 * @param memory bytes that it may take
 */
export function requireDataMemory(config: ExperimentConfig, columns: number, count: number, memory: number): void {
  const bytes = dataRecordBytes(config, columns, count);
  if (bytes <= memory) return;
  const { steps, measure } = config;
  const kernels = measure.kernel === undefined ? steps + 1 : measuredRows(measure.kernel, steps);
  const [name, value] = measuredRows(measure.mu, steps) * count > kernels ? ["mu", measure.mu] : ["kernel", measure.kernel ?? 1];
  throw new ArgumentError(
    "measure",
    `${name}:${value}`,
    `a larger stride for ${name}, or fewer steps, samples or data: the record of ${count} data would take ${Math.ceil(bytes / 2 ** 20)} MiB of the ${Math.floor(memory / 2 ** 20)} MiB that it may`,
  );
}

/** What the plan of an experiment says of its data: every target vector repeated for all samples. */
export function dataPlanOf(
  config: ExperimentConfig,
  arrays: ExperimentArrays,
  { problem, targets, testTargets, classes }: ExperimentData,
): DataPlan {
  const { samples, batch, batchSeed = 0, loss } = config;
  const count = problem.train.count / (problem.sets ?? 1);
  const repeat = (vectors: readonly (readonly number[])[]) =>
    Float64Array.from(vectors.flatMap((vector) => Array.from({ length: samples }, () => vector)).flat());
  const weights = weightsOf(config, arrays);
  return {
    count,
    loss: loss,
    ...(classes !== undefined && { classes }),
    targets: repeat(targets),
    ...(weights !== undefined && { weights }),
    ...(batch !== undefined && { batch: { size: batch, seed: batchSeed } }),
    ...(testTargets !== undefined && { test: { count: testTargets.length, targets: repeat(targets.map(() => testTargets)) } }),
  };
}
