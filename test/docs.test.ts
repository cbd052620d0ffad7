/**
 * The documents: links lead somewhere, files they name exist, nothing is left to fill in.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

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

/** Anchors of a document's headings, as GitHub makes them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
}
