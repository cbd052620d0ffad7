/**
 * Where everything of a circuit is drawn: columns of operations, layer after layer, in pixels along the wires. Knows no page.
 */
import type { CircuitOutline, OutlinedOperation } from "../../engine/outline.ts";

/** What is drawn in one place: an operation on the wires `first` to `last`. */
export interface Item {
  readonly operation: OutlinedOperation;
  readonly first: number;
  readonly last: number;
}

/** Operations above each other. */
export interface Column {
  readonly x: number;
  readonly width: number;
  readonly items: readonly Item[];
}

/** A layer: rotations and what entangles after them; the first is layer 1. */
export interface Layer {
  readonly number: number;
  readonly x: number;
  readonly width: number;
  readonly columns: readonly Column[];
}

export interface CircuitLayout {
  readonly width: number;
  readonly layers: readonly Layer[];
}

/** Where a trainable parameter is: its layer, and its place among the rotations of the layer. */
export interface Place {
  readonly layer: Layer;
  readonly column: Column;
  readonly item: Item;
}

/** Pixels of each kind of column, between two of a layer, between two layers, and at each end of the wires. */
const WIDTHS = { rotation: 44, unitary: 52, part: 26, gate: 28 } as const;
const GAP = 8;
const LAYER_GAP = 20;
const MARGIN = 16;

export function layoutOf({ qubits, operations }: CircuitOutline): CircuitLayout {
  const layers: Layer[] = [];
  let x = MARGIN;
  for (const operationsOfLayer of layersOf(operations)) {
    const start = x;
    const columns = columnsOf(operationsOfLayer, qubits).map((items): Column => {
      const width = Math.max(...items.map(({ operation }) => widthOf(operation, qubits)));
      const column = { x, width, items };
      x += width + GAP;
      return column;
    });
    x -= GAP;
    layers.push({ number: layers.length + 1, x: start, width: x - start, columns });
    x += LAYER_GAP;
  }
  return { width: x - (layers.length > 0 ? LAYER_GAP : 0) + MARGIN, layers };
}

/** The place of every parameter, in their order; the first rotation where several share one. */
export function placesOf({ layers }: CircuitLayout, parameters: number): readonly Place[] {
  const places: Place[] = new Array(parameters);
  for (const layer of layers) {
    for (const column of layer.columns) {
      for (const item of column.items) {
        if (item.operation.kind === "rotation") places[item.operation.parameter] ??= { layer, column, item };
      }
    }
  }
  return places;
}

/** The layers that are at least partly between two places along the wires. */
export function layersBetween({ layers }: CircuitLayout, left: number, right: number): readonly Layer[] {
  return layers.filter(({ x, width }) => x + width >= left && x <= right);
}

/** What is in the row beside a place: the parameter of the nearest rotation in the same column on a wire above or below, if any. */
export function verticalNeighbour({ column, item }: Place, step: 1 | -1): number | undefined {
  const others = column.items
    .filter(({ operation, first }) => operation.kind === "rotation" && (first - item.first) * step > 0)
    .sort((a, b) => (a.first - b.first) * step);
  const [nearest] = others;
  return nearest?.operation.kind === "rotation" ? nearest.operation.parameter : undefined;
}

/** The parameter of the rotation on the same wire, or the first one, in the next column that has rotations. */
export function horizontalNeighbour(layout: CircuitLayout, { column, item }: Place, step: 1 | -1): number | undefined {
  const columns = layout.layers.flatMap((layer) => layer.columns).filter(({ items }) => items[0].operation.kind === "rotation");
  const next = columns[columns.indexOf(column) + step];
  const rotation = next?.items.find(({ first }) => first === item.first) ?? next?.items[0];
  return rotation?.operation.kind === "rotation" ? rotation.operation.parameter : undefined;
}

/** A layer begins where a rotation follows something else. */
function layersOf(operations: readonly OutlinedOperation[]): OutlinedOperation[][] {
  const layers: OutlinedOperation[][] = [];
  for (const [k, operation] of operations.entries()) {
    const begins = k === 0 || (operation.kind === "rotation" && operations[k - 1].kind !== "rotation");
    if (begins || isNextRotation(operation, operations[k - 1])) layers.push([]);
    layers.at(-1)?.push(operation);
  }
  return layers;
}

/** Rotations on all qubits follow each other in layers of their own. */
function isNextRotation(operation: OutlinedOperation, before: OutlinedOperation): boolean {
  return (
    operation.kind === "rotation" &&
    before.kind === "rotation" &&
    wiresOf(operation).length > 1 &&
    operation.parameter !== before.parameter
  );
}

/** Each operation as far to the left as its wires allow. */
function columnsOf(operations: readonly OutlinedOperation[], qubits: number): Item[][] {
  const free = new Array<number>(qubits).fill(0);
  const columns: Item[][] = [];
  for (const operation of operations) {
    const wires = wiresOf(operation);
    const first = Math.min(...wires);
    const last = Math.max(...wires);
    const place = Math.max(...free.slice(first, last + 1));
    columns[place] ??= [];
    columns[place].push({ operation, first, last });
    free.fill(place + 1, first, last + 1);
  }
  return columns;
}

function wiresOf(operation: OutlinedOperation): readonly number[] {
  if (operation.kind !== "rotation") return operation.qubits;
  return [...operation.letters].flatMap((letter, q) => (letter === "I" ? [] : [q]));
}

function widthOf(operation: OutlinedOperation, qubits: number): number {
  if (operation.kind === "unitary") return operation.qubits.length === qubits ? WIDTHS.unitary : WIDTHS.part;
  return WIDTHS[operation.kind];
}
