/** Blocks of code of one language in a document, or in one section of it. */
export function blocksOf(document: string, language: string, section?: string): string[] {
  const begin = section === undefined ? 0 : document.indexOf(`\n## ${section}\n`);
  if (begin < 0) return [];
  const end = section === undefined ? -1 : document.indexOf("\n## ", begin + 1);
  const part = document.slice(begin, end < 0 ? undefined : end);
  return [...part.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, block]) => block);
}
