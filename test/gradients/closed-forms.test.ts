/**
 * Derivatives where they are known: two turned qubits, the Bloch sphere, and estimates whose numbers can be worked out by hand.
 */
import { describe, expect, it } from "vitest";
import { engineNamed } from "../../src/engine/engines.ts";
import { loadNoisy } from "../../src/engine/noisy/noisy-simulator.ts";
import { curvatureAt, lossCurvature } from "../../src/gradients/curvature.ts";
import { dataHessian } from "../../src/gradients/data-hessian.ts";
import { type DataCurvatureSource, dataCurvature, kernelMatrix } from "../../src/gradients/data-kernel.ts";
import { hessianEigenvaluesOf, lossHessianEigenvalues, tangentsAtOnce } from "../../src/gradients/hessian.ts";
import { unbiasedDqntk, unbiasedKernelMatrix, unbiasedQntk } from "../../src/gradients/kernel-estimates.ts";
import { fubiniStudyMetric, layersOfParameters, metricSource } from "../../src/gradients/metric.ts";
import {
  addShiftRule,
  addShiftVariances,
  anglesOf,
  noisyParameterShift,
  parameterShift,
  shiftedAngles,
  shiftGradient,
} from "../../src/gradients/parameter-shift.ts";
import { pickEntries, pickMatrices } from "../../src/gradients/pick.ts";
import { dqntk, qntk } from "../../src/gradients/qntk.ts";
import { fisherEigenvalues, fisherRank, tangentSteps, tangentVectors } from "../../src/gradients/tangents.ts";
import { type Circuit, CircuitBuilder, type Rotation, rotationsOf } from "../../src/quantum/circuit.ts";
import { gateDepolarizing } from "../../src/quantum/noise/noise-model.ts";
import { pauliSum } from "../../src/quantum/observables.ts";

function expectNumbers(values: ArrayLike<number>, known: readonly number[], bound = 1e-12): void {
  expect(values.length).toBe(known.length);
  known.forEach((value, k) => {
    expect(Math.abs(values[k] - value), `entry ${k}`).toBeLessThan(bound);
  });
}

/** <O> = 2 cos θ0 - 3 cos θ1, of two qubits turned each by its own angle. */
const turned = new CircuitBuilder(2).rx(0).ry(1).build();
const twoLevels = pauliSum("2*ZI - 3*IZ");
const [first, second] = [0.7, -1.1];
const slopes = [-2 * Math.sin(first), 3 * Math.sin(second)];
const curved = [-2 * Math.cos(first), 3 * Math.cos(second)];

/** Both eigenvalues of a symmetric matrix ((a, b), (b, c)). */
function eigenvaluesOf(a: number, b: number, c: number): [number, number] {
  const root = Math.hypot((a - c) / 2, b);
  return [(a + c) / 2 - root, (a + c) / 2 + root];
}

