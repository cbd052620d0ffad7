/**
 * SVG to PNG with the bundled font, the same bytes on every machine. Node only.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import type { Figure } from "./figure.ts";
import { trueTypeFonts } from "./font.ts";
import { FONT_FAMILY } from "./font-family.ts";

/** Pixels of the PNG for each px of the figure. */
const SCALE = 2;

/** The figure as a PNG at twice its size. */
export function rasterize({ svg, width }: Figure): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "qntk-font-"));
  try {
    const fontFiles = trueTypeFonts().map((font, k) => {
      const path = join(folder, `${k}.ttf`);
      writeFileSync(path, font);
      return path;
    });
    const resvg = new Resvg(svg, {
      fitTo: { mode: "width", value: width * SCALE },
      font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT_FAMILY },
    });
    return resvg.render().asPng();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
