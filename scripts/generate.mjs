// Writes the files that are made from code: the JSON Schema of configurations, the reference of the command line, the picture of the rooms, and the options of the Python package.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { drawn } from "./architecture.mjs";
import { pythonOptions } from "./python-options.mjs";
import { reference } from "./reference.mjs";

const cli = (...args) => execFileSync(process.execPath, ["dist/cli.mjs", ...args], { encoding: "utf8" });
const helps = new Map();
const help = (words) => {
  const key = words.join(" ");
  if (!helps.has(key)) helps.set(key, cli(...words, "--help").trimEnd());
  return helps.get(key);
};

const schema = cli("schema");
writeFileSync("schema/config.json", schema);
writeFileSync("docs/architecture.md", drawn(readFileSync("docs/architecture.md", "utf8")));
writeFileSync("python/src/qntk/_options.py", pythonOptions(JSON.parse(schema)));

writeFileSync("docs/cli.md", await reference(help));
