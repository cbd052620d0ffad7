/**
 * The gallery: every figure of a folder on one page, with its command, the time it took and how it agrees.
 */
import type { Agreement, CurveComparison } from "../reproduce/study.ts";
import { escapeXml } from "./figure.ts";
import { htmlPage } from "./page.ts";
import { captionHtml } from "./study-caption.ts";

/** A figure of the gallery, as its data file states it. */
export interface GalleryEntry {
  /** Such as `Figure 3`. */
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly command: string;
  readonly seconds: number;
  readonly agreement: readonly Agreement[];
  readonly comparisons: readonly CurveComparison[];
  /** Names of the picture's files beside the page, the one to show first; empty where there is none. */
  readonly files: readonly string[];
}

/** Text by which a page is known to be a gallery, which may be written again. */
export const GALLERY_MARK = "<!-- gallery of qntk figure -->";

/** The gallery as an HTML page; pictures are linked. */
export function galleryPage(entries: readonly GalleryEntry[], formatNumber: (value: number) => string): string {
  const sections = entries.map(
    ({ name, title, caption, command, seconds, agreement, comparisons, files }) => `<h2>${escapeXml(`${name}. ${title}`)}</h2>
<figure>${files.length === 0 ? "" : `<a href="${files[0]}"><img src="${files[0]}" alt="${escapeXml(title)}" style="width: 100%; background: #ffffff"></a>`}
<figcaption>${captionHtml(caption)}</figcaption></figure>
<pre>${escapeXml(command)}</pre>
<p>Simulations: ${formatNumber(Number(seconds.toPrecision(3)))} s. ${links(files)}</p>
<ul>
${[...agreement.map((row) => agreementText(row, formatNumber)), ...comparisonText(comparisons)].map((line) => `<li>${captionHtml(line)}</li>`).join("\n")}
</ul>`,
  );
  return htmlPage("Figures", "", `${GALLERY_MARK}\n<h1>Figures</h1>\n${sections.join("\n")}`);
}

function links(files: readonly string[]): string {
  return files.map((file) => `<a href="${file}">${file.slice(file.lastIndexOf(".") + 1)}</a>`).join(" · ");
}

function agreementText({ what, found, expected, source }: Agreement, format: (value: number) => string): string {
  return `${what}: ${format(found)}; ${source}: ${format(expected)}`;
}

/** The largest difference of all curves, in one line; none where nothing was compared. */
function comparisonText(comparisons: readonly CurveComparison[]): string[] {
  if (comparisons.length === 0) return [];
  const worst = comparisons.reduce((a, b) => (b.maxRelative > a.maxRelative ? b : a));
  return [
    `${comparisons.length} curves beside the published ones: largest relative difference ${worst.maxRelative.toExponential(1).replace("-", "\u2212")} (${worst.curve})`,
  ];
}
