/**
 * A self-contained HTML report of a run: what was computed, what came out, the figure, how to get it again.
 */

import { optimizerSentence } from "../analysis/optimizer-theory.ts";
import type { TargetSummary } from "../analysis/summary.ts";
import { trappedSentence } from "../analysis/trapped.ts";

import { ansatzOf, observableOf } from "../experiment/chosen.ts";

import { describeTraining } from "../experiment/describe.ts";
import { trainingPlanOf } from "../experiment/training-config.ts";

import { makerOf, type RunDocument } from "../runs/run-document.ts";
import { eventSentences } from "../training/event-words.ts";
import { lossNamed } from "../training/losses.ts";
import { escapeXml, type Figure } from "./figure.ts";
import { htmlPage } from "./page.ts";
import { phaseLabels } from "./palette.ts";

/** What a report shows. */
export interface ReportContent {
  readonly title: string;
  readonly document: RunDocument;
  readonly summaries: readonly TargetSummary[];
  /** The figure for light and for dark pages. */
  readonly figures: { readonly light: Figure; readonly dark: Figure };
  /** CSS that makes the font available. */
  readonly fontFace: string;
  /** Command that computes the run again. */
  readonly command: string;
  /** Numbers as plain text, with exponents such as 1.2e−3. */
  readonly formatNumber: (value: number) => string;
}

/** The report as one HTML page that needs no other file. */
export function reportPage({ title, document, summaries, figures, fontFace, command, formatNumber }: ReportContent): string {
  const format = htmlNumbers(formatNumber);
  const { config } = document;
  const facts = runFacts(document, format);
  return htmlPage(
    title,
    fontFace,
    `<h1>${escapeXml(title)}</h1>
<p>${summaries.map(sentence(format)).join(" ")}</p>
${eventParagraph(document, formatNumber)}${factList(facts)}
<h2>Late-time values</h2>
<div class="scroll"><table>
<thead><tr><th>O<sub>0</sub></th><th>phase</th><th>ε</th><th>K</th><th>λ</th><th>⟨μ/K⟩</th><th>ζ</th><th>C</th><th>R</th><th>fitted rate</th><th>predicted</th><th>finite η</th></tr></thead>
<tbody>
${summaries.map((summary) => row(summary, format)).join("\n")}
</tbody>
</table></div>
<p>Averages over samples at the last step clear of rounding: λ = ⟨μ⟩/⟨K⟩, ζ = ⟨εμ⟩/⟨K⟩², C = ⟨K⟩ − 2λ⟨ε⟩, and ⟨μ/K⟩, the average of the samples’ own λ. The rate is
that of ε in the frozen-kernel phase (theory −ηC), of K in the frozen-error phase (−2ηλR) and under the linear loss (−2ηλ), per step; at the critical point
it is the exponent of K’s power law (−1). Rates are averaged over the samples in the phase, the theory’s with each sample’s own C or λ (so with ⟨μ/K⟩, not λ),
and with its own ε in place of R where it is trapped. “Predicted” is a rate r of gradient
flow; for the finite step of gradient descent (“finite η”) it becomes ln(1 + r), or 2 ln(1 + r/2) where K is quadratic in the decaying amplitude.</p>
<h2>Fitted constants</h2>
<div class="scroll"><table>
<thead><tr><th>O<sub>0</sub></th><th>phase</th><th>λ</th><th>C</th><th>ln |B<sub>1</sub>|</th><th>1/B<sub>2</sub></th></tr></thead>
<tbody>
${summaries.map((summary) => fitRow(summary, format)).join("\n")}
</tbody>
</table></div>
<p>K = C + 2λε fitted to the last half of every sample, then B<sub>1</sub> or B<sub>2</sub> by the time dependence (Eqs. 33–34): mean over samples ± its standard
error, which includes what the halves of the fitted window differ by. B<sub>1</sub> has the sign of λε.${lossNamed(document.config.loss).theory === "linear" ? " Under the linear loss C is −2λR, and B<sub>1</sub> and B<sub>2</sub> do not exist." : ""}</p>
${summaries.map((summary) => predictedSentence(summary, format)).join("")}<h2>Dynamics</h2>
<figure><div class="light">${figures.light.svg}</div><div class="dark">${figures.dark.svg}</div>
<figcaption>(a) Total error ε, (b) residual error ε − R, (c) quantum neural tangent kernel K, (d) phase portrait with lines of constant C = K − 2λε,
(e) relative dQNTK λ = μ/K, (f) dynamical index ζ = εμ/K² with the critical value 1/2. Grey: samples (in d, thin); colour: mean over samples; dashed: theory, the
average of the Lotka–Volterra solutions of all samples in the phase, λ and C fitted to the last half of each${summaries.some(({ predictedLambda }) => predictedLambda) ? "; in the frozen-error phase λ and C = −2λR known before training" : ""}.</figcaption></figure>
<h2>To compute it again</h2>
<pre>${escapeXml(command)}</pre>
<pre>${escapeXml(JSON.stringify(config, null, 2))}</pre>`,
  );
}

/** Numbers with their powers of ten as HTML. */
export function htmlNumbers(formatNumber: (value: number) => string): (value: number) => string {
  return (value) => formatNumber(value).replace(/e\+?(\u2212?\d+)$/, " × 10<sup>$1</sup>");
}

