/**
 * Random streams: known answers of other implementations, independence of batch and order.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { jaxUniform, NumpyRandomState, PythonRandom } from "../../src/base/random/published.ts";
import { threefry2x32 } from "../../src/base/random/threefry.ts";

const golden = JSON.parse(readFileSync(new URL("../golden/streams.json", import.meta.url), "utf8"));

describe("threefry2x32", () => {
  // Known-answer vectors of the Random123 distribution (kat_vectors, threefry2x32, 20 rounds).
  it.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ])("key %j, counter %j -> %j", (key, counter, expected) => {
    const out = new Uint32Array(2);
    threefry2x32(key[0], key[1], counter[0], counter[1], out);
    expect([...out]).toEqual(expected);
  });
});

describe("published streams", () => {
  it("JAX uniforms of key (0, 42): the first angles of the published 10 x 192 array, to the digits published", () => {
    const angles = [...jaxUniform(42, 1920).slice(0, 4)].map((u) => 2 * Math.PI * u);
    for (const [k, expected] of [1.18639859, 1.73917448, 4.445558, 2.99630898].entries())
      expect(angles[k]).toBeCloseTo(expected, 8);
  });

  it("NumPy RandomState uniforms, bit for bit", () => {
    const random = new NumpyRandomState(20);
    expect(golden.numpyUniform20.map(() => random.uniform())).toEqual(golden.numpyUniform20);
  });

  it("NumPy legacy normals, to 1 unit in the last place", () => {
    const random = new NumpyRandomState(22);
    for (const expected of golden.numpyNormal22)
      expect(Math.abs(random.normal() - expected)).toBeLessThanOrEqual(2 ** -52 * Math.max(1, Math.abs(expected)));
  });

  it("Python random() and choices(), bit for bit", () => {
    const uniforms = new PythonRandom(22);
    expect(golden.pythonUniform22.map(() => uniforms.uniform())).toEqual(golden.pythonUniform22);
    const choices = new PythonRandom(22);
    expect(golden.pythonChoices22.map(() => choices.choice(81))).toEqual(golden.pythonChoices22);
  });
});

describe("CounterStream", () => {
  it("depends on seed, purpose and index, and on nothing else", () => {
    const first = (seed: number, purpose: "angles" | "state", index: number) => new CounterStream(seed, purpose, index).uniform();
    expect(first(1, "angles", 0)).toBe(first(1, "angles", 0));
    const others = [
      first(1, "angles", 0),
      first(2, "angles", 0),
      first(1, "state", 0),
      first(1, "angles", 1),
      first(2 ** 40 + 1, "angles", 0),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  it("first numbers of a stream: never to change", () => {
    const stream = new CounterStream(7, "angles", 3);
    expect(
      [stream.uniform(), stream.uniform(), stream.normal(), stream.normal()].map((x) => x.toFixed(12)),
    ).toMatchInlineSnapshot(`
      [
        "0.605889642333",
        "0.964356590205",
        "-0.814700567180",
        "-0.053260031552",
      ]
    `);
  });

  it("uniforms: mean 1/2 and variance 1/12 within 4 sigma of 200,000; normals: mean 0, variance 1, kurtosis 3", () => {
    const n = 200_000;
    const stream = new CounterStream(0, "test");
    const u = Float64Array.from({ length: n }, () => stream.uniform());
    const z = Float64Array.from({ length: n }, () => stream.normal());
    const moment = (values: Float64Array, k: number, centre = 0) => values.reduce((sum, x) => sum + (x - centre) ** k, 0) / n;
    expect(u.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(Math.abs(moment(u, 1) - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(moment(u, 2, 1 / 2) - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / n));
    expect(Math.abs(moment(z, 1))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(moment(z, 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(z, 4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });

  it("neighbouring numbers, streams and seeds are uncorrelated: |r| < 4 / sqrt(50,000)", () => {
    const n = 50_000;
    const draw = (seed: number, index: number, skip: number) => {
      const stream = new CounterStream(seed, "test", index);
      for (let k = 0; k < skip; k++) stream.uniform();
      return Float64Array.from({ length: n }, () => stream.uniform() - 0.5);
    };
    const base = draw(0, 0, 0);
    for (const other of [draw(0, 0, 1), draw(0, 1, 0), draw(1, 0, 0)]) {
      const correlation = (12 * base.reduce((sum, x, k) => sum + x * other[k], 0)) / n;
      expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(n));
    }
  });

  it("refuses seeds and indices out of range", () => {
    expect(() => new CounterStream(-1, "test")).toThrow("seed is -1; allowed: an integer of at least 0.");
    expect(() => new CounterStream(0.5, "test")).toThrow("seed is 0.5");
    expect(() => new CounterStream(0, "test", 2 ** 32)).toThrow("index is 4294967296");
  });
});