describe("two turned qubits", () => {
  const simulator = engineNamed("reference").load(turned, twoLevels);
  const theta = Float64Array.of(first, second);
  const value = 2 * Math.cos(first) - 3 * Math.cos(second);

  it("K is the sum of squared slopes, μ = Σ g² H", () => {
    const { gradient } = simulator.gradient(theta);
    expectNumbers(gradient, slopes);
    expectNumbers(qntk(gradient, 1), [slopes[0] ** 2 + slopes[1] ** 2]);
    expectNumbers(dqntk(simulator, theta, gradient), [slopes[0] ** 2 * curved[0] + slopes[1] ** 2 * curved[1]]);
    expect(() => qntk(Float64Array.of(1, 2, 3), 2)).toThrow("gradient is of 3 entries; allowed: a multiple of 2 entries");
  });

  it("curvature of the quadratic loss: eigenvalues of g gᵀ + ε H; of the linear one, of H", () => {
    const epsilon = value - 0.4;
    const [a, b, c] = [slopes[0] ** 2 + epsilon * curved[0], slopes[0] * slopes[1], slopes[1] ** 2 + epsilon * curved[1]];
    const quadratic = lossCurvature(simulator, theta, 0.4);
    expectNumbers([quadratic.min, quadratic.max], eigenvaluesOf(a, b, c));
    const linear = lossCurvature(simulator, theta);
    expectNumbers(
      [linear.min, linear.max],
      curved.toSorted((x, y) => x - y),
    );
    const other = curvatureAt(simulator, { theta, gradient: Float64Array.from(slopes), slope: -0.3, curvature: 2.5 });
    expectNumbers(
      [other.min, other.max],
      eigenvaluesOf(2.5 * slopes[0] ** 2 - 0.3 * curved[0], 2.5 * b, 2.5 * slopes[1] ** 2 - 0.3 * curved[1]),
    );
    expect(() => lossCurvature(simulator, Float64Array.of(1, 2, 3, 4))).toThrow("theta");
  });

  it("eigenvalues of the loss Hessian of two columns, each with its own L' and L''", () => {
    const hessians = Float64Array.of(1, 2, 4, 3, -1, 0.5, 0.5, 6);
    const gradients = Float64Array.of(2, -1, 0.3, 0.7);
    // The mean of both halves off the diagonal.
    const [low, high] = [eigenvaluesOf(1, 3, 3), eigenvaluesOf(-1, 0.5, 6)];
    expectNumbers(lossHessianEigenvalues(hessians, gradients, 2), [...low, ...high]);
    expectNumbers(lossHessianEigenvalues(hessians, gradients, 2, Float64Array.of(0.5, -2)), [
      ...eigenvaluesOf(4 + 0.5, -2 + 1.5, 1 + 1.5),
      ...eigenvaluesOf(0.09 + 2, 0.21 - 1, 0.49 - 12),
    ]);
    const loss = { slopes: Float64Array.of(3, 1), curvatures: Float64Array.of(0.5, 0) };
    expectNumbers(hessianEigenvaluesOf(hessians, gradients, loss), [
      ...eigenvaluesOf(2 + 3, -1 + 9, 0.5 + 9),
      ...eigenvaluesOf(-1, 0.5, 6),
    ]);
    const unknown = Float64Array.of(2, -1, Number.NaN, Number.NaN);
    expectNumbers(hessianEigenvaluesOf(hessians, unknown, loss).subarray(2), [...high]);
  });
});

