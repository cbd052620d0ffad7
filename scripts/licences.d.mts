/** A plugin of rolldown, tsdown or Vite that writes the licences of what a bundle is made of. */
export function licences(
  file: string,
  others?: Iterable<string>,
): {
  name: string;
  generateBundle(options: unknown, bundle: Record<string, { type: string; moduleIds?: readonly string[] }>): void;
};
