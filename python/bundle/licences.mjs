/**
 * A plugin that writes the licences of the packages a bundle is made of, each once.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** @param {string} file file to write */
export function licences(file) {
  return {
    name: "licences",
    generateBundle(_options, bundle) {
      const folders = new Set(
        Object.values(bundle)
          .flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []))
          .map(packageFolder)
          .filter((folder) => folder !== undefined),
      );
      const sections = [...folders].map(licenceOf).sort((a, b) => a.name.localeCompare(b.name));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${sections.map(({ text }) => text).join(`\n${"-".repeat(80)}\n\n`)}`);
    },
  };
}

/** The folder of the package that a module belongs to; undefined for one of this project. */
function packageFolder(id) {
  const found = /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id);
  return found?.[1];
}

/** What a package says of its licence. */
export function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)(\.|$|-)/i.test(each) && !each.endsWith(".js"));
  const words = file !== undefined && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
  return { name, text: `${name} ${version}, ${license}\n\n${words}\n` };
}
