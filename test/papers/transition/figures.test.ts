/**
 * The paper's figures: what studies make of runs that obey the theory exactly, and the pictures of it.
 */
import { describe, expect, it } from "vitest";
import { captionMarkdown, captionPage, type StudyCaption } from "../../../src/figures/study-caption.ts";
import { studyFigure } from "../../../src/figures/study-figure.ts";
import { vectorPdf } from "../../../src/figures/vector-pdf.ts";
import { studies } from "../../../src/papers/transition/figures/index.ts";
import type { Study } from "../../../src/papers/transition/study.ts";
import { publishedLibrary } from "../../../src/papers/transition/verification/library.ts";
import { describeStudy } from "../../support/study-picture.ts";
import { document, syntheticInput } from "../../support/synthetic-study.ts";

const study = (id: string) => studies.find((one) => one.id === id) as Study;

// Figure 8, which infers what each of its curves says, is beside the tests of that.
for (const one of studies) if (one.id !== "8") describeStudy(one);

describe.each(["2", "3", "7"])("figure %s", (id) => {
  it("agrees with the theory its runs obey: rates, up to the finite step, to 2 %, ζ and the critical exponent to 3 %", () => {
    const { agreement } = study(id).output(syntheticInput(study(id), "quick"));
    expect(agreement.length).toBeGreaterThanOrEqual(4);
    for (const { what, found, expected } of agreement)
      expect(Math.abs(found / expected - 1), what).toBeLessThan(/ζ|exponent/.test(what) ? 0.03 : 0.02);
  });
});

it("figure 7: exact runs are faster than the linear loss by the factor R", () => {
  const panel = study("7").output(syntheticInput(study("7"), "quick")).panels[2];
  const dots = panel.curves.filter(({ mark, name }) => mark === "dots" && name !== "linear loss");
  expect(dots).toHaveLength(3);
  for (const { points } of dots) expect(points[0][1] / points[0][0]).toBeCloseTo(1, 2);
});

describe("published data", () => {
  const one = study("3");
  const input = syntheticInput(one, "paper", ({ samples }) => samples);

  /** The runs themselves as if they had been published, ε of one step and sample off by a shift. */
  function publishedFrom(shift: number) {
    const files = one.runs("paper", new Map()).flatMap(({ name, config: { samples, target } }) => {
      const { record } = input.run(name);
      const rows = record.plan.steps + 1;
      const array = (values: Float64Array, first: number) => ({
        shape: [rows, samples],
        data: Float64Array.from({ length: rows * samples }, (_, i) => {
          return values[(i % samples) * rows + Math.floor(i / samples)] + (i === samples ? first : 0);
        }),
      });
      const path = (letter: string) => `training/RPA/Heisenberg/n6/RPA${letter}histXXZ_n6L192Tgt${target[0]}.npy`;
      return [
        [path("eps"), array(record.epsilon, shift)],
        [path("K"), array(record.kernel, 0)],
      ] as const;
    });
    const arrays = new Map(files);
    return publishedLibrary([...arrays.keys()], (path) => arrays.get(path) ?? { shape: [], data: new Float64Array() });
  }

  it.each([0, 1e-3])("is compared curve by curve, every row: a shift of %d in one number is found", (shift) => {
    const { comparisons } = one.output({ ...input, published: publishedFrom(shift) });
    expect(comparisons).toHaveLength(14);
    for (const { curve, maxDifference, compared } of comparisons) {
      expect(maxDifference, curve).toBeCloseTo(curve.startsWith("ε") ? shift : 0, 12);
      expect(compared).toMatch(/^\d+ rows x 5 samples$/);
    }
  });

  it("is left out where there is none", () => {
    expect(one.output(input).comparisons).toEqual([]);
    expect(publishedLibrary([], () => ({ shape: [], data: new Float64Array() })).array("x.npy")).toBeUndefined();
  });
});

describe("caption", () => {
  const one = study("3");
  const runs = one.runs("quick", new Map());
  const caption: StudyCaption = {
    name: "Figure 3",
    title: one.title,
    output: one.output(syntheticInput(one, "quick")),
    runs: runs.map(({ name, config }) => ({ name, config, command: `npx qntk train ${name}` })),
    draws: [{ name: "draws", settings: { seed: 7, L: [1, 2] } }],
    command: "npx qntk figure 3 --quick",
    program: "qntk 0.0.0",
    seconds: 12.34,
    formatNumber: String,
  };

  it("states every run's parameters, seeds, agreement and the command", () => {
    const text = captionMarkdown(caption);
    for (const { name } of runs) expect(text).toContain(`| ${name} | rpa, n = 4, L = 64 | xxz, J = 2, open |`);
    expect(text).toContain("published | mu 10 |");
    expect(text).toContain("| draws | seed 7; L 1, 2 |");
    expect(text).toContain("exponent of K, O0 = −14 | −1, Eq. 15");
    expect(text).toContain("npx qntk figure 3 --quick");
    expect(text).toContain("took 12.3 s");
  });

  it("as a page: bold letters, subscripts, both themes", () => {
    const figure = studyFigure({ title: one.title, ...caption.output }, { document });
    const page = captionPage(caption, { light: figure, dark: figure }, "");
    expect(page).toContain("<b>a</b> Right-hand side");
    expect(page).toContain("O<sub>0</sub> = −14");
    expect(page.match(/<div class="(light|dark)"><svg/g)).toHaveLength(2);
  });
});

describe("PDF", () => {
  const one = study("3");
  const figure = studyFigure({ title: one.title, ...one.output(syntheticInput(one, "quick")) }, { document });

  it("is one page of the figure's size with the font in it, the same bytes every time", async () => {
    const [first, second] = [await vectorPdf(figure, "title"), await vectorPdf(figure, "title")];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    const text = Buffer.from(first).toString("latin1");
    expect(text).toContain(`/MediaBox [0 0 ${figure.width * 0.75} ${figure.height * 0.75}]`);
    expect(text).toMatch(/\/FontFile2/);
    expect(text).not.toMatch(/\/Subtype \/Image/);
  });
});
