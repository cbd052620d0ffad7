/**
 * `npm run site`: the documentation as a static site in site/dist, made of docs/, the public docstrings, the example programs and the built lab.
 *
 * Fails on a link or an anchor that leads nowhere.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";
import { build } from "vitepress";
import { sections } from "./pages.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(here, "..");
const pages = join(here, ".pages");
const out = join(here, "dist");

if (!existsSync(join(root, "dist/lab/index.html"))) throw new Error("The lab is not built: npm run build comes before the site.");
rmSync(pages, { recursive: true, force: true });
mkdirSync(join(pages, "public"), { recursive: true });
documents();
cpSync(join(root, "docs/images"), join(pages, "images"), { recursive: true });
cpSync(join(root, "docs/images"), join(pages, "public/images"), { recursive: true });
cpSync(join(root, "dist/lab"), join(pages, "public/lab"), { recursive: true });
await reference();
process.chdir(here);
await build(here);
const { read, dead } = deadLinks();
if (dead.length > 0) {
  process.stderr.write(`${dead.join("\n")}\n${dead.length} links lead nowhere.\n`);
  process.exitCode = 1;
} else process.stdout.write(`site/dist: ${read} pages, every link and anchor in them leads somewhere\n`);

/** The documents, with what leads out of docs/ as text. Each must be in a section. */
function documents() {
  const listed = new Set(sections.flatMap(([, entries]) => entries.map(([, page]) => page)));
  for (const file of readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"))) {
    if (!listed.has(file.slice(0, -3))) throw new Error(`docs/${file} is in no section of site/pages.mjs.`);
    writeFileSync(join(pages, file), page(readFileSync(join(root, "docs", file), "utf8")));
  }
  const examples = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".mjs"));
  const programs = examples.map(
    (name) => `## ${name}\n\n\`\`\`js\n${readFileSync(join(root, "examples", name), "utf8")}\`\`\`\n`,
  );
  writeFileSync(
    join(pages, "examples.md"),
    `# Example programs\n\nFrom the folder examples/ of the repository; tests run them.\n\n${programs.join("\n")}`,
  );
  writeFileSync(join(pages, "index.md"), readFileSync(join(here, "index.md"), "utf8"));
}

/** A document as the site takes it: no HTML but the lab's element. */
function page(text) {
  return outsideFences(text, (part) => outside(/(`[^`\n]+`)/, withinDocs(part), prose));
}

/** Changes what lies between the parts that a pattern with one group matches. */
function outside(pattern, text, change) {
  return text
    .split(pattern)
    .map((part, k) => (k % 2 === 1 ? part : change(part)))
    .join("");
}

function outsideFences(text, change) {
  return outside(/(^```[\s\S]*?^```$)/m, text, change);
}

function outsideCode(text, change) {
  return outsideFences(text, (part) => outside(/(`[^`\n]+`)/, part, change));
}

/** What leads out of docs/ is not here, but for the example programs. */
function withinDocs(text) {
  return text.replace(/\]\(\.\.\/examples\)/g, "](./examples)").replace(/\[([^\]]*)\]\(\.\.\/[^)]*\)/g, "$1");
}

function prose(text) {
  return text
    .replace(/<!-- lab: (\S+) -->/g, '<Lab address="$1" />')
    .replace(/<(?!Lab address)/g, "&lt;")
    .replace(/\{\{/g, "&#123;&#123;");
}

/** Every public symbol, from its docstring. */
async function reference() {
  const entries = readdirSync(join(root, "src/entries")).map((name) => `src/entries/${name}`);
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: ["src/index.ts", ...entries].map((path) => join(root, path)),
    tsconfig: join(root, "tsconfig.json"),
    basePath: join(root, "src"),
    displayBasePath: join(root, "src"),
    outputFileStrategy: "modules",
    name: "API",
    readme: "none",
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    skipErrorChecking: true,
    logLevel: "Error",
    outputs: [{ name: "markdown", path: join(pages, "api") }],
    hideBreadcrumbs: true,
    hidePageHeader: true,
    entryFileName: "index",
    fileExtension: ".md",
    useHTMLAnchors: true,
    useHTMLEncodedBrackets: true,
    formatWithPrettier: false,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    typeDeclarationFormat: "table",
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("typedoc could not read the sources.");
  // As they are imported.
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const names = new Map(
    Object.entries(exports).map(([name, { types }]) => [types?.slice("./dist/".length, -".d.mts".length), name]),
  );
  for (const module of project.children) module.name = `qntk${(names.get(module.name.replace("entries/", "")) ?? ".").slice(1)}`;
  await app.generateOutputs(project);
  const folder = join(pages, "api");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".md"))) {
    const file = join(folder, name);
    writeFileSync(
      file,
      outsideCode(readFileSync(file, "utf8"), (part) =>
        part.replace(/<(?!a id=|\/a>|br)/g, "&lt;").replace(/\{\{/g, "&#123;&#123;"),
      ),
    );
  }
  const items = project.children.map(({ name }) => ({
    text: name,
    link: `/api/${name}${existsSync(join(folder, name, "index.md")) ? "/" : ""}`,
  }));
  writeFileSync(join(folder, "sidebar.json"), JSON.stringify([{ text: "TypeScript", link: "/api/", items }]));
}

/** Links of the built pages that lead to no file, or to no element of one. */
function deadLinks() {
  const base = process.env.SITE_BASE ?? "/";
  const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".html") && !name.startsWith("lab/"),
  );
  const cache = new Map();
  const idsOf = (file) => {
    if (!cache.has(file))
      cache.set(file, new Set([...readFileSync(file, "utf8").matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)));
    return cache.get(file);
  };
  const dead = [];
  for (const name of files) {
    const text = readFileSync(join(out, name), "utf8");
    for (const [, link] of text.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (/^(?:https?:|mailto:|data:)/.test(link)) continue;
      const [path, anchor] = link.replaceAll("&amp;", "&").split("#");
      const target =
        path === ""
          ? join(out, name)
          : path.startsWith("/")
            ? join(out, path.slice(base.length))
            : join(out, dirname(name), path);
      const file = [target, `${target}.html`, join(target, "index.html")].find((each) => existsSync(each) && /\.\w+$/.test(each));
      const leads =
        file !== undefined &&
        (!anchor || !file.endsWith(".html") || file.startsWith(join(out, "lab")) || idsOf(file).has(decodeURIComponent(anchor)));
      if (!leads) dead.push(`${name}: ${link}`);
    }
  }
  return { read: files.length, dead };
}
