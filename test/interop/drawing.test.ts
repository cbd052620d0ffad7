/**
 * Drawings of circuits as text and as SVG.
 */
import { describe, expect, it } from "vitest";
import { angleText } from "../../src/interop/drawing/angles.ts";
import { drawingOf } from "../../src/interop/drawing/gates.ts";
import { drawnSvg } from "../../src/interop/drawing/svg.ts";
import { drawnText } from "../../src/interop/drawing/text.ts";
import { readOpenQasm } from "../../src/interop/qasm/read.ts";

const drawing = (text: string) => drawingOf(readOpenQasm(`OPENQASM 3.0; input float a; input float b; ${text}`, "text"));

describe("text", () => {
  it("controls, crosses, boxes, lines over wires that take no part", () => {
    expect(
      drawnText(
        drawing("qubit[3] q; h q[0]; cx q[0], q[2]; swap q[1], q[2]; crz(a/2) q[2], q[0]; ctrl @ negctrl @ x q[0], q[1], q[2];"),
      ),
    ).toEqual(["0 ─h─●───rz(a/2)─●─", "     │      │    │", "1 ───┼─×────┼────○─", "     │ │    │    │", "2 ───⊕─×────●────⊕─"]);
  });

  it("several targets are numbered, modifiers are written, phases stand on a control", () => {
    const text = "qubit[2] q; rzz(2*a - b + pi/2) q[1], q[0]; inv @ s q[0]; ctrl @ gphase(a) q[1];";
    expect(drawnText(drawing(text))).toEqual(["0 ──────rzz₁─────────s†────", "         │", "1 ─rzz₀(2a-b+π/2)─phase(a)─"]);
  });

  it("folds long circuits, and says what is left out", () => {
    const lines = drawnText(drawing(`qubit q; ${"h q; ".repeat(30)}`), { width: 30, columns: 25 });
    expect(lines.filter((line) => line.startsWith("0")).length).toBe(2);
    expect(lines.every((line) => line.length <= 30)).toBe(true);
    expect(lines.at(-1)).toBe("… and 5 more columns");
    expect(lines.join("").match(/h/g)).toHaveLength(25);
  });
});

describe("SVG", () => {
  it("has a mark for every qubit of every gate, and escapes what names may hold", () => {
    const svg = drawnSvg(drawing("qubit[2] q; gate aβ(x) r { rx(x) r; } aβ(a) q[0]; cx q[0], q[1]; ry(b) q[1];"));
    expect(svg.match(/<g>/g)).toHaveLength(3);
    expect(svg.match(/<rect/g)).toHaveLength(3);
    expect(svg).toContain("aβ(a)");
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});

describe("angles", () => {
  it.each([
    [{ constant: 0, terms: new Map() }, "0"],
    [{ constant: -Math.PI / 2, terms: new Map() }, "-π/2"],
    [{ constant: 0.25, terms: new Map([[0, -1]]) }, "-a+0.25"],
    [{ constant: (3 * Math.PI) / 4, terms: new Map([[1, 0.5]]) }, "b/2+3π/4"],
  ])("%j", (angle, text) => {
    expect(angleText(angle, ["a", "b"])).toBe(text);
  });
});
