/**
 * The script that runs a folder of a user's own files and prints a table.
 */
import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../src/runs/npy.ts";
import { runCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

const script = resolve(import.meta.dirname, "../../scripts/read-folder.mjs");

describe("a folder of a user's own files", () => {
  it("is a table with a line for each circuit, Hamiltonian, machine, array and run", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const file = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
    mkdirSync(join(folder, "below"));
    file("below/a.qasm", 'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float a;\nqubit[2] q;\nrx(a) q;\ncx q[0], q[1];\n');
    file("b.txt", "0.17 [Z0] + 0.5 [X0 X1]");
    file("c.json", '[["ZZ", 1.0], ["XI", [0.5, 0]]]');
    file("d.npy", writeNpy(Float64Array.of(1, 2, 3), [3]));
    file("e.csv", "1,2\n3,4\n");
    file("f.qasm", "OPENQASM 3.0;\nqubit q;\nreset q;\n");
    file("g.json", '{"backend_name": "mine"}');
    file("h.csv", "x0,x1,y\n1,2,3\n");
    file("i.json", '{"qubits": 2, "target": "min"}');
    file("j.json", '{"base": {}, "axes": {}}');
    symlinkSync(join(folder, "gone"), join(folder, "k.txt"));
    file("notes.md", "not read");
    await runCli([
      "train",
      "--qubits",
      "1",
      "--layers",
      "2",
      "--steps",
      "1",
      "--samples",
      "1",
      "--out",
      join(folder, "run"),
      "--no-plot",
    ]);
    const { stdout } = await promisify(execFile)(process.execPath, [script, folder]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.replace(/ {2,}/g, "  "))).toEqual([
      "b.txt  read  2 qubits, 2 terms",
      "below/a.qasm  read  2 qubits, 1 parameter, 3 operations",
      "c.json  read  2 qubits, 2 terms",
      "d.npy  read  real array of shape (3)",
      "e.csv  read  real array of shape (2, 2)",
      "f.qasm  refused  f.qasm, line 3, column 1: reset is not read: a circuit is trained as one unitary.",
      expect.stringMatching(/^g.json {2}refused {2}g.json: /),
      "h.csv  read  table of 1 row with columns x0,x1,y",
      "i.json  refused  i.json configures a run, which qntk train --config reads.",
      "j.json  refused  j.json describes a sweep, which qntk sweep plan reads.",
      "k.txt  refused  k.txt is a link that leads nowhere.",
      "run  read  run of rpa on 1 qubit, xxz: 2 rows, complete",
      "12 files: 7 read, 5 refused, 0 failed",
      "left alone, for their names: notes.md",
    ]);
  });
});
