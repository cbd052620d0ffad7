// Trains into a run folder like the command line's, opens it, and goes on from its last angles with another learning rate.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gradientDescent, runTraining } from "qntk";
import { buildExperiment, parseExperiment } from "qntk/experiment";
import { trainNew } from "qntk/node";
import { readCheckpoint, readRun } from "qntk/runs/fs";

const folder = join(mkdtempSync(join(tmpdir(), "qntk-")), "run");
const config = parseExperiment({ ansatz: "hea", qubits: 2, layers: 4, observable: "tfim", target: [-4], steps: 50, samples: 1 });
await trainNew("train", config, { folder, force: false }, { engine: "auto", threads: 1 });
const { document } = await readRun(folder);
const { circuit, observable } = buildExperiment(document.config);
const initialAngles = readCheckpoint(folder, document).theta;
const optimizer = gradientDescent(5e-3);
const { epsilon } = await runTraining({ circuit, observable, targets: [-4], steps: 50, initialAngles, optimizer }).result;
console.log(`${document.rows} rows stored; on to an error of ${epsilon.at(-1)[0]}`);
