/**
 * SVG to PDF as vectors with the bundled font embedded. Node only; loaded when a PDF is asked for.
 */
import PDFDocument from "pdfkit";
import svgToPdf from "svg-to-pdfkit";
import type { Figure } from "./figure.ts";
import { trueTypeFonts } from "./font.ts";

/** Points of a page for each px of a figure: 72 / 96. */
const POINTS = 0.75;

/** The figure as a one-page PDF of its own size, 180 mm wide at full width. */
export async function vectorPdf({ svg, width, height }: Figure, title: string): Promise<Uint8Array> {
  // Without a creation date the same figure gives the same bytes.
  const pdf = new PDFDocument({
    size: [width * POINTS, height * POINTS],
    margin: 0,
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
  svgToPdf(pdf, svg, 0, 0, {
    width: width * POINTS,
    height: height * POINTS,
    fontCallback: (_family, isBold) => (isBold ? "bold" : "regular"),
  });
  pdf.end();
  return done;
}
