import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "vitepress";
import { sections } from "../pages.mjs";

const link = (page) => (page === "api/index" ? "/api/" : `/${page}`);
/** Written by build.mjs before this is read. */
const api = new URL("../.pages/api/sidebar.json", import.meta.url);

export default defineConfig({
  title: "qntk",
  description: "Training dynamics of quantum neural networks",
  lang: "en",
  base: process.env.SITE_BASE ?? "/",
  srcDir: ".pages",
  outDir: "dist",
  cacheDir: "node_modules/.cache/vitepress",
  // The lab is a page of its own beside these.
  ignoreDeadLinks: [/^\/lab\/index/],
  // Braces are formulae here.
  markdown: { anchor: { slugify: anchorOf }, attrs: { disable: true } },
  vite: { logLevel: "warn", build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: sections.map(([text, [[, first]]]) => ({ text, link: link(first) })),
    sidebar: {
      "/api/": [
        { text: "Back to all pages", link: "/concepts" },
        ...(existsSync(api) ? JSON.parse(readFileSync(api, "utf8")) : []),
      ],
      "/": sections.map(([text, pages]) => ({ text, items: pages.map(([title, page]) => ({ text: title, link: link(page) })) })),
    },
  },
});

/** As GitHub makes them, which the documents' links are written for. */
function anchorOf(title) {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
