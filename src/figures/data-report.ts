/**
 * A self-contained HTML report of a run with data: what became of every datum, the late kernel, and how to get it again.
 */
import type { DataTargetSummary, DatumSummary, LateMatrices } from "../analysis/data-summary.ts";
import { range } from "../base/arrays.ts";
import { describeData } from "../experiment/describe.ts";
import type { RunDocument } from "../runs/run-document.ts";
import { eventSentences } from "../training/event-words.ts";
import { escapeXml, type Figure } from "./figure.ts";
import { htmlPage } from "./page.ts";
import { factList, htmlNumbers, runFacts, withError } from "./report.ts";

/** A figure for light and for dark pages. */
export interface ThemedFigure {
  readonly light: Figure;
  readonly dark: Figure;
}

/** What became of one target vector, beyond its summary. */
export interface DataReportTarget {
  readonly summary: DataTargetSummary;
  readonly late: LateMatrices;
  /** The late kernel, where it was measured. */
  readonly kernelFigure?: ThemedFigure;
}

/** What a report shows. */
export interface DataReportContent {
  readonly title: string;
  readonly document: RunDocument;
  readonly targets: readonly DataReportTarget[];
  readonly figure: ThemedFigure;
  /** CSS that makes the font available. */
  readonly fontFace: string;
  /** Command that computes the run again. */
  readonly command: string;
  /** Numbers as plain text, with exponents such as 1.2e−3. */
  readonly formatNumber: (value: number) => string;
}

/** Most data that are listed one by one, and whose matrices are printed. */
const LISTED = 32;
const PRINTED = 8;

type Format = (value: number) => string;

/** The report as one HTML page that needs no other file. */
export function dataReportPage(content: DataReportContent): string {
  const { title, document, targets, figure, fontFace, command, formatNumber } = content;
  const format = htmlNumbers(formatNumber);
  const { config, events = [] } = document;
  const happened = eventSentences(events, config, formatNumber);
  return htmlPage(
    title,
    fontFace,
    `<h1>${escapeXml(title)}</h1>
<p>${targets.map(({ summary }) => sentence(summary, format)).join(" ")}</p>
${happened.length === 0 ? "" : `<p>${happened.map((text) => `${escapeXml(text)}.`).join(" ")}</p>\n`}${factList([
  ...runFacts(document, format),
  ["data", escapeXml(describeData(config, targets[0]?.summary.targets.length ?? 0, document.data?.test?.length))],
])}
<h2>Dynamics</h2>
${themed(figure, caption(content))}
${targets.map((target, k) => section(target, k, format)).join("\n")}
<h2>To compute it again</h2>
<pre>${escapeXml(command)}</pre>
<pre>${escapeXml(JSON.stringify(config, null, 2))}</pre>`,
  );
}

function caption({ targets, document }: DataReportContent): string {
  const few = targets[0]?.summary.data.length ?? 0;
  const shots =
    document.config.shots === undefined
      ? ""
      : " K is without the bias of squared estimates; bands are one standard error of the mean.";
  return few > 0 && few <= DRAWN_APART
    ? `Total error |ε<sub>α</sub>| and kernel K<sub>αα</sub> of every datum, means over samples, each in the colour of what becomes of it.${shots}`
    : "Loss over the data, and accuracy, means over samples; of the data held out where there are any.";
}

/** Most data whose histories the figure draws one by one. */
const DRAWN_APART = 6;

function themed({ light, dark }: ThemedFigure, words: string): string {
  return `<figure><div class="light">${light.svg}</div><div class="dark">${dark.svg}</div>
<figcaption>${words}</figcaption></figure>`;
}

/** Targets in a few characters. */
function named(targets: readonly number[], format: Format): string {
  const shown = targets.slice(0, PRINTED).map(format).join(", ");
  return targets.length > PRINTED ? `${shown}, … (${targets.length} data)` : shown;
}

function words(phase: string): string {
  return phase.replaceAll("-", " ").replaceAll("+", " + ");
}

