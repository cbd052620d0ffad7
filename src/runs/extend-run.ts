/**
 * A stored run made longer: the same folder with room for more rows, ready to be gone on with. Node only.
 */
import { copyFileSync, cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ArgumentError } from "../base/errors.ts";
import { parseExperiment } from "../experiment/config.ts";
import { measuredBefore, type TrainingPlan } from "../training/plan.ts";
import { emptyRecord, estimateNames, type TrainingRecord } from "../training/record.ts";
import { sha256Of } from "./checksums.ts";
import { AtomicFolderStore, createFolder, writeFileAtomic } from "./file-store.ts";
import { checkpointName, formatDocument, type RunDocument, targetCount, withDigests } from "./run-document.ts";
import { checkpointFiles, readCheckpoint, readRun } from "./run-folder.ts";
import { createArrays, writeRows } from "./run-store.ts";

/** Files that are made anew: what the run says of itself, and its pictures. */
const MADE_ANEW = /^(?:run\.json|zarr\.json|checkpoint-.*|.*\.(?:svg|png|html))$/;

/**
 * Gives a run more steps. What comes of it is, bit for bit, the run that would have had so many from the start: the last row of a run that was complete is recorded
 * again, since the update after it was never made, and what was measured there beyond the stride is not kept.
 *
 * @throws ArgumentError for fewer steps than the run has, one whose last job on a device is paid for, or one that an earlier version ended
 */
export async function extendRun(folder: string, steps: number): Promise<void> {
  const { document, record } = await readRun(folder);
  const { config } = document;
  if (steps === config.steps) return;
  if (steps < config.steps) throw new ArgumentError("steps", steps, `at least the ${config.steps} steps that the run has`);
  if (document.device !== undefined || document.status === "diverged")
    throw new ArgumentError("steps", steps, `${config.steps}, for a run that a device made or an earlier version ended`);
  const state = readCheckpoint(folder, document);
  const rows = Math.min(record.rows, config.steps);
  const longer = longerRecord(record, { ...record.plan, steps }, rows);
  await createFolder(folder, true, async (temporary) => {
    copyOthers(folder, temporary);
    const store = new AtomicFolderStore(temporary);
    let next: RunDocument = {
      ...document,
      config: parseExperiment({ ...config, steps }),
      status: "running",
      rows,
      checkpoint: checkpointName(rows),
    };
    const digests: Record<string, string> = { ...keptDigests(document), ...(await createArrays(store, longer, next)) };
    await writeRows(store, longer, targetCount(document), 0);
    const { files, memory } = checkpointFiles({ ...state, row: rows }, longer);
    for (const [name, content] of Object.entries(files)) {
      writeFileAtomic(join(temporary, name), content);
      digests[name] = sha256Of(content);
    }
    next = { ...next, memory, digests: document.digests === undefined ? undefined : {} };
    writeFileAtomic(join(temporary, "run.json"), formatDocument(withDigests(next, digests)));
  });
}

/** The record with room for more rows, and the first of its rows. */
function longerRecord(record: TrainingRecord, plan: TrainingPlan, rows: number): TrainingRecord {
  const longer = emptyRecord(plan, record.samples, record.parameters);
  const [old, now] = [record.plan.steps + 1, plan.steps + 1];
  plan.targets.forEach((_, column) => {
    const move = (from: Float64Array, to: Float64Array, before = old, after = now, moved = rows) => {
      const width = from.length / (plan.targets.length * before);
      const first = column * before * width;
      to.set(from.subarray(first, first + moved * width), column * after * width);
    };
    move(record.epsilon, longer.epsilon);
    move(record.kernel, longer.kernel);
    const { kernel } = record.measured;
    for (const name of estimateNames) {
      const [from, to] = [record.estimates?.[name], longer.estimates?.[name]];
      if (from === undefined || to === undefined) continue;
      if (kernel === undefined || name === "epsilonError") move(from, to);
      else
        move(
          from,
          to,
          kernel.steps.length,
          longer.measured.kernel?.steps.length,
          measuredBefore(rows, kernel.stride, plan.steps),
        );
    }
    for (const [name, series] of Object.entries(record.measured)) {
      const to = longer.measured[name];
      if (series === undefined) continue;
      const count = measuredBefore(rows, series.stride, plan.steps);
      const first = column * series.steps.length * series.width;
      to?.values.set(series.values.subarray(first, first + count * series.width), column * to.steps.length * series.width);
    }
  });
  longer.rows = rows;
  longer.events = record.events;
  return record.estimates === undefined ? { ...longer, estimates: undefined } : longer;
}

/** Copies what is neither an array nor made anew: files that the configuration names, and a preliminary run. */
function copyOthers(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && !existsSync(join(source, "zarr.json"))) cpSync(source, target, { recursive: true });
    if (entry.isDirectory() && existsSync(join(source, "run.json"))) cpSync(source, target, { recursive: true });
    if (entry.isFile() && !MADE_ANEW.test(entry.name)) copyFileSync(source, target);
  }
}

/** The digests of the files that are copied. */
function keptDigests({ digests = {} }: RunDocument): Record<string, string> {
  return Object.fromEntries(Object.entries(digests).filter(([name]) => !name.includes("/") && !MADE_ANEW.test(name)));
}
