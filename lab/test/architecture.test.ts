/**
 * The lab's rooms and the arrows between them, read off the import lines; and that it knows the package by its name alone.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../src");

const ARROWS: Record<string, readonly string[]> = {
  format: [],
  snapshot: [],
  engine: ["snapshot"],
  plots: ["format"],
  files: ["engine", "state"],
  state: ["engine", "snapshot", "files", "plots"],
  ui: ["state", "snapshot", "plots", "format", "engine", "files"],
  views: ["ui", "files", "state", "engine", "snapshot", "plots", "format"],
};
/** Libraries that any room may use; others are named where they are used. */
const LIBRARIES: Record<string, readonly string[]> = {
  engine: ["comlink"],
  state: ["comlink"],
  plots: ["svelte", "uplot", "uplot/dist/uPlot.min.css"],
  ui: ["svelte"],
  views: ["svelte", "comlink", "katex", "katex/dist/katex.min.css"],
};

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.(ts|svelte)$/.test(file));

const importsOf = (file: string) =>
  [
    ...readFileSync(join(root, file), "utf8").matchAll(
      /(?:^|\n)\s*(?:import|export)[^;"]*?from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)import "([^"]+)"/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3]);

describe("the lab's architecture", () => {
  it.each(files.filter((file) => file.includes("/")))("%s imports only what its room may", (file) => {
    const room = file.slice(0, file.indexOf("/"));
    expect(Object.keys(ARROWS)).toContain(room);
    for (const specifier of importsOf(file)) {
      if (!specifier.startsWith(".")) {
        expect(["qntk", ...(LIBRARIES[room] ?? [])], `${file} imports ${specifier}`).toContain(specifier);
        continue;
      }
      const target = relative(root, resolve(root, dirname(file), specifier)).replaceAll("\\", "/");
      expect(target.startsWith(".."), `${file} leaves the lab: ${specifier}`).toBe(false);
      const other = target.slice(0, target.indexOf("/"));
      expect(other === room || ARROWS[room].includes(other), `${file} imports ${target}`).toBe(true);
      const [, view] = file.split("/");
      if (room === "views" && other === "views" && file.split("/").length > 2)
        // The guide is made of the other views' parts.
        expect(
          [view, "contract.ts", "dynamics", ...(view === "guide" ? ["circuit"] : [])],
          `${file} imports ${target}`,
        ).toContain(target.split("/")[1]);
    }
  });

  it("every file says what it is, and none has outgrown 400 lines", () => {
    for (const file of files) {
      const text = readFileSync(join(root, file), "utf8");
      expect(/^(\/\*\*|<!--)/.test(text), `${file} begins with a comment`).toBe(true);
      expect(text.split("\n").length, file).toBeLessThanOrEqual(400);
    }
  });
});
