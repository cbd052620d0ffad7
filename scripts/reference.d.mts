/** The reference of the command line, made of the help of every command. */
export function reference(help: (words: readonly string[]) => string | Promise<string>): Promise<string>;
