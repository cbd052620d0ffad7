/**
 * The lab's build: a static folder in dist/lab that works under any path, since every address in it is relative.
 */
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { licences } from "../scripts/licences.mjs";
import { peggyGrammars } from "../scripts/peggy-plugin.mjs";
import { modernFonts } from "./build/modern-fonts.ts";
import { serviceWorker } from "./build/service-worker.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Beside the page; the styles' packages are not seen among the modules. */
const notices = licences(at("../dist/lab/THIRD-PARTY-LICENCES.txt"), [
  at("../node_modules/@fontsource-variable/inter"),
  at("../node_modules/katex"),
]);

/** What gives a page memory that threads share. */
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

export default defineConfig({
  root: at("."),
  base: "./",
  plugins: [peggyGrammars(), modernFonts(), svelte(), serviceWorker(), notices],
  // The package's public surface and nothing else of it.
  resolve: { alias: { qntk: at("../src/index.ts") } },
  worker: { format: "es", plugins: () => [peggyGrammars(), notices] },
  build: { outDir: at("../dist/lab"), emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
  server: { headers: isolation },
  preview: { headers: isolation },
});