describe("the Bloch sphere", () => {
  const polar = 0.8;
  // RZ(φ) RY(ϑ)|0>: ds² = (dϑ² + sin² ϑ dφ²)/4.
  const sphere = new CircuitBuilder(1).ry(0).rz(0).build();
  const simulator = engineNamed("reference").load(sphere, pauliSum("Z"));
  const theta = Float64Array.of(polar, 2.3);

  it("has the metric diag(1, sin² ϑ)/4, in the order asked for", () => {
    const tangents = tangentVectors(simulator, theta);
    const around = Math.sin(polar) ** 2 / 4;
    expectNumbers(fubiniStudyMetric(tangents, [0, 1]), [0.25, 0, 0, around]);
    expectNumbers(fubiniStudyMetric(tangents, [1, 0]), [around, 0, 0, 0.25]);
    expectNumbers(fubiniStudyMetric(tangents, [1]), [around]);
    const source = metricSource(simulator);
    expectNumbers(source.metric(theta, [0, 1]), [0.25, 0, 0, around]);
    expect(metricSource(simulator)).toBe(source);
  });

  it("has the Fisher information 1 and sin² ϑ: two directions, and one at the pole", () => {
    const tangents = tangentVectors(simulator, theta);
    expectNumbers(fisherEigenvalues(tangents), [Math.sin(polar) ** 2, 1]);
    expect(fisherRank(tangents)).toBe(2);
    expect(fisherRank(tangentVectors(simulator, Float64Array.of(0, 1)))).toBe(1);
  });

  it("has rank 0 where phases alone are turned, and a direction counts from 1e-10 of the fastest on", () => {
    for (const angle of [0.3, 1, 2.2, 5]) {
      const phases = new CircuitBuilder(2).rz(0).rotation("ZZ", { coefficient: 1e3 }).build();
      const still = tangentVectors(engineNamed("reference").load(phases, pauliSum("ZI")), Float64Array.of(angle, 2 * angle));
      expect(fisherRank(still)).toBe(0);
    }
    // F = diag(c², 1) of two qubits turned by c θ0 and θ1.
    for (const [coefficient, rank] of [
      [0.9e5, 2],
      [1.1e5, 1],
    ]) {
      const uneven = new CircuitBuilder(2).rotation("XI", { coefficient }).rx(1).build();
      const tangents = tangentVectors(engineNamed("reference").load(uneven, pauliSum("ZI")), Float64Array.of(0.3, 0.4));
      expect(fisherRank(tangents)).toBe(rank);
    }
  });

  it("RZ, RY, RZ, RY, RX: five parameters move one qubit in two directions, with the eigenvalues of four times the metric", () => {
    const many = new CircuitBuilder(1).ry(0).rz(0).ry(0).rx(0).rz(0).build();
    const angles = Float64Array.of(0.3, 1.2, -0.7, 2.1, 0.4);
    const tangents = tangentVectors(engineNamed("reference").load(many, pauliSum("Z")), angles);
    const values = fisherEigenvalues(tangents);
    const metric = fubiniStudyMetric(tangents, [0, 1, 2, 3, 4]);
    // min(5, 2 d) = 4 of them, of which two vanish.
    expect(values).toHaveLength(4);
    const trace = (power: number) => values.reduce((sum, value) => sum + value ** power, 0);
    expect(fisherRank(tangents)).toBe(2);
    expect(Math.abs(trace(1) - [0, 6, 12, 18, 24].reduce((sum, k) => sum + 4 * metric[k], 0))).toBeLessThan(1e-12);
    expect(Math.abs(trace(2) - metric.reduce((sum, value) => sum + (4 * value) ** 2, 0))).toBeLessThan(1e-12);
  });

  it("a parameter of several rotations moves the state by all of them: RX(2ϑ) RX(-ϑ/2) turns one and a half times as far", () => {
    const shared = new CircuitBuilder(1).rotation("X", { coefficient: 2 }).rotation("X", { parameter: 0, coefficient: -0.5 });
    const { re, im } = tangentVectors(engineNamed("reference").load(shared.build(), pauliSum("Z")), Float64Array.of(0.6));
    // ψ = (cos 1.5 ϑ/2, -i sin 1.5 ϑ/2).
    expectNumbers(re, [-0.75 * Math.sin(0.45), 0]);
    expectNumbers(im, [0, -0.75 * Math.cos(0.45)]);
  });
});

