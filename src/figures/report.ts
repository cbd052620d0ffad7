/**
 * A self-contained HTML report of a run: what was computed, what came out, the figure, how to get it again.
 */

import { optimizerSentence } from "../analysis/optimizer-theory.ts";
import type { TargetSummary } from "../analysis/summary.ts";
import { trappedSentence } from "../analysis/trapped.ts";

import { plainNumber } from "../base/words.ts";
import { ansatzOf, observableOf } from "../experiment/chosen.ts";

import { describeTraining } from "../experiment/describe.ts";
import { trainingPlanOf } from "../experiment/training-config.ts";

import { makerOf, type RunDocument } from "../runs/run-document.ts";
import type { IntervalEstimate } from "../theory/inference/index.ts";
import { eventSentences } from "../training/event-words.ts";
import { lossNamed } from "../training/losses.ts";
import { escapeXml, type Figure } from "./figure.ts";
import { endReached, formatProbability, openSentence } from "./inferred-words.ts";
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
  const estimated = summaries.some(({ estimates }) => estimates !== undefined);
  const inferred = config.shots !== undefined || config.noise !== undefined || config.device !== undefined;
  return htmlPage(
    title,
    fontFace,
    `<h1>${escapeXml(title)}</h1>
<p>${summaries.map(sentence(format)).join(" ")}</p>
${eventParagraph(document, formatNumber)}${factList(facts)}
${estimated ? shotsSection(summaries, format) : exactSection(summaries, config, format)}
${inferred ? inferredSection(document, summaries, format) : openParagraph(summaries)}${summaries.map((summary) => predictedSentence(summary, format)).join("")}<h2>Dynamics</h2>
<figure><div class="light">${figures.light.svg}</div><div class="dark">${figures.dark.svg}</div>
<figcaption>${caption(summaries, { estimated, ratios: !estimated || config.measure.mu !== undefined })}</figcaption></figure>
<h2>To compute it again</h2>
<pre>${escapeXml(command)}</pre>
<pre>${escapeXml(JSON.stringify(config, null, 2))}</pre>`,
  );
}

/** Late-time values of exact rows, and the constants that are fitted to them. */
function exactSection(summaries: readonly TargetSummary[], { loss }: RunDocument["config"], format: Format): string {
  return `<h2>Late-time values</h2>
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
error, which includes what the halves of the fitted window differ by. B<sub>1</sub> has the sign of λε.${lossNamed(loss).theory === "linear" ? " Under the linear loss C is −2λR, and B<sub>1</sub> and B<sub>2</sub> do not exist." : ""}</p>`;
}

/** Late means with their errors: a row that scatters, and ratios in which the floor of K stands, say little. */
function shotsSection(summaries: readonly TargetSummary[], format: Format): string {
  const rows = summaries.map(({ target, phase, agreeing, samples, estimates, residual }) => {
    const { epsilon, kernel, rawKernel } = estimates ?? {};
    const cells = [epsilon, kernel].map((own) => (own === undefined ? "–" : withError(own.value, own.error, format)));
    const name = `<span class="phase ${phase}">${phaseLabels[phase]}</span>${phase === "undetermined" ? "" : ` ${agreeing}/${samples}`}`;
    return tableRow([format(target), name, ...cells, rawKernel === undefined ? "–" : format(rawKernel), format(residual)]);
  });
  return `<h2>Late means</h2>
${table(["O<sub>0</sub>", "phase", "ε", "K, unbiased", "raw K", "R by the ends of ⟨O⟩"], rows)}
<p>Means over the last octave of the steps and the samples, ± their standard errors. The raw K is the sum of squared estimates: it stands on a floor, the sum of their variances, which the unbiased K is
without; that one scatters about zero where K vanishes.</p>`;
}

