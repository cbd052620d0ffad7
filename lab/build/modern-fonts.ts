/**
 * Leaves the formats out of KaTeX's style sheet that browsers able to run the lab never ask for: .woff2 is enough.
 */
import type { Plugin } from "vite";

const SHEET = /katex(?:\.min)?\.css$/;
const OLD_FORMATS = /,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("(?:woff|truetype)"\)/g;

export function modernFonts(): Plugin {
  return {
    name: "lab-modern-fonts",
    enforce: "pre",
    transform: (code, id) => (SHEET.test(id) ? code.replace(OLD_FORMATS, "") : undefined),
  };
}
