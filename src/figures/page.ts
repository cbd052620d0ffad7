/**
 * The shell of an HTML page that needs no other file, for light and dark.
 */
import { escapeXml } from "./figure.ts";
import { darkTheme, lightTheme } from "./palette.ts";

/**
 * A page.
 *
 * @param fontFace CSS that makes the font available
 * @param body HTML; elements of class `light` and `dark` are shown on pages of that kind, `phase` with a phase's name in its colour
 */
export function htmlPage(title: string, fontFace: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>
${fontFace}
:root { color-scheme: light dark; --ink: ${lightTheme.ink}; --muted: ${lightTheme.muted}; --faint: ${lightTheme.faint}; --page: ${lightTheme.background}; }
${phaseRules(lightTheme.phase)}
body { margin: 32px auto; max-width: 1020px; padding: 0 20px; background: var(--page); color: var(--ink); font: 15px/1.55 Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; } h2 { font-size: 16px; margin: 32px 0 8px; }
p, dl { margin: 8px 0; } dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 20px; } dt { color: var(--muted); } dd { margin: 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 13.5px; } th, td { padding: 5px 7px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--faint); }
th { font-weight: 600; border-bottom: 1px solid var(--ink); } th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
.phase { font-weight: 600; } figure { margin: 16px 0; } figure svg { width: 100%; height: auto; } .dark { display: none; }
figcaption { color: var(--muted); } pre { background: color-mix(in srgb, var(--faint) 35%, transparent); padding: 10px 12px; overflow-x: auto; font-size: 13px; }
@media (prefers-color-scheme: dark) {
:root { --ink: ${darkTheme.ink}; --muted: ${darkTheme.muted}; --faint: ${darkTheme.faint}; --page: ${darkTheme.background}; }
${phaseRules(darkTheme.phase)}
.light { display: none; } .dark { display: block; }
}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function phaseRules(colors: Readonly<Record<string, string>>): string {
  return Object.entries(colors)
    .map(([phase, color]) => `.phase.${phase} { color: ${color}; }`)
    .join("\n");
}