/** What the whole histories say: phases with probabilities, constants with intervals, both pairs of ends, and what would decide a phase that is open. */
function inferredSection(
  { extremes, reachable, config }: RunDocument,
  summaries: readonly TargetSummary[],
  format: Format,
): string {
  const interval = ({ value, low, high }: IntervalEstimate) => {
    if (!Number.isFinite(value)) return "–";
    return low === high || !Number.isFinite(low)
      ? format(value)
      : `${format(value)}<br><small>${format(low)} to ${format(high)}</small>`;
  };
  const rows = summaries.flatMap(({ target, inference }) => {
    if (inference === undefined) return [];
    const { phase, probabilities, constants } = inference;
    const likely = Math.max(...Object.values<number>(probabilities));
    const name = `<span class="phase ${phase}">${phaseLabels[phase]}</span>`;
    const cells =
      constants === undefined
        ? ["–", "–", "–", "–", "–", "–"]
        : [
            ...[
              constants.residual,
              endReached(target, phase, constants.residual),
              constants.lambda,
              constants.c,
              constants.rate,
            ].map(interval),
            `${Math.round(constants.lambdaFrom)} to ${Math.round(constants.lambdaTo)}`,
          ];
    return [tableRow([format(target), name, escapeXml(formatProbability(likely)), ...cells])];
  });
  const range = ({ min, max }: { readonly min: number; readonly max: number }) => `${format(min)} to ${format(max)}`;
  const noisy =
    reachable !== undefined
      ? `; with the noise of this run, from ${range(reachable)}: R and the names of phases are relative to these`
      : config.device === undefined && config.noise === undefined
        ? ""
        : "; what noise leaves of that is not known, and the column “end reached” is read off the dynamics";
  if (rows.length === 0) return openParagraph(summaries);
  return `<h2>What the data say</h2>
<p>Without noise ⟨O⟩ goes from ${range(extremes)}${noisy}.</p>
${table(["O<sub>0</sub>", "phase", "probability", "R", "end reached", "λ", "C", "rate", "steps of λ"], rows)}
<p>From the whole histories of all samples, weighed by their errors; intervals hold the mean over initial angles with a probability of 95 %. R is what ε tends to, C the frozen kernel or −2λR, the rate per step
that of ε in a frozen kernel, of K in a frozen error, and the exponent of K at the critical point. λ is that of the steps in which K stands clear of its error${config.shots === undefined ? "" : ", by the decay of K: with shots μ is not measured"}.</p>
${openParagraph(summaries)}`;
}

/** What would decide the phases that are open, where any is. */
function openParagraph(summaries: readonly TargetSummary[]): string {
  const open = summaries.flatMap(({ target, phase, inference }) =>
    inference === undefined || phase !== "undetermined"
      ? []
      : [`<li>O<sub>0</sub> = ${plainNumber(target)}: ${escapeXml(openSentence(inference))}</li>`],
  );
  return open.length === 0 ? "" : `<p>What would decide a phase that is open:</p>\n<ul>${open.join("")}</ul>\n`;
}

/** What the figure shows. */
function caption(summaries: readonly TargetSummary[], { estimated, ratios }: { estimated: boolean; ratios: boolean }): string {
  const panels = `(a) Total error ε, (b) residual error ε − R, (c) quantum neural tangent kernel K${ratios ? `, (d) phase portrait with lines of constant C = K − 2λε, (e) relative dQNTK λ = μ/K, (f) dynamical index ζ = εμ/K² with the critical value 1/2` : ""}.`;
  if (estimated)
    return `${panels} Grey: samples; colour: mean over samples, K without the bias of squared estimates; bands: one standard error of that mean to each side; the darker grey line in c: K with the floor of shots.
No theory is drawn: it would be fitted to rows that scatter.`;
  const predicted = summaries.some(({ predictedLambda }) => predictedLambda);
  return `${panels} Grey: samples (in d, thin); colour: mean over samples; dashed: theory, the average of the Lotka–Volterra solutions of all samples in the phase, λ and C fitted to the last half of each${predicted ? "; in the frozen-error phase λ and C = −2λR known before training" : ""}.`;
}

function table(header: readonly string[], rows: readonly string[]): string {
  return `<div class="scroll"><table>
<thead><tr>${header.map((title) => `<th>${title}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></div>`;
}

function tableRow(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

type Format = (value: number) => string;

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
    const { target, phase, agreeing, samples } = summary;
    const name = `<span class="phase ${phase}">O<sub>0</sub> = ${format(target)}: ${phaseLabels[phase]}</span>`;
    const trapped = trappedSentence(summary, format);
    const found =
      phase === "undetermined"
        ? " – the samples do not agree on a phase yet"
        : ` in ${agreeing} of ${samples} samples${likely(summary)}${rateWords(summary, format)}`;
    return `${name}${found}${trapped === undefined ? "" : `; ${trapped.replace("ε − R", "ε&nbsp;−&nbsp;R")}`}.`;
  };
}

/** The probability of a phase that shots leave uncertain. */
function likely({ phase, estimates, inference }: TargetSummary): string {
  if (estimates === undefined || inference === undefined || phase === "undetermined") return "";
  return `, probability ${escapeXml(formatProbability(inference.probabilities[phase]))}`;
}

/** The measured rate, with its interval from shots, beside theory's from exact rows. */
function rateWords({ fittedRate, predictedRateDiscrete, estimates, inference }: TargetSummary, format: Format): string {
  if (estimates === undefined) return `, rate ${format(fittedRate)} where theory says ${format(predictedRateDiscrete)}`;
  const rate = inference?.constants?.rate;
  return rate === undefined || !Number.isFinite(rate.value)
    ? ""
    : `, rate ${format(rate.value)} (${format(rate.low)} to ${format(rate.high)})`;
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
