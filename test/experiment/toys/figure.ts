/** A toy figure: no runs, one panel with one curve. */
import type { Study } from "../../../src/index.ts";

export const toyFigure: Study = {
  id: "toy-line",
  title: "A toy line",
  runs: () => [],
  output: () => ({
    panels: [
      {
        name: "line",
        x: { label: "x" },
        y: { label: "y" },
        curves: [
          {
            name: "toy",
            role: "simulation",
            color: "ink",
            points: [
              [0, 0],
              [1, 1],
            ],
          },
        ],
      },
    ],
    perRow: 1,
    legend: [],
    caption: "A line that a toy draws.",
    agreement: [{ what: "toy slope", found: 1, expected: 1, source: "the toy" }],
    comparisons: [],
  }),
};
