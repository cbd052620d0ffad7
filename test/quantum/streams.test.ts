/**
 * The published streams of the state preparation.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { publishedProjectorState } from "../../src/quantum/published-unitaries.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";

const golden = JSON.parse(readFileSync(new URL("../golden/streams.json", import.meta.url), "utf8"));

const field = { observable: "projector", layers: 3, qubits: 2, steps: 1 } as const;

describe("published-projector", () => {
  it("the state is row 0 of SciPy's unitary after seed 24 (golden: NumPy), and what a projector projects on", () => {
    const { re, im } = publishedProjectorState(4);
    for (let i = 0; i < 4; i++) {
      expect(re[i]).toBeCloseTo(golden.state24Real[i], 14);
      expect(im[i]).toBeCloseTo(golden.state24Imag[i], 14);
    }
    const { observable } = buildExperiment(parseExperiment({ ...field, streams: "published-projector", samples: 1 }));
    expect(observable).toMatchObject({ kind: "projector", state: { re, im } });
  });

  it("angles come in batches of fifty samples: the first is that of `published`, and no row depends on how many are drawn", () => {
    const angles = (samples: number, streams: "published" | "published-projector") =>
      initialAngles({ samples, parameters: 3, streams });
    const all = angles(120, "published-projector");
    expect(all.subarray(0, 150)).toEqual(angles(50, "published"));
    expect(all.subarray(150, 153)).not.toEqual(all.subarray(0, 3));
    for (const samples of [1, 10, 50, 51, 100]) expect(angles(samples, "published-projector")).toEqual(all.slice(0, 3 * samples));
  });

  it("is refused for other observables and ansätze", () => {
    const message = "ansatz rpa and observable projector, whose published runs these streams draw";
    expect(() => parseExperiment({ ...field, observable: "xxz", streams: "published-projector" })).toThrow(message);
    expect(() => parseExperiment({ ...field, ansatz: "hea", streams: "published-projector" })).toThrow(message);
  });
});