function sentence(summary: DataTargetSummary, format: Format): string {
  const { targets, phase, agreeing, samples, loss, accuracy, testLoss, testAccuracy } = summary;
  const single = phase.includes("+") ? "" : ` ${phase}`;
  const found = phase === "undetermined" ? "no phase yet" : `${words(phase)} in ${agreeing} of ${samples} samples`;
  const held =
    testLoss === undefined
      ? ""
      : `; held out: loss ${format(testLoss)}, accuracy ${format(100 * (testAccuracy ?? Number.NaN))} %`;
  return `<span class="phase${single}">Targets ${named(targets, format)}: ${found}</span>, loss ${format(loss)}, accuracy ${format(100 * accuracy)} %${held}.`;
}

function section({ summary, late, kernelFigure }: DataReportTarget, index: number, format: Format): string {
  const { targets, step, effectiveRank } = summary;
  const rank =
    effectiveRank === undefined || Number.isNaN(effectiveRank) ? "" : ` Effective rank of K: ${format(effectiveRank)}.`;
  const eigenvalues =
    late.eigenvalues === undefined ? "" : ` Eigenvalues of K: ${listed([...late.eigenvalues].reverse(), format)}.`;
  const matrices = [
    ...(late.kernel === undefined ? [] : [matrixTable("K", late.kernel, targets.length, format)]),
    ...(late.lambda === undefined ? [] : [matrixTable("λ", late.lambda, targets.length, format)]),
  ];
  return `<h2>Target vector ${index}: ${named(targets, format)}</h2>
<p>Means over samples at step ${step}.${rank}${eigenvalues}</p>
${dataTable(summary, format)}
${matrices.join("\n")}${kernelFigure === undefined ? "" : themed(kernelFigure, "The late kernel K<sub>αβ</sub> (a) and its eigenvalues (b), means over samples.")}`;
}

function listed(values: readonly number[], format: Format): string {
  const shown = values.slice(0, PRINTED).map(format).join(", ");
  return values.length > PRINTED ? `${shown}, …` : shown;
}

function dataTable({ data }: DataTargetSummary, format: Format): string {
  const kernel = data.some((datum) => datum.kernel !== undefined);
  const lambda = data.some((datum) => datum.lambda !== undefined);
  const unbiased = data.some(({ estimates }) => estimates?.kernelUnbiased !== undefined);
  const heads = [
    ...["α", "becomes", "y<sub>α</sub>", "ε<sub>α</sub>"],
    ...(kernel ? ["K<sub>αα</sub>"] : []),
    ...(unbiased ? ["K<sub>αα</sub> without bias"] : []),
    ...(lambda ? ["λ<sub>ααα</sub>"] : []),
  ];
  const line = (datum: DatumSummary, a: number) => {
    const { phase, target, epsilon, estimates } = datum;
    const cells = [
      format(target),
      withError(epsilon, estimates?.epsilonError ?? Number.NaN, format),
      ...(kernel ? [format(datum.kernel ?? Number.NaN)] : []),
      ...(unbiased ? [withError(estimates?.kernelUnbiased ?? Number.NaN, estimates?.kernelError ?? Number.NaN, format)] : []),
      ...(lambda ? [format(datum.lambda ?? Number.NaN)] : []),
    ];
    return `<tr><td>${a}</td><td class="phase ${phase}">${words(phase)}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  };
  const rest = data.length > LISTED ? `<p>The first ${LISTED} of ${data.length} data.</p>` : "";
  return `<div class="scroll"><table>
<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead>
<tbody>
${data.slice(0, LISTED).map(line).join("\n")}
</tbody>
</table></div>${rest}`;
}

/** A matrix over few data; nothing over many. */
function matrixTable(symbol: "K" | "λ", matrix: Float64Array, count: number, format: Format): string {
  if (count > PRINTED) return "";
  const second = symbol === "K" ? "αβ" : "ααβ";
  const head = `<tr><th>${symbol}<sub>${second}</sub></th>${range(count)
    .map((b) => `<th>β = ${b}</th>`)
    .join("")}</tr>`;
  const rows = range(count).map(
    (a) =>
      `<tr><td>α = ${a}</td>${range(count)
        .map((b) => `<td>${format(matrix[a * count + b])}</td>`)
        .join("")}</tr>`,
  );
  return `<div class="scroll"><table>
<thead>${head}</thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></div>
`;
}
