/**
 * How far rounding grows along a training run: it decides how many steps of a published run can be compared.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { train } from "../../src/training/train.ts";

describe("rounding", () => {
  const circuit = randomPauliAnsatz({ qubits: 6, layers: 6, streams: "published" });
  const observable = xxz({ qubits: 6 });

  it.each([-0.2, -30])(
    "target %d: angles moved by 1e-15 change ε and K by less than 1e-12 over 8,001 rows",
    { timeout: 240_000 },
    (target) => {
      const angles = initialAngles({ samples: 10, parameters: 6, streams: "published" }).slice(0, 12);
      const stream = new CounterStream(0, "test");
      const moved = angles.map((angle) => angle + (stream.uniform() < 0.5 ? -1e-15 : 1e-15));
      const options = { circuit, observable, targets: [target], samples: 2, steps: 8000 };
      const a = train({ ...options, initialAngles: angles }).record;
      const b = train({ ...options, initialAngles: moved }).record;
      expect(moved).not.toEqual(angles);
      let largest = 0;
      for (let k = 0; k < a.epsilon.length; k++)
        largest = Math.max(largest, Math.abs(a.epsilon[k] - b.epsilon[k]), Math.abs(a.kernel[k] - b.kernel[k]));
      expect(largest).toBeGreaterThan(0);
      expect(largest).toBeLessThan(1e-12);
    },
  );
});