describe("many rotations", () => {
  // One qubit turned 200 times about one axis by the angles θ_l: <Z> = cos Σ θ_l, whatever batches they are evaluated in.
  const count = 200;
  const builder = new CircuitBuilder(1);
  for (let l = 0; l < count; l++) builder.rx(0);
  const circuit = builder.build();
  const simulator = engineNamed("reference").load(circuit, pauliSum("Z"));
  const theta = Float64Array.from({ length: 2 * count }, (_, l) => Math.sin(l * l) / 7);
  const total = (c: number) => theta.subarray(c * count, (c + 1) * count).reduce((a, b) => a + b, 0);

  it("parameter shift of two columns: every derivative is -sin Σ θ", () => {
    expectNumbers(
      parameterShift(simulator, theta),
      Array.from({ length: 2 * count }, (_, k) => -Math.sin(total(Math.floor(k / count)))),
    );
  });

  it("says which column and which shifted circuit a batch begins with, and takes at most 128 circuits at once", () => {
    const batches: [circuits: number, column: number, first: number][] = [];
    shiftGradient(circuit, theta, (angles, column, start) => {
      batches.push([angles.length / count, column, start]);
      return new Float64Array(angles.length / count);
    });
    for (const column of [0, 1]) {
      const own = batches.filter((batch) => batch[1] === column);
      expect(own.map(([circuits]) => circuits).reduce((a, b) => a + b)).toBe(2 * count);
      let next = 0;
      for (const [circuits, , start] of own) {
        expect(circuits).toBeLessThanOrEqual(128);
        expect(start).toBe(next);
        next += circuits;
      }
      expect(own.length).toBe(Math.ceil((2 * count) / 128));
    }
  });

  it("with noise, the rule gives what is left of every derivative: a share 1 - p for each gate that depolarises with p", () => {
    const few = new CircuitBuilder(1).rx(0).rx(0).build();
    const p = 0.06;
    const noisy = loadNoisy(few, pauliSum("Z"), gateDepolarizing(p, 0));
    const angles = Float64Array.of(0.4, 0.5, -0.2, 1.3);
    // 1 - p for each of the two gates.
    const left = (1 - p) ** 2;
    expectNumbers(
      noisyParameterShift(noisy, angles),
      [0.9, 0.9, 1.1, 1.1].map((sum) => -left * Math.sin(sum)),
    );
    expect(() => noisyParameterShift(noisy, angles.subarray(1))).toThrow("theta");
  });

  it("tangents: ∂ψ = (-sin, -i cos)(Σ θ/2)/2 for each, and the steps say how many are done", () => {
    const own = theta.slice(0, count);
    const half = total(0) / 2;
    const { re, im } = tangentVectors(simulator, own);
    for (let l = 0; l < count; l++) {
      expectNumbers(re.subarray(2 * l, 2 * l + 2), [-Math.sin(half) / 2, 0]);
      expectNumbers(im.subarray(2 * l, 2 * l + 2), [0, -Math.cos(half) / 2]);
    }
    const done = [...tangentSteps(simulator, own)];
    expect(done.at(-1)).toBe(count);
    done.forEach((rotations, k) => {
      const before = k === 0 ? 0 : done[k - 1];
      expect(rotations).toBeGreaterThan(before);
      expect(rotations - before).toBeLessThanOrEqual(128);
    });
    expect(() => tangentVectors(simulator, theta)).toThrow("theta");
  });
});

describe("the parts of the parameter-shift rule", () => {
  const rotations = rotationsOf(
    new CircuitBuilder(2)
      .rotation("XI", { coefficient: 2 })
      .rotation("IY", { coefficient: -0.5 })
      .rotation("ZI", { parameter: 0, coefficient: 3 })
      .build(),
  ) as Rotation[];

  it("angles are c θ; each of the rotations asked for is shifted alone, by π/2 and by -π/2", () => {
    const angles = anglesOf(rotations, Float64Array.of(0.1, 0.2));
    expectNumbers(angles, [0.2, -0.1, 0.3], 1e-15);
    const quarter = Math.PI / 2;
    expectNumbers(
      shiftedAngles(angles, 1, 2),
      [
        [0.2, -0.1 + quarter, 0.3],
        [0.2, -0.1 - quarter, 0.3],
        [0.2, -0.1, 0.3 + quarter],
        [0.2, -0.1, 0.3 - quarter],
      ].flat(),
      1e-15,
    );
  });

  it("derivatives Σ c (plus - minus)/2 and their variances Σ (c/2)² (both), added to what is there", () => {
    const gradient = Float64Array.of(10, 20);
    addShiftRule(rotations, [5, 1, 4, -2, 7, 6], gradient);
    // 2·4/2 + 3·1/2 and -0.5·6/2.
    expectNumbers(gradient, [15.5, 18.5]);
    const variances = Float64Array.of(1, 2);
    addShiftVariances(rotations, [1, 3, 8, 16, 2, 6], variances);
    // 1·4 + 2.25·8 and 0.0625·24.
    expectNumbers(variances, [23, 3.5]);
  });
});

describe("layers of parameters", () => {
  const layers = (build: (builder: CircuitBuilder) => CircuitBuilder): number[] =>
    layersOfParameters(build(new CircuitBuilder(2)).build());

  it("gates between rotations part them, gates before the first and several in a row part nothing more", () => {
    expect(layers((b) => b.h(0).rx(0).ry(1).cz(0, 1).cnot(0, 1).rz(0).rx(1).h(1).ry(0).s(0))).toEqual([0, 0, 1, 1, 2]);
    expect(layers((b) => b.rx(0).h(0).ry(0, 0).rz(1))).toEqual([0, 1]);
    expect(layers((b) => b.h(0).s(1))).toEqual([]);
  });
});

