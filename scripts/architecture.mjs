// The rooms of src/ and the arrows between them, read off the import lines; `node scripts/architecture.mjs` draws them into docs/architecture.md.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../src", import.meta.url));
const IMPORT = /(?:^|\n)\s*(?:import|export)[^;"]*?from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)import "([^"]+)"/g;
const BLOCK = /```text\n([\s\S]*?)```/;

const roomOf = (file) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file);

/** Every room with its lines of code and the rooms that it imports. */
export function rooms() {
  const found = new Map();
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const file = name.replaceAll("\\", "/");
    if (!file.endsWith(".ts") || file.endsWith(".d.ts")) continue;
    const text = readFileSync(join(root, file), "utf8");
    const room = found.get(roomOf(file)) ?? { lines: 0, imports: new Set() };
    found.set(roomOf(file), room);
    room.lines += text.split("\n").length - 1;
    for (const match of text.matchAll(IMPORT)) {
      const specifier = match[1] ?? match[2] ?? match[3];
      if (!specifier.startsWith(".")) continue;
      const target = roomOf(relative(root, resolve(root, dirname(file), specifier)).replaceAll("\\", "/"));
      // Modules of one's own are handed the whole surface: that is no arrow between rooms.
      if (target !== roomOf(file) && target !== "index.ts" && !target.startsWith("..")) room.imports.add(target);
    }
  }
  return found;
}

/** The rooms that each leads to directly: what is imported and is not reached by way of another room that is imported. */
export function arrows(all = rooms()) {
  const reach = new Map();
  const reachOf = (name, path = []) => {
    if (reach.has(name)) return reach.get(name);
    const seen = new Set();
    for (const next of all.get(name)?.imports ?? []) {
      if (path.includes(next)) continue;
      seen.add(next);
      for (const further of reachOf(next, [...path, name])) seen.add(further);
    }
    if (path.length === 0) reach.set(name, seen);
    return seen;
  };
  for (const name of all.keys()) reachOf(name);
  return new Map(
    [...all].map(([name, { imports }]) => {
      const direct = [...imports].filter(
        (target) =>
          ![...imports].some((other) => other !== target && !reach.get(target)?.has(other) && reach.get(other)?.has(target)),
      );
      return [name, direct.sort()];
    }),
  );
}

/** The picture in a document, its arrows and sizes made anew. */
export function drawn(document, all = rooms()) {
  const targets = arrows(all);
  return document.replace(BLOCK, (_, block) => {
    const lines = block
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [, name, words] = /^([\w.]+)\/?\s+(?:[\d,]+ lines\s+)?(.*) -> [^>]*$/.exec(line) ?? [];
        const room = all.get(name);
        if (room === undefined) return line;
        const to = targets.get(name);
        const size = `${(Math.round(room.lines / 100) * 100).toLocaleString("en")} lines`;
        const end = to.length === 0 ? "nothing" : to.join(", ");
        return `${(name.includes(".") ? name : `${name}/`).padEnd(12)} ${size.padStart(13)}  ${words} -> ${end}`;
      });
    return `\`\`\`text\n${lines.join("\n")}\n\`\`\``;
  });
}

const path = fileURLToPath(new URL("../docs/architecture.md", import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path, drawn(readFileSync(path, "utf8")));
