/**
 * IBM's backend properties (T1, T2, readout, error and duration of every gate) as a device, of any generation.
 *
 * Missing and absurd values are taken as Qiskit Aer's `NoiseModel.from_backend_properties` takes them, and said.
 */
import { z } from "zod";
import { FormatError } from "../../base/errors.ts";
import type { Device, DeviceGate, Relaxation } from "./device.ts";
import { isDead } from "./device.ts";
import type { NativeGateName } from "./native.ts";
import type { ReadoutError } from "./noise-model.ts";

const parameterSchema = z.object({ name: z.string(), unit: z.string().nullish(), value: z.number().nullish() });
const propertiesSchema = z.object({
  backend_name: z.string().optional(),
  qubits: z.array(z.array(parameterSchema)).min(1),
  gates: z.array(
    z.object({ gate: z.string(), qubits: z.array(z.int().min(0)), parameters: z.array(parameterSchema).default([]) }),
  ),
});

type Parameters = readonly z.output<typeof parameterSchema>[];

/** Names of the calibrated gates in IBM's files, and how many qubits they act on. */
const GATES: Readonly<Record<string, readonly [NativeGateName, number]>> = {
  sx: ["SX", 1],
  x: ["X", 1],
  rx: ["RX", 1],
  rz: ["RZ", 1],
  u1: ["U1", 1],
  p: ["U1", 1],
  u2: ["U2", 1],
  u3: ["U3", 1],
  u: ["U3", 1],
  cx: ["CNOT", 2],
  cz: ["CZ", 2],
  ecr: ["ECR", 2],
  rzz: ["RZZ", 2],
};
/** Names that are not those of Qiskit's gates of the same matrix. */
const ALIASES: Readonly<Record<string, NativeGateName>> = { p: "U1", u: "U3" };
/** Gates that circuits here do not use: whatever is said of them does not matter. */
const UNUSED = ["id", "reset", "measure", "delay"];
const NANOSECONDS: Readonly<Record<string, number>> = { s: 1e9, ms: 1e6, us: 1e3, µs: 1e3, μs: 1e3, ns: 1 };
/** What a field may be, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  array: "a list",
  object: "an object",
  string: "a text",
  number: "a finite number",
  int: "a whole number",
};
const TOO_SMALL = "one entry or more, and qubits from 0 on";
/** Characters of a value that a message shows. */
const SHOWN = 40;
/** Names of the times. */
const TIMES = ["T1", "T2", "gate_length"];
/** Places that a remark names one by one. */
const NAMED_PLACES = 4;

/**
 * The device that a backend properties file describes, as `BackendProperties.to_dict()` and IBM's downloads write it.
 *
 * @throws FormatError naming the first field that is wrong, or if no gates of the device make every circuit
 */
export function parseBackendProperties(text: string, path: string): Device {
  const { backend_name: name = path, qubits, gates } = readProperties(text, path);
  const aliases: Partial<Record<NativeGateName, string>> = {};
  const found = gates.flatMap(({ gate: own, qubits: on, parameters }): DeviceGate[] => {
    const known = Object.hasOwn(GATES, own) ? GATES[own] : undefined;
    if (known === undefined) return [];
    const [gate, size] = known;
    if (on.length !== size || new Set(on).size !== size)
      throw new FormatError(path, `has a gate ${own} on qubits ${on.join(", ")}, which acts on ${size}`);
    if (own in ALIASES) aliases[gate] = own;
    const [error, duration] = [entryOf(parameters, "gate_error") ?? 0, timeOf(parameters, "gate_length") ?? 0];
    if (duration < 0)
      throw new FormatError(path, `has a gate ${own} on qubits ${on.join(", ")} that takes ${duration} ns; allowed: 0 or more`);
    if (gate === "RZ" && error === 0 && duration === 0) return [];
    return [{ gate, qubits: on, error, duration }];
  });
  const outside = found.flatMap(({ qubits: on }) => on).find((q) => q >= qubits.length);
  if (outside !== undefined) throw new FormatError(path, `has a gate on qubit ${outside}, but ${counted(qubits.length)}`);
  const kinds = new Set(found.map(({ gate }) => gate));
  if (!(["SX", "U3", "RX"] as const).some((gate) => kinds.has(gate)))
    throw new FormatError(path, "has no sx, rx, u3 or u gate, of which every gate on one qubit is made");
  if (qubits.length > 1 && !(["CNOT", "CZ", "ECR", "RZZ"] as const).some((gate) => kinds.has(gate)))
    throw new FormatError(path, "has no cx, cz, ecr or rzz gate, which couple its qubits");
  const readout = qubits.map((parameters, q) => readoutOf(parameters, q, path));
  const broken = qubits.flatMap((parameters, q) => (entryOf(parameters, "operational") === 0 ? [q] : []));
  const remarks = remarksOn(qubits, gates, found, broken);
  return {
    name,
    relaxation: qubits.map((parameters, q) => relaxationOf(parameters, q, path)),
    readout,
    gates: found,
    ...(broken.length > 0 && { broken }),
    ...(Object.keys(aliases).length > 0 && { aliases }),
    ...(remarks.length > 0 && { remarks }),
  };
}