describe("kernels of data", () => {
  // Two columns of two data with three parameters.
  const gradient = Float64Array.of(1, 2, 3, -1, 0.5, 2, 0, 4, -2, 3, 1, 1);

  it("K is every product of two gradients", () => {
    expectNumbers(kernelMatrix(gradient, 2, 2), [14, 6, 6, 5.25, 20, 2, 2, 11]);
  });

  it("μ_αβγ = J_α·H_β·J_γ for given Hessians, of the columns asked for", () => {
    const count = 2;
    const size = 3;
    // H_β of column c: symmetric, different for each.
    const entry = (c: number, b: number, l: number, m: number) => (1 + c + 2 * b) * (l + m + 1) + (l === m ? b - c : 0);
    const asked: (readonly number[] | undefined)[] = [];
    const source: DataCurvatureSource = {
      products(_, vectors, which) {
        asked.push(which);
        const products = new Float64Array(vectors.length);
        for (let c = 0; c < 2; c++)
          for (let b = 0; b < count; b++)
            for (let v = 0; v < count; v++)
              for (let l = 0; l < size; l++)
                for (let m = 0; m < size; m++) {
                  const at = ((c * count + b) * count + v) * size;
                  products[at + l] += entry(c, b, l, m) * vectors[at + m];
                }
        return products;
      },
    };
    const mu = dataCurvature(source, new Float64Array(2 * size), gradient, 2, count, [4, 7]);
    expect(asked).toEqual([[4, 7]]);
    const j = (c: number, a: number, l: number) => gradient[(c * count + a) * size + l];
    const known: number[] = [];
    for (const c of [0, 1])
      for (const a of [0, 1])
        for (const b of [0, 1])
          for (const g of [0, 1]) {
            let sum = 0;
            for (let l = 0; l < size; l++) for (let m = 0; m < size; m++) sum += j(c, a, l) * entry(c, b, l, m) * j(c, g, m);
            known.push(sum);
          }
    expectNumbers(mu, known);
    // By hand: H_0 of the first column is ((1, 2, 3), (2, 3, 4), (3, 4, 5)), and J_0 = (1, 2, 3) gives 1 + 12 + 45 + 2 (4 + 9 + 24).
    expect(mu[0]).toBe(132);
  });

  it("the Hessian of the loss: J W Jᵀ + Σ s H over the trained parameters, for many more parameters than one batch", () => {
    // H_α diagonal, (α + 1)(l + 1): 150 parameters, of which every second is trained, in batches of 64 at the most.
    const parameters = 150;
    const trained = Array.from({ length: 75 }, (_, k) => 2 * k + 1);
    const asked: (readonly number[] | undefined)[] = [];
    const source: DataCurvatureSource = {
      products(_, vectors, which) {
        asked.push(which);
        const perDatum = vectors.length / 2;
        return vectors.map((value, k) => value * (Math.floor(k / perDatum) + 1) * ((k % parameters) + 1));
      },
    };
    const jacobian = Float64Array.from({ length: 2 * parameters }, (_, k) => Math.sin(k + 1));
    const weights = { slopes: Float64Array.of(0.5, -2), curvatures: Float64Array.of(1.5, -0.25, -0.25, 0) };
    const circuit = { qubits: 1, parameters, operations: [] };
    const matrix = dataHessian(source, new Float64Array(parameters), jacobian, weights, trained, circuit, 3);
    expect(asked.length).toBe(2);
    expect(asked.every((which) => which?.length === 1 && which[0] === 3)).toBe(true);
    const known = trained.flatMap((l) =>
      trained.map((m) => {
        const [a, b, c, d] = [jacobian[l], jacobian[m], jacobian[parameters + l], jacobian[parameters + m]];
        // 0.5 · 1 - 2 · 2 times l + 1 on the diagonal.
        return 1.5 * a * b - 0.25 * (a * d + c * b) + (l === m ? -3.5 * (l + 1) : 0);
      }),
    );
    expectNumbers(matrix, known, 1e-11);
    asked.length = 0;
    dataHessian(source, new Float64Array(parameters), jacobian, weights, trained, circuit);
    expect(asked).toEqual([undefined, undefined]);
    const wrong = (gradient: number, curvatures: number) => () =>
      dataHessian(
        source,
        new Float64Array(parameters),
        new Float64Array(gradient),
        { slopes: weights.slopes, curvatures: new Float64Array(curvatures) },
        trained,
        circuit,
      );
    expect(wrong(parameters, 4)).toThrow("gradient is of 150 entries; allowed: exactly 300 entries");
    expect(wrong(2 * parameters, 1)).toThrow("curvatures is of 1 entries; allowed: exactly 4 entries");
  });
});

