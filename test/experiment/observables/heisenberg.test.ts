/**
 * The Heisenberg chain with fields, against chains that are known otherwise and a closed form.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildObservable } from "../../../src/experiment/build.ts";
import { parseExperiment } from "../../../src/experiment/config.ts";
import { maxDifference } from "../../../src/linalg/complex-matrix.ts";
import { tfim, xxz } from "../../../src/quantum/observables.ts";
import { denseMatrix, spectrum } from "../../../src/quantum/spectrum.ts";

const heisenberg = (fields: object) => buildObservable(parseExperiment({ observable: "heisenberg", ...fields }));

describe("observable heisenberg", () => {
  it("is the XXZ and the Ising chain where its couplings are theirs, exactly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 5 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.constantFrom("open", "periodic"),
        (qubits, value, boundary) => {
          const same = (fields: object, other: ReturnType<typeof xxz>) =>
            expect(maxDifference(denseMatrix(heisenberg({ qubits, boundary, ...fields })), denseMatrix(other))).toBe(0);
          same({ jz: value, hz: value }, xxz({ qubits, coupling: value, boundary }));
          same({ jx: 0, jy: 0, hx: value }, tfim({ qubits, field: value, boundary }));
        },
      ),
      { seed: 41, numRuns: 20 },
    );
  });

  it("two spins in a field along y: from -1 - 2|h| to 3, to 1e-12", () => {
    // Singlet at 3; triplet at -1 - 2 hy m with m = -1, 0, 1.
    const { min, max } = spectrum(heisenberg({ qubits: 2, hy: 0.7 }));
    expect(min).toBeCloseTo(-1 - 2 * 0.7, 12);
    expect(max).toBeCloseTo(3, 12);
  });

  it("turning all axes leaves the spectrum, to 1e-12", () => {
    const axes = { jx: 0.3, jy: -1.1, jz: 0.8, hx: 0.5, hy: 0.2, hz: -0.4 };
    const turned = { jy: 0.3, jz: -1.1, jx: 0.8, hy: 0.5, hz: 0.2, hx: -0.4 };
    const [a, b] = [axes, turned].map((fields) => spectrum(heisenberg({ qubits: 4, ...fields })));
    expect(a.min).toBeCloseTo(b.min, 12);
    expect(a.max).toBeCloseTo(b.max, 12);
  });

  it("refuses a chain without any term", () => {
    expect(() => heisenberg({ jx: 0, jy: 0, jz: 0 })).toThrow("jx is 0; allowed: a number other than 0");
  });
});
