/**
 * The drawing of circuits: what stands where, and where the arrow keys lead.
 */
import { hardwareEfficientAnsatz, randomPauliAnsatz } from "qntk";
import { describe, expect, it } from "vitest";
import { outlineOf } from "../src/engine/outline.ts";
import { horizontalNeighbour, layersBetween, layoutOf, placesOf, verticalNeighbour } from "../src/views/circuit/layout.ts";
import { kernelShares, parameterModels } from "../src/views/circuit/models.ts";

const draw = (circuit: Parameters<typeof outlineOf>[0]) => {
  const outline = outlineOf(circuit);
  const layout = layoutOf(outline);
  return { outline, layout, places: placesOf(layout, outline.parameters) };
};
const rpa = draw(randomPauliAnsatz({ qubits: 3, layers: 5 }));
const brickwork = draw(randomPauliAnsatz({ qubits: 4, layers: 3, entangler: "brickwork", entanglerDepth: 4 }));
const hea = draw(hardwareEfficientAnsatz({ qubits: 4, layers: 3 }));

describe("the layout of a circuit", () => {
  it("has a rotation on all wires and a unitary in each layer of the random Pauli ansatz", () => {
    expect(rpa.layout.layers.map(({ columns }) => columns.length)).toEqual([2, 2, 2, 2, 2]);
    for (const { columns } of rpa.layout.layers)
      expect(columns.map(({ items }) => [items.length, items[0].first, items[0].last, items[0].operation.kind])).toEqual([
        [1, 0, 2, "rotation"],
        [1, 0, 2, "unitary"],
      ]);
  });

  it("sets the gates of a brickwork side by side where they share no wire", () => {
    expect(brickwork.layout.layers).toHaveLength(3);
    expect(brickwork.layout.layers[1].columns.map(({ items }) => items.length)).toEqual([1, 2, 1, 2, 1]);
  });

  it("keeps RY, RZ and the two rows of CNOT of each layer in columns of their own", () => {
    expect(hea.layout.layers).toHaveLength(3);
    for (const { columns } of hea.layout.layers) expect(columns.map(({ items }) => items.length)).toEqual([4, 4, 2, 1]);
    expect(hea.places[13].layer.number).toBe(2);
    expect(hea.places[13].item.first).toBe(1);
  });

  it.each([
    ["rpa", rpa],
    ["brickwork", brickwork],
    ["hea", hea],
  ] as const)("lets nothing of %s overlap, and finds every parameter", (_, { layout, places, outline }) => {
    const columns = layout.layers.flatMap((layer) => layer.columns);
    for (const [k, column] of columns.entries()) {
      const next = columns[k + 1]?.x ?? layout.width;
      expect(column.x + column.width).toBeLessThan(next);
    }
    expect(places.filter((place) => place !== undefined)).toHaveLength(outline.parameters);
  });

  it("gives only the layers in sight", () => {
    const [, second, third] = rpa.layout.layers;
    expect(layersBetween(rpa.layout, second.x + 5, third.x)).toEqual([second, third]);
  });
});

describe("the arrow keys", () => {
  it("go along a wire and up and down a column", () => {
    expect(horizontalNeighbour(hea.layout, hea.places[2], 1)).toBe(6);
    expect(horizontalNeighbour(hea.layout, hea.places[6], 1)).toBe(10);
    expect(horizontalNeighbour(hea.layout, hea.places[2], -1)).toBeUndefined();
    expect([verticalNeighbour(hea.places[2], 1), verticalNeighbour(hea.places[3], 1)]).toEqual([3, undefined]);
    expect([horizontalNeighbour(rpa.layout, rpa.places[1], 1), verticalNeighbour(rpa.places[1], 1)]).toEqual([2, undefined]);
  });
});

describe("the charts of the parameters", () => {
  const values = {
    row: 3,
    theta: Float64Array.of(1, 2, 3),
    initial: Float64Array.of(1, 1, 4),
    gradient: Float64Array.of(0, 3, -4),
  };

  it("shares of K are those of the squared gradient, and zero where it is zero", () => {
    expect([...kernelShares(values.gradient)]).toEqual([0, 9 / 25, 16 / 25]);
    expect([...kernelShares(new Float64Array(2))]).toEqual([0, 0]);
  });

  it("mark the chosen parameter and hold every stem", () => {
    const { gradient, movement } = parameterModels(values, 2, "critical");
    expect(gradient.dots).toEqual([{ x: 3, y: -4, ink: "critical", radius: 4 }]);
    expect(gradient.y.domain).toEqual([-4, 4]);
    expect(movement.dots?.[0].y).toBe(-1);
  });
});