describe("estimates from shots, by hand", () => {
  it("K of two columns: Σ (ĝ² - v̂), and max(0, Σ 4 (ĝ² - v̂) v̂) + 2 Σ v̂²", () => {
    const { kernel, error } = unbiasedQntk(Float64Array.of(3, 1, 1, 0), Float64Array.of(2, 0.5, 4, 1), 2);
    expectNumbers(kernel, [7 + 0.5, -3 - 1]);
    // 4 (14 + 0.25) + 2 (4 + 0.25); 4 (-12 - 1) is less than nothing, and 2 (16 + 1) is left.
    expectNumbers(error, [Math.sqrt(65.5), Math.sqrt(34)]);
    expect(() => unbiasedQntk(new Float64Array(4), new Float64Array(3), 2)).toThrow("variances is of 3 entries");
    expect(() => unbiasedQntk(new Float64Array(4), new Float64Array(4), 0)).toThrow("columns");
  });

  it("K of three data in two columns: products off the diagonal, each with its own error", () => {
    const gradient = Float64Array.of(1, 2, 3, -1, 0, 1, 2, 2, 1, 1, -1, 0);
    const variances = Float64Array.of(0.5, 1, 2, 0.25, 1, 1, 3, 1, 0.5, 2, 1, 4);
    const { kernel, error } = unbiasedKernelMatrix(gradient, variances, 2, 3);
    const diagonal = unbiasedQntk(gradient, variances, 6);
    const squares = error.map((value) => value ** 2);
    expectNumbers(kernel, [
      ...[diagonal.kernel[0], 1, 2, 1, diagonal.kernel[1], -1, 2, -1, diagonal.kernel[2]],
      ...[diagonal.kernel[3], 4, -2, 4, diagonal.kernel[4], -1, -2, -1, diagonal.kernel[5]],
    ]);
    const d = diagonal.error.map((value) => value ** 2);
    // Σ ĝ² ŵ + ĥ² v̂ - v̂ ŵ: data 0 and 1 of the first column give 3 + 5.5 - 1.25, data 1 and 2 of the second 5 + 0.5 - 8.5, which is cut off at zero.
    expectNumbers(squares, [...[d[0], 7.25, 4.5, 7.25, d[1], 8, 4.5, 8, d[2]], ...[d[3], 10.5, 16, 10.5, d[4], 0, 16, 0, d[5]]]);
  });

  it("μ: Σ Â Ĥ with Â = ĝ ĝᵀ - v̂, and its error from scatter of Ĥ, of ĝ, and of both", () => {
    const { value, error } = unbiasedDqntk({
      gradient: Float64Array.of(2, -1),
      variances: Float64Array.of(0.5, 0.25),
      hessian: Float64Array.of(3, 1, 1, -2),
      hessianVariances: Float64Array.of(0.1, 0.2, 0.2, 0.4),
    });
    // Â = ((3.5, -2), (-2, 0.75)): 10.5 - 4 - 1.5.
    expect(value).toBeCloseTo(5, 12);
    // Ĥ: 12.25·0.1 + 4·4·0.2 + 0.5625·0.4 = 4.65.
    // ĝ: (Hg)² = 25 and 16, less 4·0.1 + 9·0.5 - 0.05 + 0.2 + 0.25 - 0.05 = 5.25 and 0.8 + 0.5 - 0.1 + 0.4 + 1 - 0.1 = 2.5: 4 (19.75·0.5 + 13.5·0.25) = 53.
    // Both: 2 ((9 - 0.1)·0.25 + 2 (1 - 0.2)·0.125 + (4 - 0.4)·0.0625) = 5.3.
    expect(error ** 2).toBeCloseTo(4.65 + 53 + 5.3, 10);
    const flat = (curved: number, scatter: number) =>
      unbiasedDqntk({
        gradient: Float64Array.of(0, 0),
        variances: Float64Array.of(1, 1),
        hessian: Float64Array.of(curved, 0, 0, 0),
        hessianVariances: Float64Array.of(scatter, 2 * scatter, 2 * scatter, 3 * scatter),
      });
    // A known Hessian and no slope: μ̂ = (ĝ² - v̂) H with the variance 2 v² H² of a square.
    expect(flat(3, 0).value).toBeCloseTo(-3, 12);
    expect(flat(3, 0).error ** 2).toBeCloseTo(18, 12);
    // No Hessian but its scatter: Â = -1 on the diagonal gives 1 + 3, what is taken off the slopes 4 (3 + 5), and both together would be less than nothing.
    expect(flat(0, 1).value).toBeCloseTo(0, 12);
    expect(flat(0, 1).error ** 2).toBeCloseTo(36, 12);
  });

  it("refuses what does not fit", () => {
    const sizes = { gradient: 2, variances: 2, hessian: 4, hessianVariances: 4 };
    for (const name of ["variances", "hessian", "hessianVariances"] as const) {
      const wrong = { ...sizes, [name]: 1 };
      expect(() =>
        unbiasedDqntk({
          gradient: new Float64Array(wrong.gradient),
          variances: new Float64Array(wrong.variances),
          hessian: new Float64Array(wrong.hessian),
          hessianVariances: new Float64Array(wrong.hessianVariances),
        }),
      ).toThrow(`${name} is of 1 entries; allowed: exactly ${sizes[name]} entries`);
    }
  });
});