function readProperties(text: string, path: string): z.output<typeof propertiesSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FormatError(path, `is not JSON (${(error as Error).message})`);
  }
  const result = propertiesSchema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  if (typeof value === "object" && value !== null && "coupling_map" in value && "basis_gates" in value)
    throw new FormatError(
      path,
      "is the configuration of a backend; its properties are another file, backend.properties().to_dict()",
    );
  const [issue] = result.error.issues;
  const where = issue.path.join(".") || "its content";
  const found = issue.input === undefined ? "is missing" : `is ${JSON.stringify(issue.input).slice(0, SHOWN)}`;
  const expected = issue.code === "invalid_type" ? EXPECTED[issue.expected] : issue.code === "too_small" ? TOO_SMALL : undefined;
  throw new FormatError(
    path,
    `is no file of backend properties: ${where} ${found}${expected === undefined ? "" : `; allowed: ${expected}`}`,
  );
}

/** What was missing or absurd, and what is made of it. */
function remarksOn(
  qubits: readonly Parameters[],
  gates: z.output<typeof propertiesSchema>["gates"],
  found: readonly DeviceGate[],
  broken: readonly number[],
): string[] {
  const places = qubits.map((_, q) => q);
  const lacking = (name: string) => places.filter((q) => entryOf(qubits[q], name) === undefined);
  const noRelaxation = lacking("T1").filter((q) => lacking("T2").includes(q));
  const tooLong = places.filter((q) => {
    const [t1, t2] = [timeOf(qubits[q], "T1"), timeOf(qubits[q], "T2")];
    return t1 !== undefined && t2 !== undefined && t2 > 2 * t1;
  });
  const noReadout = places.filter((q) =>
    ["readout_error", "prob_meas1_prep0", "prob_meas0_prep1"].every((name) => entryOf(qubits[q], name) === undefined),
  );
  const dead = found.filter(isDead).map(({ gate, qubits: on }) => `${gate} ${on.join("-")}`);
  const silent = gates
    .filter(({ gate, parameters }) => gate in GATES && entryOf(parameters, "gate_error") === undefined)
    .map(({ gate, qubits: on }) => `${gate} ${on.join("-")}`);
  const stopped = gates
    .filter(({ gate, parameters }) => gate in GATES && entryOf(parameters, "operational") === 0)
    .map(({ gate, qubits: on }) => `${gate} ${on.join("-")}`);
  const negative = found.filter(({ error }) => error < 0).map(({ gate, qubits: on }) => `${gate} ${on.join("-")}`);
  const all = [...qubits.flat(), ...gates.flatMap(({ parameters }) => parameters)];
  const units = [...new Set(all.filter(({ name }) => TIMES.includes(name)).map(({ unit }) => unit ?? "ns"))];
  const foreign = [...new Set(gates.map(({ gate }) => gate).filter((gate) => !(gate in GATES) && !UNUSED.includes(gate)))];
  return [
    remark(broken, "qubit marked as not working, avoided where the layout is free"),
    remark(stopped, "gate marked as not working, taken as its numbers say"),
    remark(dead, "gate with an error of 1 or more, taken as complete depolarising and avoided where the layout is free"),
    remark(negative, "gate with an error below 0, taken to be free of error but for relaxation"),
    remark(
      units.filter((unit) => !Object.hasOwn(NANOSECONDS, unit)),
      "unit of time that is not known, taken as ns",
    ),
    remark(silent, "gate without an error, which it is then taken to be free of but for relaxation"),
    remark(noRelaxation, "qubit without T1 and T2, taken to be free of relaxation"),
    remark(tooLong, "qubit with T2 above 2 T1, cut there"),
    remark(noReadout, "qubit without a readout error, taken to be read perfectly"),
    remark(foreign, "kind of gate that circuits are not written in here"),
  ].flat();
}

/** A count, what it is of, and the first places. */
function remark(places: readonly (string | number)[], words: string): string[] {
  if (places.length === 0) return [];
  const [noun, ...rest] = words.split(" ");
  const named = places.slice(0, NAMED_PLACES).join(", ");
  const more = places.length > NAMED_PLACES ? ", …" : "";
  return [`${places.length} ${noun}${places.length === 1 ? "" : "s"} ${rest.join(" ")}: ${named}${more}`];
}

function counted(qubits: number): string {
  return `${qubits} qubits`;
}

function entryOf(parameters: Parameters, name: string): number | undefined {
  return parameters.find((parameter) => parameter.name === name)?.value ?? undefined;
}

/** A time in ns. */
function timeOf(parameters: Parameters, name: string): number | undefined {
  const found = parameters.find((parameter) => parameter.name === name);
  return typeof found?.value === "number" ? found.value * (NANOSECONDS[found.unit ?? "ns"] ?? 1) : undefined;
}

/** T1 and T2, which is cut at 2 T1 where calibration reports more. */
function relaxationOf(parameters: Parameters, q: number, path: string): Relaxation {
  const [t1 = Number.POSITIVE_INFINITY, t2 = Number.POSITIVE_INFINITY] = [timeOf(parameters, "T1"), timeOf(parameters, "T2")];
  if (!(t1 > 0 && t2 > 0))
    throw new FormatError(path, `has a T${t1 > 0 ? 2 : 1} of ${t1 > 0 ? t2 : t1} ns on qubit ${q}, which is not positive`);
  return { t1, t2: Math.min(t2, 2 * t1) };
}

function readoutOf(parameters: Parameters, q: number, path: string): ReadoutError {
  const either = entryOf(parameters, "readout_error") ?? 0;
  const p10 = entryOf(parameters, "prob_meas1_prep0");
  const p01 = entryOf(parameters, "prob_meas0_prep1");
  const error = p10 === undefined || p01 === undefined ? { p10: either, p01: either } : { p10, p01 };
  const wrong = Object.values(error).find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new FormatError(path, `has a readout error of ${wrong} on qubit ${q}; allowed: 0 to 1`);
  return error;
}
