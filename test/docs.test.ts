/**
 * The documents: links lead somewhere, files they name exist, nothing is left to fill in.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { sections } from "../site/pages.mjs";
import { blocksOf } from "./support/blocks.ts";
import { temporaryFolder } from "./support/temporary.ts";

const root = resolve(import.meta.dirname, "..");
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

describe.each(documents)("%s", (document) => {
  const text = readFileSync(join(root, document), "utf8");

  it("links to files and headings that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link);
    const dead = links.filter((link) => {
      const [file, heading] = link.split("#");
      const path = file === "" ? join(root, document) : join(root, dirname(document), file);
      if (!existsSync(path)) return true;
      return heading !== undefined && !headingsOf(readFileSync(path, "utf8")).includes(heading);
    });
    expect(dead).toEqual([]);
  });

  it("names files of this repository that exist", () => {
    const named = [...text.matchAll(/`((?:src|test|docs|bench|scripts|schema)\/[\w./-]+)`/g)].map(([, path]) => path);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("has nothing left to fill in", () => {
    const prose = text.replace(/```[\s\S]*?```/g, "").replace(/`[^`]*`/g, "");
    expect(prose.match(/\b(TODO|TBD|FIXME|XXX|[A-Z]{3,}_[A-Z_]{3,})\b/g)).toBeNull();
  });
});

it("every document is in a section of the site", () => {
  const listed = sections.flatMap(([, pages]) => pages.map(([, page]) => page)).filter((page) => page !== "api/index");
  expect(listed.sort()).toEqual(
    documents
      .filter((name) => name.startsWith("docs"))
      .map((name) => name.slice("docs/".length, -".md".length))
      .sort(),
  );
});

describe("what the documents show runs", () => {
  it.each([
    ["README.md", 1],
    ["docs/typescript.md", 3],
  ])("TypeScript in %s prints what its comments say", (document, count) => {
    const blocks = blocksOf(readFileSync(join(root, document), "utf8"), "ts");
    expect(blocks).toHaveLength(count);
    for (const block of blocks) {
      const file = join(temporaryFolder(), "example.mjs");
      const built = (name: string) => pathToFileURL(join(root, "dist", `${name}.mjs`)).href;
      writeFileSync(
        file,
        block.replace(/from "qntk(?:\/(\w+))?"/g, (_, entry = "index") => `from "${built(entry)}"`),
      );
      const expected = [...block.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
      expect(expected.length).toBeGreaterThan(0);
      const said = execFileSync(process.execPath, [file], { encoding: "utf8" }).trim().split("\n");
      expect(said).toEqual(expected);
    }
  });
});

/** Anchors of a document's headings, as GitHub makes them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
}
