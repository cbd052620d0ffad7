/**
 * SVG to PNG with the bundled font, the same bytes on every machine. Node only.
 */

import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { asset } from "./assets.ts";
import type { Figure } from "./figure.ts";
import { trueTypeFonts } from "./font.ts";
import { FONT_FAMILY } from "./font-family.ts";

/** Pixels of the PNG for each px of the figure. */
const SCALE = 2;

let ready: Promise<void> | undefined;

/** The figure as a PNG at twice its size. */
export async function rasterize({ svg, width }: Figure): Promise<Uint8Array> {
  ready ??= initWasm(asset("resvg.wasm", "@resvg/resvg-wasm/index_bg.wasm"));
  await ready;
  const resvg = new Resvg(svg, {
    fitTo: { mode: "width", value: width * SCALE },
    font: { loadSystemFonts: false, fontBuffers: trueTypeFonts(), defaultFontFamily: FONT_FAMILY },
  });
  const image = resvg.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    resvg.free();
  }
}
