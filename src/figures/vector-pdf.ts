/**
 * SVG to PDF as vectors with the bundled font embedded. Node only; loaded when a PDF is asked for.
 */
import PDFDocument from "pdfkit";
import svgToPdf from "svg-to-pdfkit";
import type { Figure } from "./figure.ts";
import { trueTypeFonts } from "./font.ts";

/** Points of a page for each px of a figure: 72 / 96. */
const POINTS = 0.75;

/** The figure as a one-page PDF of its own size, 180 mm wide at full width; the same bytes for the same figure. */
export async function vectorPdf({ svg, width, height }: Figure, title: string): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: [width * POINTS, height * POINTS],
    margin: 0,
    // None of its own, which it would read from files.
    font: "",
    info: { Title: title, CreationDate: new Date(0) },
  });
  const [regular, bold] = trueTypeFonts();
  pdf.registerFont("regular", Buffer.from(regular));
  pdf.registerFont("bold", Buffer.from(bold));
  const chunks: Uint8Array[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    pdf.on("error", reject);
  });
  svgToPdf(pdf, withHalosBelow(svg), 0, 0, {
    width: width * POINTS,
    height: height * POINTS,
    fontCallback: (_family, isBold) => (isBold ? "bold" : "regular"),
  });
  pdf.end();
  return done;
}

/** Text with a halo twice, halo and text, since the converter knows no `paint-order` and would draw the halo on top. */
function withHalosBelow(svg: string): string {
  return svg.replace(/<g ([^>]*)paint-order="stroke"([^>]*)>(.*?)<\/g>/g, (_, before: string, after: string, content: string) => {
    const plain = `${before}${after}`.replace(/ ?stroke(-\w+)?="[^"]*"/g, "");
    return `<g ${before}${after}>${content}</g><g ${plain}>${content}</g>`;
  });
}
