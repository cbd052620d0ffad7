// The reference of the command line, made of the help of every command.
import { commandWords } from "./commands.mjs";

/** @param help the text of `--help` for the words of a command, or a promise of it @returns {Promise<string>} the document */
export async function reference(help) {
  const sections = [];
  for (const words of await commandWords(help))
    sections.push(`## ${["qntk", ...words].join(" ")}\n\n\`\`\`text\n${(await help(words)).trimEnd()}\n\`\`\`\n`);
  return `# Command line\n\nGenerated from \`--help\` by \`npm run generate\`.\n\n${sections.join("\n")}`;
}
