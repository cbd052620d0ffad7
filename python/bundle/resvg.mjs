/**
 * The rasteriser as WebAssembly, in place of the one that is compiled for each system: the same pixels, and one file for all of them.
 */
import { readFileSync } from "node:fs";
import { initWasm, Resvg as Renderer } from "@resvg/resvg-wasm";

await initWasm(readFileSync(new URL("./resvg.wasm", import.meta.url)));

/** As `Resvg` of `@resvg/resvg-js`, for the options that figures are drawn with. */
export class Resvg extends Renderer {
  constructor(svg, { fitTo, font: { fontFiles, ...font } }) {
    super(svg, { fitTo, font: { ...font, fontBuffers: fontFiles.map((file) => new Uint8Array(readFileSync(file))) } });
  }
}
