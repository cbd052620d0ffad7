// The commands of the program, from its own help: the words of each, those below it after it.
const listed = /^Commands:\n((?: .*\n?)*)/m;

/** @param help the text of `--help` for the words of a command @returns {Promise<string[][]>} */
export async function commandWords(help, words = []) {
  const names = [...(listed.exec(await help(words)) ?? ["", ""])[1].matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name]) => name);
  const below = [];
  for (const name of names.filter((name) => name !== "help")) below.push(...(await commandWords(help, [...words, name])));
  return [words, ...below];
}
