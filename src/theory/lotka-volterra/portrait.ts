/**
 * The phase portrait of the Lotka-Volterra equations as numbers: bifurcation diagram, flow field and level curves of the Hamiltonian.
 */
import { range } from "../../base/arrays.ts";
import { requireFinite, requireInteger, requirePositive } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { type FixedPoint, fixedPoints } from "./dynamics.ts";

/** A branch of fixed points K*(C). */
export interface BifurcationBranch {
  readonly branch: "K = 0" | "K = C";
  readonly stability: FixedPoint["stability"];
  readonly points: readonly { readonly c: number; readonly kernel: number }[];
}

/**
 * The bifurcation diagram of dK/dt = η (C - K) K: both branches, each split where it changes its stability at C = 0. The branch K = C is
 * kept for C < 0 too, where K < 0 is out of reach, because the exchange of stability is what makes the bifurcation transcritical. Source:
 * Eq. 12.
 *
 * @param from smallest C
 * @param to largest C
 * @param points values of C, at least 3; C = 0 is added where it lies between
 * @throws ArgumentError unless from < to are finite and there are enough points
 */
export function bifurcationDiagram(from: number, to: number, points = 101): BifurcationBranch[] {
  requireInterval("from", from, to);
  requireInteger("points", points, 3);
  const grid = range(points).map((k) => from + (k * (to - from)) / (points - 1));
  const halves = [grid.filter((c) => c < 0), grid.filter((c) => c > 0)].filter((half) => half.length > 0);
  const between = from <= 0 && to >= 0 ? [0] : [];
  return halves.flatMap((half) => {
    const c = half[0] < 0 ? [...half, ...between] : [...between, ...half];
    const inside = half[half.length >> 1];
    // The stability of a branch does not depend on the learning rate.
    return fixedPoints(inside, 1).map(
      (point): BifurcationBranch => ({
        branch: point.kernel === 0 ? "K = 0" : "K = C",
        stability: point.stability,
        points: c.map((value) => ({ c: value, kernel: point.kernel === 0 ? 0 : value })),
      }),
    );
  });
}

/** A point of the plane (2 λ ε, K) and the velocity there, per step. */
export interface FlowVector {
  /** x = 2 λ ε. */
  readonly x: number;
  readonly kernel: number;
  /** dx/dt = -η K x. */
  readonly dx: number;
  /** dK/dt = -η x K. */
  readonly dKernel: number;
}

/**
 * The flow on a grid of the plane (2 λ ε, K), in which Eq. 10 has no parameter but η: both velocities are -η x K, so that K - x = C stays.
 *
 * @param size the grid covers 0 < x <= size and 0 < K <= size
 * @param cells grid points along each axis
 * @throws ArgumentError unless size and η are positive and cells a positive integer
 */
export function flowField(size: number, cells: number, eta: number): FlowVector[] {
  requirePositive("size", size);
  requireInteger("cells", cells, 1);
  requirePositive("eta", eta);
  return range(cells * cells).map((at) => {
    const x = ((1 + Math.floor(at / cells)) * size) / cells;
    const kernel = ((1 + (at % cells)) * size) / cells;
    return { x, kernel, dx: -eta * kernel * x, dKernel: -eta * x * kernel };
  });
}

/** A curve of constant H = -η C. */
export interface LevelCurve {
  readonly c: number;
  /** Canonical coordinates P = ln K and Q = ln(2 λ ε), with K and 2 λ ε themselves. */
  readonly points: readonly { readonly p: number; readonly q: number; readonly kernel: number; readonly x: number }[];
}

/**
 * Level curves e^P - e^Q = C of the Hamiltonian in the plane (P, Q), for both coordinates between `low` and `high`. Source: Eqs. 30-32.
 *
 * Points are spread evenly along whichever coordinate is the smaller, the one that runs to -∞ in a frozen phase.
 *
 * @param values values of C
 * @throws ArgumentError unless low < high are finite and there are at least 2 points
 */
export function levelCurves(values: readonly number[], low: number, high: number, points = 101): LevelCurve[] {
  requireInterval("low", low, high);
  requireInteger("points", points, 2);
  return values.map((c) => {
    requireFinite("values", c);
    const curve = range(points).map((k) => {
      const smaller = low + (k * (high - low)) / (points - 1);
      const larger = Math.log(Math.exp(smaller) + Math.abs(c));
      const [p, q] = c >= 0 ? [larger, smaller] : [smaller, larger];
      return { p, q, kernel: Math.exp(p), x: Math.exp(q) };
    });
    return { c, points: curve.filter(({ p, q }) => p <= high && q <= high) };
  });
}

function requireInterval(argument: string, from: number, to: number): void {
  requireFinite(argument, from);
  if (!(Number.isFinite(to) && from < to)) throw new ArgumentError(argument, from, `a number below the upper end ${to}`);
}
