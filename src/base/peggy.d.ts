/**
 * Parsers that the build makes from grammars (*.peggy).
 */
declare module "*.peggy" {
  /** Parses a text from the grammar's first rule on; throws a `SyntaxError` of the parser's own. */
  export function parse(text: string, options?: Readonly<Record<string, unknown>>): unknown;
}
