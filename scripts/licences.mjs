/**
 * A plugin that writes the licences of the packages a bundle is made of, each once.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * @param {string} file file to write
 * @param {Iterable<string>} others folders of packages that files are copied from
 * @returns a plugin; where several bundles share it, the file has the packages of all
 */
export function licences(file, others = []) {
  const folders = new Set(others);
  return {
    name: "licences",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        for (const id of chunk.type === "chunk" ? chunk.moduleIds : []) {
          const folder = packageFolder(id);
          if (folder !== undefined) folders.add(folder);
        }
      const sections = new Set(
        [...folders]
          .map(licenceOf)
          .sort((a, b) => a.name.localeCompare(b.name, "en"))
          .map(({ text }) => text),
      );
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${HEAD}${[...sections].map((text) => `\n${"-".repeat(80)}\n\n${text}`).join("")}`);
    },
  };
}

const HEAD =
  "Packages by others that are part of the files here, unchanged but for bundling, and the licences they come under.\n";

/** The folder of the package that a module belongs to; undefined for one of this project. */
function packageFolder(id) {
  const found = /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id);
  return found?.[1];
}

/** What a package says of its licence. */
function licenceOf(folder) {
  const {
    name,
    version,
    license: stated,
    licenses,
    repository,
    homepage,
  } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const license = stated ?? licenses?.map(({ type }) => type).join(" or ") ?? "its licence below";
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)(\.|$|-)/i.test(each) && !each.endsWith(".js"));
  const words = file === undefined ? ownWords(folder, license) : readFileSync(join(folder, file), "utf8").trim();
  const source = (repository?.url ?? repository ?? homepage ?? "").replace(/^git\+/, "");
  return { name, text: `${name} ${version}, ${license}\nSource: ${source}\n\n${words}\n` };
}

/** For a package without a file of its licence: what its read-me has under that heading, else where the licence stands. */
function ownWords(folder, license) {
  const readme = readdirSync(folder).find((each) => /^readme(\.|$)/i.test(each));
  const section =
    readme && /^#+ *licen[cs]e *\n([\s\S]*?)(?=^#|(?![\s\S]))/im.exec(readFileSync(join(folder, readme), "utf8"))?.[1].trim();
  return section || `The text of the licence: https://spdx.org/licenses/${license}.html`;
}
