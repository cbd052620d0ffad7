/**
 * The rooms and the one-way arrows between them, read off the import lines.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { drawn, rooms } from "../scripts/architecture.mjs";

const root = resolve(import.meta.dirname, "../src");

/** What each room may import; anything else is a mistake. Change this list when the design improves. */
const ARROWS: Record<string, readonly string[]> = {
  base: [],
  kernels: ["base"],
  linalg: ["kernels", "base"],
  quantum: ["linalg", "kernels", "base"],
  data: ["quantum", "linalg", "base"],
  engine: ["quantum", "linalg", "kernels", "base"],
  gradients: ["engine", "quantum", "linalg", "base"],
  interop: ["quantum", "base"],
  devices: ["interop", "shots", "training", "gradients", "engine", "quantum", "base"],
  ensembles: ["gradients", "engine", "quantum", "linalg", "base"],
  training: ["theory", "gradients", "engine", "quantum", "linalg", "base"],
  theory: ["linalg", "base"],
  probes: ["theory", "gradients", "engine", "quantum", "linalg", "base"],
  analysis: ["theory", "training", "linalg", "base"],
  experiment: ["interop", "data", "shots", "training", "ensembles", "theory", "engine", "quantum", "linalg", "base"],
  shots: ["data", "training", "gradients", "engine", "quantum", "linalg", "base"],
  plugins: ["index.ts", "experiment", "base"],
  workers: ["plugins", "experiment", "shots", "training", "engine", "quantum", "kernels", "base"],
  runs: ["experiment", "devices", "training", "engine", "quantum", "linalg", "base"],
  reproduce: ["analysis", "experiment", "training", "theory", "engine", "base"],
  papers: [
    "data",
    "shots",
    "reproduce",
    "experiment",
    "analysis",
    "probes",
    "theory",
    "ensembles",
    "runs",
    "training",
    "gradients",
    "engine",
    "quantum",
    "linalg",
    "base",
  ],
  sweeps: ["runs", "experiment", "analysis", "theory", "training", "engine", "quantum", "base"],
  reports: [
    "interop",
    "data",
    "runs",
    "experiment",
    "analysis",
    "probes",
    "theory",
    "ensembles",
    "shots",
    "training",
    "gradients",
    "engine",
    "quantum",
    "linalg",
    "base",
  ],
  figures: ["sweeps", "reports", "reproduce", "experiment", "probes", "analysis", "runs", "theory", "training", "linalg", "base"],
  running: [
    "sweeps",
    "shots",
    "papers",
    "reports",
    "probes",
    "analysis",
    "theory",
    "linalg",
    "reproduce",
    "runs",
    "devices",
    "workers",
    "experiment",
    "training",
    "gradients",
    "engine",
    "quantum",
    "base",
  ],
  text: [
    "papers",
    "reports",
    "figures",
    "sweeps",
    "reproduce",
    "running",
    "runs",
    "experiment",
    "analysis",
    "theory",
    "interop",
    "training",
    "base",
  ],
  terminal: ["running", "base"],
  servers: ["terminal", "running", "sweeps", "base"],
  commands: ["reproduce", "experiment", "base"],
  cli: [
    "commands",
    "text",
    "terminal",
    "servers",
    "plugins",
    "running",
    "reports",
    "figures",
    "sweeps",
    "reproduce",
    "papers",
    "runs",
    "devices",
    "workers",
    "experiment",
    "analysis",
    "theory",
    "interop",
    "shots",
    "training",
    "base",
  ],
  entries: [
    "running",
    "figures",
    "reports",
    "reproduce",
    "papers",
    "runs",
    "experiment",
    "theory",
    "ensembles",
    "interop",
    "quantum",
    "linalg",
  ],
  "index.ts": [
    "commands",
    "reproduce",
    "data",
    "sweeps",
    "figures",
    "runs",
    "experiment",
    "analysis",
    "probes",
    "theory",
    "ensembles",
    "interop",
    "shots",
    "training",
    "gradients",
    "engine",
    "quantum",
    "linalg",
    "base",
  ],
};

/** Files that may import Node's own modules: those that touch files, threads or the terminal. */
const NODE_FILES = [
  /^cli\//,
  /^running\//,
  /^terminal\//,
  /^servers\//,
  /^workers\//,
  /^plugins\//,
  /^devices\/(child|connection|device-shards)\.ts$/,
  /^runs\/(begin-at-run|device-file|check-folder|extend-run|file-store|input-files|run-folder)\.ts$/,
  /^figures\/(assets|font|raster)\.ts$/,
  /^figures\/node\//,
  /^sweeps\/(angles|points|batches|folder|work|presence|local|shell|slurm|command-executor|queue|ends|write-table)\.ts$/,
];

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .map((file) => file.replaceAll("\\", "/"));

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)import "([^"]+)"/g),
  ].map((match) => match[1] ?? match[2] ?? match[3]);
}

