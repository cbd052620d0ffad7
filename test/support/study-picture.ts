/**
 * What holds of every figure of the paper on the transition, over runs that are made up.
 */
import { describe, expect, it } from "vitest";
import { darkTheme } from "../../src/figures/palette.ts";
import { studyFigure } from "../../src/figures/study-figure.ts";
import type { Study } from "../../src/papers/transition/study.ts";
import type { Panel } from "../../src/reproduce/panels.ts";
import { roundedSvg } from "./svg.ts";
import { document, syntheticInput } from "./synthetic-study.ts";

/** Tests of a figure: its committed picture, its numbers and its caption. */
export function describeStudy(one: Study): void {
  describe(`figure ${one.id}`, () => {
    const output = one.output(syntheticInput(one, "quick"));
    const content = { title: one.title, ...output };

    it("is the committed picture, numbers rounded", async () => {
      await expect(roundedSvg(studyFigure(content, { document }).svg)).toMatchFileSnapshot(`./golden/figure-${one.id}.svg`);
    });

    it("has numbers that can be drawn, under names that are different, and a caption for every panel", () => {
      expect(studyFigure(content, { document, theme: darkTheme }).svg).not.toMatch(/NaN|Infinity|undefined/);
      const insets = output.panels.flatMap(({ inset }) => (inset === undefined ? [] : [inset.panel]));
      for (const { curves } of [...output.panels, ...insets] satisfies Omit<Panel, "inset">[]) {
        const names = curves.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
      }
      const letters = [...output.caption.matchAll(/\*\*([a-z])(?:–([a-z]))?\*\*/g)].flatMap(([, first, last = first]) =>
        "abcdefgh".slice("abcdefgh".indexOf(first), "abcdefgh".indexOf(last) + 1).split(""),
      );
      expect([...new Set(letters)].sort().join("")).toBe("abcdefgh".slice(0, output.panels.length));
    });
  });
}
