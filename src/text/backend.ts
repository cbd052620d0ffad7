/**
 * What a file of backend properties holds, as text and as JSON.
 */
import { formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import { deviceGateName } from "../interop/qasm-native.ts";
import type { BackendReport, GateReport, Range } from "../reports/backend.ts";
import type { Device } from "../runs/device-file.ts";
import { formatTable } from "./table.ts";

/** Characters of a line of couplings. */
const LINE = 100;

/** The report with the names that gates have in OpenQASM. */
export function backendJson(report: BackendReport, device: Device): unknown {
  const named = <T extends Pick<GateReport, "gate">>(each: T) => ({ ...each, gate: deviceGateName(device, each.gate) });
  return {
    ...report,
    oneQubit: report.oneQubit.map(named),
    twoQubit: report.twoQubit.map(named),
    couplings: report.couplings.map(named),
  };
}

/** The report: gates, couplings, and the spread of every property. */
export function backendText(report: BackendReport, device: Device): string {
  const { name, qubits, oneQubit, twoQubit, t1, t2, readout, broken, remarks } = report;
  const nameOf = ({ gate }: Pick<GateReport, "gate">) => deviceGateName(device, gate);
  const said: string[] = [`${name}: ${counted(qubits, "qubit")}`];
  said.push(
    `on one qubit   ${[...oneQubit.map(nameOf), ...(oneQubit.some(({ gate }) => gate === "RZ" || gate === "U1") ? [] : ["rz (a change of frame)"])].join(", ")}`,
  );
  said.push(
    `on two         ${twoQubit.length === 0 ? "none" : twoQubit.map((gate) => `${nameOf(gate)} on ${directions(report, gate)}`).join("; ")}`,
  );
  said.push(`not working    ${broken.length === 0 ? "no qubit is marked" : broken.join(", ")}`);
  said.push("");
  const row = (what: string, count: number, range: Range | undefined, unit: number) => {
    const texts =
      range === undefined ? ["", "", ""] : [range.least, range.median, range.most].map((value) => formatNumber(value / unit));
    return [what, String(count), ...texts];
  };
  const ofGates = [...oneQubit, ...twoQubit].flatMap((gate) => [
    row(`${nameOf(gate)}: error`, gate.count - gate.dead, gate.error, 1),
    row(`${nameOf(gate)}: duration, ns`, gate.count, gate.duration, 1),
  ]);
  const have = (range: Range | undefined, values: readonly number[]) =>
    range === undefined ? 0 : values.filter(Number.isFinite).length;
  const rows = [
    row(
      "T1, µs",
      have(
        t1,
        device.relaxation.map((each) => each.t1),
      ),
      t1,
      1e3,
    ),
    row(
      "T2, µs",
      have(
        t2,
        device.relaxation.map((each) => each.t2),
      ),
      t2,
      1e3,
    ),
    row("readout error", qubits, readout, 1),
    ...ofGates,
  ];
  said.push(formatTable(["", "count", "least", "median", "most"], rows, 1));
  for (const gate of twoQubit) {
    said.push("");
    said.push(...lines(`${nameOf(gate)}: `, pairTexts(report, gate)));
  }
  if (remarks.length > 0) said.push("");
  said.push(...remarks);
  return said.join("\n");
}

/** Pairs of a gate, those in both directions once: 0-1, and 0>1 for one direction. */
function pairTexts({ couplings }: BackendReport, { gate }: GateReport): string[] {
  const own = couplings
    .filter((each) => each.gate === gate)
    .map(({ qubits }) => qubits)
    .sort(([a, b], [c, d]) => Math.min(a, b) - Math.min(c, d) || Math.max(a, b) - Math.max(c, d) || a - c);
  const there = new Set(own.map(([a, b]) => `${a}>${b}`));
  return own.flatMap(([a, b]) => {
    if (!there.has(`${b}>${a}`)) return [`${a}>${b}`];
    return a < b ? [`${a}-${b}`] : [];
  });
}

function directions(report: BackendReport, gate: GateReport): string {
  const texts = pairTexts(report, gate);
  const single = texts.filter((text) => text.includes(">")).length;
  const words =
    single === 0 ? "in both directions" : single === texts.length ? "in one direction each" : `${single} in one direction only`;
  return `${counted(texts.length, "pair")}, ${words}`;
}

/** Words in lines of bounded length, the first after a lead. */
function lines(lead: string, words: readonly string[]): string[] {
  const found = [lead];
  for (const word of words) {
    const last = found[found.length - 1];
    const longer = last.endsWith(" ") ? `${last}${word}` : `${last}, ${word}`;
    if (longer.length <= LINE || last === lead) found[found.length - 1] = longer;
    else {
      found[found.length - 1] = `${last},`;
      found.push(`  ${word}`);
    }
  }
  return found;
}
