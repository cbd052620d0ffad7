/**
 * Studies as values: configurations that parse, names that tell runs apart, and the sizes they promise.
 */
import { describe, expect, it } from "vitest";
import { studies } from "../../src/papers/transition/figures/index.ts";

describe.each(studies)("figure $id", (study) => {
  it.each(["paper", "quick"] as const)("%s: run names are different, and fit for folders", (size) => {
    const names = study.runs(size, new Map()).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[\w.-]+$/);
  });
});

it("runs of one name are the same run in every study", () => {
  const byName = new Map<string, string>();
  for (const size of ["paper", "quick"] as const) {
    for (const { name, config } of studies.flatMap((study) => study.runs(size, new Map()))) {
      const text = JSON.stringify(config);
      expect(byName.get(name) ?? text).toBe(text);
      byName.set(name, text);
    }
  }
});
