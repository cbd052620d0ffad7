/**
 * SVG to PNG with the bundled font, the same bytes on every machine. Node only.
 *
 * The rasteriser is resvg: compiled for this system where its package is installed, an optional dependency, else its WebAssembly build, which is part
 * of the package and takes a second of processor time for a figure instead of a tenth. Both draw the same pixels.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asset } from "./assets.ts";
import type { Figure } from "./figure.ts";
import { trueTypeFonts } from "./font.ts";
import { FONT_FAMILY } from "./font-family.ts";

/** Pixels of the PNG for each px of the figure. */
const SCALE = 2;

/** resvg as it is compiled for this system; undefined where that is not installed. Loaded first, so that a figure is begun as soon as it is asked for. */
const native = await import("@resvg/resvg-js").catch(() => undefined);

let ready: Promise<void> | undefined;

/** The figure as a PNG at twice its size. */
export async function rasterize(figure: Figure): Promise<Uint8Array> {
  return (await rasterizeNatively(figure)) ?? rasterizeByWebAssembly(figure);
}

/** The same by resvg as it is compiled for this system, in a thread of its own; undefined where that is not installed. */
export async function rasterizeNatively({ svg, width }: Figure): Promise<Uint8Array | undefined> {
  if (native === undefined) return undefined;
  // This build reads fonts from files alone.
  const folder = mkdtempSync(join(tmpdir(), "qntk-font-"));
  try {
    const fontFiles = trueTypeFonts().map((font, k) => {
      const path = join(folder, `${k}.ttf`);
      writeFileSync(path, font);
      return path;
    });
    return (await native.renderAsync(svg, { ...sized(width), font: { ...FONT, fontFiles } })).asPng();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same by resvg's WebAssembly build. */
export async function rasterizeByWebAssembly({ svg, width }: Figure): Promise<Uint8Array> {
  const { initWasm, Resvg } = await import("@resvg/resvg-wasm");
  ready ??= initWasm(asset("resvg.wasm", "@resvg/resvg-wasm/index_bg.wasm"));
  await ready;
  const resvg = new Resvg(svg, { ...sized(width), font: { ...FONT, fontBuffers: trueTypeFonts() } });
  const image = resvg.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    resvg.free();
  }
}

const FONT = { loadSystemFonts: false, defaultFontFamily: FONT_FAMILY };

const sized = (width: number) => ({ fitTo: { mode: "width" as const, value: width * SCALE } });