/** What was computed: name and HTML of every fact. */
export function runFacts(document: RunDocument, format: (value: number) => string): [string, string][] {
  const { config, extremes, reachable, timing } = document;
  return [
    ["circuit", `${describeAnsatz(document)}, n = ${config.qubits} qubits, L = ${document.parameters} parameters`],
    [
      "observable",
      `${describeObservable(document)}; O<sub>min</sub> = ${format(extremes.min)}, O<sub>max</sub> = ${format(extremes.max)}${reachable === undefined ? "" : `; with noise ${format(reachable.min)} and ${format(reachable.max)}`}`,
    ],
    [
      "training",
      `${config.loss} loss, η = ${config.eta}${escapeXml(describeTraining(config))}, ${document.rows - 1} of ${config.steps} steps, ${config.samples} samples`,
    ],
    ["random streams", `${config.streams}${config.seed === undefined ? "" : `, seed ${config.seed}`}`],
    [
      "computed",
      `${timing.created.slice(0, 10)} by ${document.package.name} ${document.package.version}, ${escapeXml(makerOf(document))}, ${format(timing.seconds)} s`,
    ],
  ];
}

/** Facts as a list of definitions. */
export function factList(facts: readonly (readonly [string, string])[]): string {
  return `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")}</dl>`;
}

/** What is not known of the optimiser, and what happened to single samples, where anything did. */
function eventParagraph({ events = [], config, parameters, gaps }: RunDocument, format: (value: number) => string): string {
  const unknown = optimizerSentence({ loss: config.loss, ...trainingPlanOf(config, parameters) }, gaps);
  const sentences = [...(unknown === undefined ? [] : [unknown]), ...eventSentences(events, config, format)];
  return sentences.length === 0 ? "" : `<p>${sentences.map((text) => `${escapeXml(text)}.`).join(" ")}</p>\n`;
}

function describeAnsatz({ config }: RunDocument): string {
  const { definition, fields } = ansatzOf(config);
  return escapeXml(definition.sentence(fields));
}

function describeObservable({ config }: RunDocument): string {
  const { definition, fields } = observableOf(config);
  return escapeXml(definition.sentence(fields));
}

function sentence(format: (value: number) => string) {
  return (summary: TargetSummary): string => {
    const { target, phase, agreeing, samples, fittedRate, predictedRateDiscrete } = summary;
    const name = `<span class="phase ${phase}">O<sub>0</sub> = ${format(target)}: ${phaseLabels[phase]}</span>`;
    const trapped = trappedSentence(summary, format);
    const found =
      phase === "undetermined"
        ? " – the samples do not agree on a phase yet"
        : ` in ${agreeing} of ${samples} samples, rate ${format(fittedRate)} where theory says ${format(predictedRateDiscrete)}`;
    return `${name}${found}${trapped === undefined ? "" : `; ${trapped.replace("ε − R", "ε&nbsp;−&nbsp;R")}`}.`;
  };
}

function row(
  {
    target,
    phase,
    epsilon,
    kernel,
    lambda,
    lambdaMeanOfRatios,
    zeta,
    c,
    residual,
    fittedRate,
    fittedRateError,
    predictedRate,
    predictedRateDiscrete,
  }: TargetSummary,
  format: (value: number) => string,
): string {
  const cells = [
    format(epsilon),
    format(kernel),
    format(lambda),
    format(lambdaMeanOfRatios),
    format(zeta),
    format(c),
    format(residual),
    withError(fittedRate, fittedRateError, format),
    format(predictedRate),
    format(predictedRateDiscrete),
  ];
  return `<tr><td>${format(target)}</td><td class="phase ${phase}">${phaseLabels[phase]}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

function predictedSentence(
  { target, lambdaMeanOfRatios, fittedRate, predictedLambda }: TargetSummary,
  format: (value: number) => string,
): string {
  if (predictedLambda === undefined) return "";
  const { lambda, rate } = predictedLambda;
  return `<p>λ known before training, O<sub>0</sub> = ${format(target)}: ${format(lambda)} where ⟨μ/K⟩ is ${format(lambdaMeanOfRatios)}, rate ${format(rate)} where ${format(fittedRate)} was fitted.</p>
`;
}

function fitRow({ target, phase, agreeing, fit }: TargetSummary, format: (value: number) => string): string {
  const [lambda, c, lnB1, inverseB2] = [fit?.lambda, fit?.c, fit?.lnB1, fit?.inverseB2].map((estimate) =>
    estimate === undefined ? "–" : withError(estimate.value, estimate.error, format),
  );
  const negative = fit?.negativeB1 ? ` (B<sub>1</sub> &lt; 0 in ${fit.negativeB1} of ${agreeing})` : "";
  const cells = [lambda, c, lnB1 + negative, inverseB2];
  return `<tr><td>${format(target)}</td><td class="phase ${phase}">${phaseLabels[phase]}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

/** A number to the last of its error's two significant digits, with the error; the number alone where the error is not known. */
export function withError(value: number, error: number, format: (value: number) => string): string {
  if (!Number.isFinite(error) || error <= 0) return format(value);
  const decimals = 1 - Math.floor(Math.log10(error));
  if (decimals < 0 || decimals > 5) return `${format(value)} ± ${format(Number(error.toPrecision(2)))}`;
  return `${value.toFixed(decimals).replace("-", "\u2212")} ± ${error.toFixed(decimals)}`;
}
