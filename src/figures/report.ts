/**
 * A self-contained HTML report of a run: what was computed, what came out, the figure, how to get it again.
 */
import type { TargetSummary } from "../analysis/summary.ts";
import type { RunDocument } from "../runs/run-document.ts";
import { escapeXml, type Figure } from "./figure.ts";
import { darkTheme, lightTheme, phaseLabels } from "./palette.ts";

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
  const format = (value: number) => formatNumber(value).replace(/e\+?(\u2212?\d+)$/, " × 10<sup>$1</sup>");
  const { config, extremes, timing } = document;
  const facts: [string, string][] = [
    ["circuit", `${describeAnsatz(document)}, n = ${config.qubits} qubits, L = ${document.parameters} parameters`],
    [
      "observable",
      `${describeObservable(document)}; O<sub>min</sub> = ${format(extremes.min)}, O<sub>max</sub> = ${format(extremes.max)}`,
    ],
    [
      "training",
      `${config.loss} loss, η = ${config.eta}, ${document.rows - 1} of ${config.steps} steps, ${config.samples} samples`,
    ],
    ["random streams", `${config.streams}${config.streams === "default" ? `, seed ${config.seed ?? 0}` : ""}`],
    [
      "computed",
      `${timing.created.slice(0, 10)} by ${document.package.name} ${document.package.version}, ${document.engine} engine, ${format(timing.seconds)} s`,
    ],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>
${fontFace}
:root { color-scheme: light dark; --ink: ${lightTheme.ink}; --muted: ${lightTheme.muted}; --faint: ${lightTheme.faint}; --page: ${lightTheme.background}; }
${phaseRules(lightTheme.phase)}
body { margin: 32px auto; max-width: 1020px; padding: 0 20px; background: var(--page); color: var(--ink); font: 15px/1.55 Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; } h2 { font-size: 16px; margin: 32px 0 8px; }
p, dl { margin: 8px 0; } dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 20px; } dt { color: var(--muted); } dd { margin: 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { padding: 5px 10px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--faint); }
th { font-weight: 600; border-bottom: 1px solid var(--ink); } th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
.phase { font-weight: 600; } figure { margin: 16px 0; } figure svg { width: 100%; height: auto; } .dark { display: none; }
figcaption { color: var(--muted); } pre { background: color-mix(in srgb, var(--faint) 35%, transparent); padding: 10px 12px; overflow-x: auto; font-size: 13px; }
@media (prefers-color-scheme: dark) {
:root { --ink: ${darkTheme.ink}; --muted: ${darkTheme.muted}; --faint: ${darkTheme.faint}; --page: ${darkTheme.background}; }
${phaseRules(darkTheme.phase)}
.light { display: none; } .dark { display: block; }
}
</style>
</head>
<body>
<h1>${escapeXml(title)}</h1>
<p>${summaries.map(sentence(format)).join(" ")}</p>
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")}</dl>
<h2>Late-time values</h2>
<div class="scroll"><table>
<thead><tr><th>O<sub>0</sub></th><th>phase</th><th>K</th><th>λ</th><th>ζ</th><th>C</th><th>R</th><th>fitted rate</th><th>gradient flow</th><th>gradient descent</th></tr></thead>
<tbody>
${summaries.map((summary) => row(summary, format)).join("\n")}
</tbody>
</table></div>
<p>Averages over samples at the last step clear of rounding: λ = ⟨μ⟩/⟨K⟩, ζ = ⟨εμ⟩/⟨K⟩², C = K − 2λε. The rate is that of ε in the frozen-kernel phase
(theory −ηC), of K in the frozen-error phase (−2ηλR) and under the linear loss (−2ηλ), per step; at the critical point it is the exponent of K’s power law (−1).
Gradient descent with its finite step replaces r by ln(1 + r), or by 2 ln(1 + r/2) where K is quadratic in the decaying amplitude.</p>
<h2>Fitted constants</h2>
<div class="scroll"><table>
<thead><tr><th>O<sub>0</sub></th><th>phase</th><th>λ</th><th>C</th><th>ln B<sub>1</sub></th><th>1/B<sub>2</sub></th></tr></thead>
<tbody>
${summaries.map((summary) => fitRow(summary, format)).join("\n")}
</tbody>
</table></div>
<p>K = C + 2λε fitted to the last half of every sample, then B<sub>1</sub> or B<sub>2</sub> by the time dependence (Eqs. 33–34): mean over samples ± its standard
error.</p>
<h2>Dynamics</h2>
<figure><div class="light">${figures.light.svg}</div><div class="dark">${figures.dark.svg}</div>
<figcaption>(a) Total error ε, (b) residual error ε − R, (c) quantum neural tangent kernel K, (d) phase portrait with lines of constant C = K − 2λε,
(e) relative dQNTK λ = μ/K, (f) dynamical index ζ = εμ/K² with the critical value 1/2. Grey: samples; colour: mean over samples; dashed: Lotka–Volterra
solution with λ and C fitted to the last half of each sample.</figcaption></figure>
<h2>To compute it again</h2>
<pre>${escapeXml(command)}</pre>
<pre>${escapeXml(JSON.stringify(config, null, 2))}</pre>
</body>
</html>
`;
}

function phaseRules(colors: Readonly<Record<string, string>>): string {
  return Object.entries(colors)
    .map(([phase, color]) => `.phase.${phase} { color: ${color}; }`)
    .join("\n");
}

function describeAnsatz({ config: { ansatz, entangler = "haar", entanglerDepth } }: RunDocument): string {
  if (ansatz === "hea") return "hardware-efficient ansatz";
  if (entangler === "haar") return "random Pauli ansatz";
  return `random Pauli ansatz with ${entangler === "clifford" ? "Clifford" : "Haar"} brickworks of depth ${entanglerDepth}`;
}

function describeObservable({ config }: RunDocument): string {
  switch (config.observable) {
    case "xxz":
      return `XXZ, J = ${config.coupling ?? 2}, ${config.boundary ?? "open"} chain`;
    case "tfim":
      return `transverse-field Ising, h = ${config.field ?? 2}, ${config.boundary ?? "open"} chain`;
    case "projector":
      return `projector on ${escapeXml(config.state ?? "a random state")}`;
    case "pauli":
      return escapeXml(config.pauli ?? "");
    case "dense":
      return `dense matrix ${escapeXml(config.matrix ?? "")}`;
  }
}

function sentence(format: (value: number) => string) {
  return ({ target, phase, agreeing, samples, fittedRate, predictedRateDiscrete }: TargetSummary): string => {
    const name = `<span class="phase ${phase}">O<sub>0</sub> = ${format(target)}: ${phaseLabels[phase]}</span>`;
    if (phase === "undetermined") return `${name} – the samples do not agree on a phase yet.`;
    return `${name} in ${agreeing} of ${samples} samples, rate ${format(fittedRate)} where theory says ${format(predictedRateDiscrete)}.`;
  };
}

function row(
  {
    target,
    phase,
    kernel,
    lambda,
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
  const fitted = Number.isFinite(fittedRateError)
    ? `${format(fittedRate)} ± ${format(Number(fittedRateError.toPrecision(2)))}`
    : format(fittedRate);
  const cells = [
    format(kernel),
    format(lambda),
    format(zeta),
    format(c),
    format(residual),
    fitted,
    format(predictedRate),
    format(predictedRateDiscrete),
  ];
  return `<tr><td>${format(target)}</td><td class="phase ${phase}">${phaseLabels[phase]}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

function fitRow({ target, phase, fit }: TargetSummary, format: (value: number) => string): string {
  const cells = [fit?.lambda, fit?.c, fit?.lnB1, fit?.inverseB2].map((estimate) =>
    estimate === undefined ? "–" : `${format(estimate.value)} ± ${format(Number(estimate.error.toPrecision(2)))}`,
  );
  return `<tr><td>${format(target)}</td><td class="phase ${phase}">${phaseLabels[phase]}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}
