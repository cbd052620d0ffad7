/** Makes parsers of grammars (*.peggy). */
export function peggyGrammars(): {
  name: string;
  transform(grammar: string, id: string): Promise<{ code: string; map: null; moduleType: "js" } | undefined>;
};
