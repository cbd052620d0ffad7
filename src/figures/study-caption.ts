/**
 * The caption of a study's figure: what it shows, every parameter and seed, and how it agrees, as Markdown and as an HTML page.
 */
import { fieldWords } from "../base/fields.ts";
import { observableOf, sizeWords } from "../experiment/chosen.ts";
import type { Agreement, NamedDraws, NamedRun, StudyOutput } from "../reproduce/study.ts";
import { DETERMINED_HEADER, determinedRows } from "./determined.ts";
import { escapeXml, type Figure } from "./figure.ts";
import { htmlPage } from "./page.ts";
import { withError } from "./report.ts";

/** What a caption states. */
export interface StudyCaption {
  /** Such as `Figure 3`. */
  readonly name: string;
  readonly title: string;
  readonly output: StudyOutput;
  readonly runs: readonly CaptionRun[];
  readonly draws: readonly Pick<NamedDraws, "name" | "settings">[];
  /** Command that makes the figure again. */
  readonly command: string;
  /** Such as `qntk 0.1.0`. */
  readonly program: string;
  /** Seconds that the simulations took. */
  readonly seconds: number;
  /** Numbers as plain text, with exponents such as 1.2e−3. */
  readonly formatNumber: (value: number) => string;
}

/** A run as a caption states it. */
export interface CaptionRun extends Pick<NamedRun, "name" | "config"> {
  /** Command that makes the run alone. */
  readonly command: string;
}

/** A table of a caption. */
interface CaptionTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The caption as Markdown. */
export function captionMarkdown(caption: StudyCaption): string {
  const { name, title, output, command } = caption;
  const tables = tablesOf(caption).flatMap(({ title: heading, header, rows }) => [
    `## ${heading}`,
    [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.map(escapePipe).join(" | ")} |`).join("\n"),
  ]);
  const runs = caption.runs.map((run) => `\`\`\`sh\n${run.command}\n\`\`\``);
  return `${[
    `# ${name}. ${title}`,
    output.caption,
    ...tables,
    "## To make it again",
    `\`\`\`sh\n${command}\n\`\`\``,
    computedSentence(caption),
    ...(runs.length === 0 ? [] : ["The runs alone:", ...runs]),
  ].join("\n\n")}\n`;
}

/** The figure for light and dark pages with its caption, as one HTML page that needs no other file. */
export function captionPage(caption: StudyCaption, figures: { light: Figure; dark: Figure }, fontFace: string): string {
  const { name, title, command } = caption;
  return htmlPage(
    `${name}. ${title}`,
    fontFace,
    `<h1>${escapeXml(`${name}. ${title}`)}</h1>
${captionSection(caption, figures)}
<h2>To make it again</h2>
<pre>${escapeXml(command)}</pre>
<p>${escapeXml(computedSentence(caption))}</p>
${caption.runs.map((run) => `<pre>${escapeXml(run.command)}</pre>`).join("\n")}`,
  );
}

/** A caption's text as HTML: bold panel letters and subscripts. */
export function captionHtml(text: string): string {
  return escapeXml(text)
    .replace(/\*\*(.*?)\*\*/g, "<b>$1</b>")
    .replace(/O_(min|max)\b/g, "O<sub>$1</sub>")
    .replace(/\bO0\b/g, "O<sub>0</sub>");
}

/** Figure, caption and tables as HTML. */
function captionSection(caption: StudyCaption, figures: { light: Figure; dark: Figure }): string {
  const tables = tablesOf(caption).map(
    ({ title, header, rows }) => `<h2>${escapeXml(title)}</h2>
<div class="scroll"><table>
<thead><tr>${header.map((cell) => `<th>${captionHtml(cell)}</th>`).join("")}</tr></thead>
<tbody>
${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${superscripts(captionHtml(cell))}</td>`).join("")}</tr>`).join("\n")}
</tbody>
</table></div>`,
  );
  return `<figure><div class="light">${figures.light.svg}</div><div class="dark">${figures.dark.svg}</div>
<figcaption>${captionHtml(caption.output.caption)}</figcaption></figure>
${tables.join("\n")}`;
}

function tablesOf({ output, runs, draws, formatNumber: format }: StudyCaption): CaptionTable[] {
  const { agreement, comparisons, determined = [] } = output;
  const tables: CaptionTable[] = [
    {
      title: "Agreement",
      header: ["quantity", "expected from", "found", "expected", "difference"],
      rows: agreement.map(({ what, source, found, error, expected, expectedError }) => [
        what,
        source,
        error === undefined ? format(found) : withError(found, error, format),
        expectedError === undefined ? format(expected) : withError(expected, expectedError, format),
        differenceText({ found, error, expected, expectedError }, format),
      ]),
    },
    { title: "What the curves determine", header: [...DETERMINED_HEADER], rows: determinedRows(determined, format) },
    {
      title: "Largest differences from the published data",
      header: ["curve", "compared", "|difference|", "relative to max(1, |published|)"],
      rows: comparisons.map(({ curve, compared, maxDifference, maxRelative }) => [
        curve,
        compared,
        format(maxDifference),
        format(maxRelative),
      ]),
    },
    {
      title: "Parameters",
      header: ["run", "circuit", "observable", "O0", "loss", "η", "steps", "samples", "streams", "strides"],
      rows: runs.map(({ name, config }) => parameterCells(name, config)),
    },
    {
      title: "Other computations",
      header: ["name", "settings"],
      rows: draws.map(({ name, settings }) => [
        name,
        Object.entries(settings)
          .map(([key, value]) => `${key} ${typeof value === "object" ? value.join(", ") : value}`)
          .join("; "),
      ]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** The size of the difference in per cent, and in standard errors of it where there is one. */
function differenceText(
  { found, error, expected, expectedError = 0 }: Pick<Agreement, "found" | "error" | "expected" | "expectedError">,
  format: (value: number) => string,
): string {
  const short = (value: number) => format(Number(value.toPrecision(2)));
  const difference = Math.abs(found - expected);
  const relative = expected === 0 ? short(difference) : `${short((100 * difference) / Math.abs(expected))} %`;
  return error === undefined || !(error > 0)
    ? relative
    : `${relative}, ${short(difference / Math.hypot(error, expectedError))} σ`;
}

function parameterCells(name: string, config: CaptionRun["config"]): string[] {
  const { ansatz, qubits, target, loss, eta, steps, samples, streams, seed, measure, data } = config;
  const { definition: observable, fields } = observableOf(config);
  const strides = Object.entries(measure).map(([quantity, stride]) => `${quantity} ${stride}`);
  return [
    name,
    [`${ansatz}, n = ${qubits}, ${sizeWords(config)}`, ...(data === undefined ? [] : [`data ${data}`])].join(", "),
    [observable.name, ...fieldWords(observable.fields, fields)].join(", "),
    target.map((value) => String(value).replace("-", "−")).join(", "),
    loss,
    String(eta),
    String(steps),
    String(samples),
    seed === undefined ? streams : `${streams}, seed ${seed}`,
    strides.join(", ") || "none",
  ];
}

function computedSentence({ program, seconds, formatNumber }: StudyCaption): string {
  return `Computed by ${program}; the simulations took ${formatNumber(Number(seconds.toPrecision(3)))} s.`;
}

function escapePipe(cell: string): string {
  return cell.replaceAll("|", "\\|");
}

/** Exponents such as e−3 as powers of ten. */
function superscripts(text: string): string {
  return text.replace(/(\d)e\+?(\u2212?\d+)/g, "$1 × 10<sup>$2</sup>");
}