const roomOf = (file: string) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file);

/** Groups of files that import each other in a circle: the strongly connected components of the imports with more than one file. */
function circles(): string[][] {
  const targets = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => relative(root, resolve(root, dirname(file), specifier)).replaceAll("\\", "/"))
        .filter((target) => files.includes(target)),
    ]),
  );
  const reached = new Map(files.map((file) => [file, reachOf(file, targets)]));
  const found = new Map<string, string[]>();
  for (const file of files) {
    const circle = files.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file));
    if (circle.length > 0) found.set(circle.join(), circle);
  }
  return [...found.values()];
}

/** All files that a file's imports lead to. */
function reachOf(file: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>();
  const open = [...(targets.get(file) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(targets.get(next) ?? []));
  }
  return seen;
}

describe("architecture", () => {
  it("no arrow leads upwards: no room reaches itself by way of others", () => {
    // Modules of one's own are handed the public surface by the room that loads them.
    const targets = new Map(Object.entries(ARROWS).map(([room, below]) => [room, below.filter((other) => other !== "index.ts")]));
    for (const room of targets.keys()) expect(reachOf(room, targets).has(room), room).toBe(false);
  });

  it("every room is in the list", () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(ARROWS).sort());
  });

  it.each(files)("%s imports only what its room may", (file) => {
    const room = roomOf(file);
    for (const specifier of importsOf(file).filter((name) => name.startsWith("."))) {
      const target = relative(root, resolve(root, dirname(file), specifier)).replaceAll("\\", "/");
      if (target === "../package.json") continue;
      const other = roomOf(target);
      expect(other === room || ARROWS[room].includes(other), `${file} imports ${target}`).toBe(true);
    }
  });

  it.each(files.filter((file) => !NODE_FILES.some((pattern) => pattern.test(file))))(
    "%s runs in a browser: no node: import",
    (file) => {
      expect(importsOf(file).filter((name) => name.startsWith("node:"))).toEqual([]);
    },
  );

  it("what the public surface reaches runs in a browser", () => {
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const specifier of importsOf(file)) {
        expect(specifier.startsWith("node:"), `${file} imports ${specifier}`).toBe(false);
        const target = relative(root, resolve(root, dirname(file), specifier)).replaceAll("\\", "/");
        if (specifier.startsWith(".") && target.endsWith(".ts")) visit(target);
      }
    };
    visit("index.ts");
    for (const name of ["experiment", "runs", "theory", "reports", "noise", "ensembles", "linalg", "interop", "figures"])
      visit(`entries/${name}.ts`);
    expect(seen.size).toBeGreaterThan(30);
  });

  it("numerics know no clock, console, DOM or global randomness", () => {
    const numerics = files.filter((file) =>
      [
        "base",
        "linalg",
        "quantum",
        "engine",
        "gradients",
        "ensembles",
        "interop",
        "shots",
        "training",
        "theory",
        "probes",
        "analysis",
        "experiment",
        "reports",
        "reproduce",
        "papers",
        "text",
      ].includes(roomOf(file)),
    );
    for (const file of numerics) {
      const text = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      expect(
        text.match(/Math\.random|Date\.now|new Date|performance\.now|console\.|(?<![.-])document\.|process\./g),
        file,
      ).toBeNull();
    }
  });

  it("docs/architecture.md has every room, and the arrows of the imports (npm run generate)", () => {
    const text = readFileSync(join(root, "../docs/architecture.md"), "utf8");
    const withoutSizes = (document: string) => document.replace(/ +[\d,]+ lines/g, "");
    expect(withoutSizes(drawn(text))).toBe(withoutSizes(text));
    for (const room of rooms().keys()) expect(text).toMatch(new RegExp(`^${room.replace(".", "\\.")}`, "m"));
  });

  it("no file imports itself by way of others", () => {
    expect(circles()).toEqual([]);
  });

  it("cli/ has at most 3,000 lines: the parsing of options, and what calls the other rooms", () => {
    const own = files.filter((file) => file.startsWith("cli/")).map((file) => readFileSync(join(root, file), "utf8"));
    expect(own.reduce((sum, text) => sum + text.trimEnd().split("\n").length, 0)).toBeLessThanOrEqual(3000);
  });

  it("every file says what it is, and none has outgrown 400 lines", () => {
    for (const file of files) {
      const text = readFileSync(join(root, file), "utf8").replace(/^#!.*\n/, "");
      expect(text.startsWith("/**"), `${file} begins with a comment`).toBe(true);
      expect(text.split("\n").length, file).toBeLessThanOrEqual(400);
    }
  });
});
