/**
 * The figures' font, Inter, as bytes: WOFF2 to embed in SVG and HTML, TrueType for rasterising. Node only.
 */

import { inflateSync } from "node:zlib";
import { asset } from "./assets.ts";
import { FONT_FAMILY } from "./font-family.ts";

/** Weights the figures use. */
const fontWeights = [400, 700] as const;

/** A `@font-face` rule with the font in it. */
export function fontFaceRules(): string {
  return fontWeights
    .map((weight) => {
      const data = fontFile(weight, "woff2").toString("base64");
      return `@font-face{font-family:"${FONT_FAMILY}";font-weight:${weight};src:url(data:font/woff2;base64,${data}) format("woff2")}`;
    })
    .join("");
}

/** The font as TrueType files, one for each weight. */
export function trueTypeFonts(): Uint8Array[] {
  return fontWeights.map((weight) => woffToTrueType(fontFile(weight, "woff")));
}

function fontFile(weight: number, format: "woff" | "woff2"): Buffer {
  const name = `inter-latin-${weight}-normal.${format}`;
  return asset(name, `@fontsource/inter/files/${name}`);
}

const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

/** Unpacks a WOFF 1.0 file into the TrueType font it wraps. Source: W3C, "WOFF File Format 1.0", sections 3-5. */
function woffToTrueType(woff: Uint8Array): Uint8Array {
  const view = new DataView(woff.buffer, woff.byteOffset, woff.byteLength);
  const count = view.getUint16(12);
  const font = new Uint8Array(view.getUint32(16));
  const out = new DataView(font.buffer);
  const power = 2 ** Math.floor(Math.log2(count));
  out.setUint32(0, view.getUint32(4));
  out.setUint16(4, count);
  out.setUint16(6, power * 16);
  out.setUint16(8, Math.log2(power));
  out.setUint16(10, count * 16 - power * 16);
  let offset = SFNT_HEADER + SFNT_ENTRY * count;
  for (let k = 0; k < count; k++) {
    const at = WOFF_HEADER + WOFF_ENTRY * k;
    const [tag, start, packed, length, checksum] = [0, 4, 8, 12, 16].map((field) => view.getUint32(at + field));
    const data = woff.subarray(start, start + packed);
    font.set(packed < length ? inflateSync(data) : data, offset);
    const entry = SFNT_HEADER + SFNT_ENTRY * k;
    out.setUint32(entry, tag);
    out.setUint32(entry + 4, checksum);
    out.setUint32(entry + 8, offset);
    out.setUint32(entry + 12, length);
    offset += (length + 3) & ~3;
  }
  return font;
}
