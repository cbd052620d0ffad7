/**
 * A plugin for Vite, Vitest and tsdown that makes parsers of grammars (*.peggy), so that the parsers themselves are in no one's way.
 */
export function peggyGrammars() {
  return {
    name: "peggy-grammars",
    async transform(grammar, id) {
      if (!id.endsWith(".peggy")) return;
      const { default: peggy } = await import("peggy");
      const code = peggy.generate(grammar, { format: "es", output: "source", grammarSource: id });
      return { code, map: null, moduleType: "js" };
    },
  };
}
