/**
 * docs/dependencies.md names what is installed and what is bundled, with its licence: no package less and none more.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const licenceOf = (name: string) => (JSON.parse(read(`node_modules/${name}/package.json`)) as { license: string }).license;
const { dependencies: needed, optionalDependencies: optional } = JSON.parse(read("package.json")) as Record<
  "dependencies" | "optionalDependencies",
  Record<string, string>
>;
const dependencies = { ...needed, ...optional };

const [, installed, bundled] = read("docs/dependencies.md").split(/^## .*$/m);

/** Rows of the first table of a text: package and licence. */
function rowsOf(text: string): Record<string, string> {
  const rows = [...text.matchAll(/^\| ([@\w/-]+) \| .+ \| ([\w.-]+) \|$/gm)].filter(
    ([, name]) => !["package", "---"].includes(name),
  );
  return Object.fromEntries(rows.map(([, name, licence]) => [name, licence]));
}

const withLicences = (names: Iterable<string>) => Object.fromEntries([...names].sort().map((name) => [name, licenceOf(name)]));

describe("docs/dependencies.md", () => {
  it("has the packages that are installed", () => {
    expect(rowsOf(installed)).toEqual(withLicences(Object.keys(dependencies)));
  });

  it("has the packages that are bundled", () => {
    const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
    const statements = /(?:^|^import .* |^\} )(?:from|import) "([@a-z][^" ]*)";$|\bimport\("([@a-z][^" ]*)"\)/gm;
    const imported = sources
      .flatMap((path) => [...read(`src/${path}`).matchAll(statements)])
      .map(([, from, lazy]) => /^(?:@[^/]+\/)?[^/]+/.exec(from ?? lazy)?.[0] ?? "")
      .filter((name) => !(name in dependencies) && !name.startsWith("node:"));
    expect(rowsOf(bundled)).toEqual(withLicences(new Set([...imported, "@fontsource/inter"])));
  });
});
