/** Sections of the site: title, and its pages as title and file in docs/. */
export const sections: readonly (readonly [string, readonly (readonly [string, string])[]])[];
