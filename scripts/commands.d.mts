/** The words of every command of the program, from its own help. */
export function commandWords(
  help: (words: readonly string[]) => string | Promise<string>,
  words?: readonly string[],
): Promise<string[][]>;
