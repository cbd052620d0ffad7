/**
 * The colours of the page and its charts: the package's palette, light or dark.
 */
import { darkTheme, lightTheme, type Theme } from "qntk";

export type ThemeChoice = "light" | "dark" | "system";

const KEPT = "qntk-lab-theme";

class PageTheme {
  choice = $state<ThemeChoice>((localStorage.getItem(KEPT) as ThemeChoice | null) ?? "system");
  #systemDark = $state(matchMedia("(prefers-color-scheme: dark)").matches);
  dark = $derived(this.choice === "dark" || (this.choice === "system" && this.#systemDark));
  colors: Theme = $derived(this.dark ? darkTheme : lightTheme);

  constructor() {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
      this.#systemDark = matches;
    });
  }

  toggle(): void {
    this.choice = this.dark ? "light" : "dark";
    localStorage.setItem(KEPT, this.choice);
  }
}

export const pageTheme = new PageTheme();

/** Whether the user asks for less motion. */
export const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