describe("some parameters of every column", () => {
  it("entries and matrices, in the order asked for", () => {
    const values = Float64Array.of(1, 2, 3, 4, 5, 6);
    expect([...pickEntries(values, 3, [2, 0])]).toEqual([3, 1, 6, 4]);
    const matrices = Float64Array.from({ length: 18 }, (_, k) => k);
    expect([...pickMatrices(matrices, 3, [2, 0])]).toEqual([8, 6, 2, 0, 17, 15, 11, 9]);
    // All of them are the array itself.
    expect(pickEntries(values, 3, [0, 1, 2])).toBe(values);
    expect(pickMatrices(matrices, 3, [0, 1, 2])).toBe(matrices);
  });
});

describe("tangents at once", () => {
  const circuit = (qubits: number, dense: number): Circuit => {
    const builder = new CircuitBuilder(qubits).rx(0).cz(0, 1);
    const identity = { rows: 2, columns: 2, re: Float64Array.of(1, 0, 0, 1), im: new Float64Array(4) };
    for (let k = 0; k < dense; k++) builder.unitary(identity, [0]);
    return builder.build();
  };

  it("with one more state beside them they fit in 256 MiB, one more would not: 16 bytes for an amplitude, four states and one for every dense layer", () => {
    for (const [qubits, columns, dense] of [
      [16, 3, 0],
      [18, 1, 2],
      [14, 20, 5],
    ]) {
      const found = tangentsAtOnce(circuit(qubits, dense), columns);
      const bytes = (tangents: number) => (tangents + 1) * columns * (4 + dense) * 16 * 2 ** qubits;
      expect(bytes(found)).toBeLessThanOrEqual(2 ** 28);
      expect(bytes(found + 1)).toBeGreaterThan(2 ** 28);
    }
  });

  it("are 64 at the most, and one at the least", () => {
    expect(tangentsAtOnce(circuit(2, 0), 1)).toBe(64);
    expect(tangentsAtOnce(circuit(24, 0), 4)).toBe(1);
  });
});
