/**
 * Tables of text.
 */

/** Lines of cells in columns as wide as their widest cell, text to the left and numbers to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[], leftColumns: number): string {
  const widths = header.map((title, k) => Math.max(...[title, ...rows.map((row) => row[k])].map((cell) => [...cell].length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) => {
        const pad = " ".repeat(widths[k] - [...cell].length);
        return k < leftColumns ? cell + pad : pad + cell;
      })
      .join("  ")
      .trimEnd();
  return [line(header), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}
