// Writes the files that are made from code: the JSON Schema of configurations and the reference of the command line.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const cli = (...args) => execFileSync(process.execPath, ["dist/cli.mjs", ...args], { encoding: "utf8" });

writeFileSync("schema/config.json", cli("schema"));

const commands = [
  ...["transition", "train", "show", "export", "verify", "lab", "doctor", "schema", "diagnose", "depth", "hessian", "speedup"],
  ...["theory", "theory haar", "theory restricted-haar", "theory frame-potential", "theory late-time"],
  ...["theory deep-limit", "theory lotka-volterra"],
];
const sections = [[], ...commands.map((name) => name.split(" "))].map((args) => {
  const title = ["qntk", ...args].join(" ");
  return `## ${title}\n\n\`\`\`text\n${cli(...args, "--help").trimEnd()}\n\`\`\`\n`;
});
writeFileSync("docs/cli.md", `# Command line\n\nGenerated from \`--help\` by \`npm run generate\`.\n\n${sections.join("\n")}`);
