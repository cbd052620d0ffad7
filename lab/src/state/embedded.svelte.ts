/**
 * The page in a frame of another one, such as a notebook's cell: tells what it shows, and does what it is asked.
 *
 * Only with ?embed=TOKEN in the address, and only between the frame and the page that it is in: every message carries the token, so that no other page can take
 * part.
 */
import { snapshotOfConfiguration } from "../snapshot/configuration.ts";
import { writeHash } from "../snapshot/hash.ts";
import { type FieldName, fields, type Snapshot } from "../snapshot/snapshot.ts";
import type { Lab } from "./lab.svelte.ts";

/** Milliseconds between two messages about the run. */
const PERIOD_MS = 250;

/** What the page may be asked. */
interface Asked {
  /** Fields of a snapshot, each as its value or as the text it has in an address. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Fields of a configuration, as in run.json. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** A run folder as a .zip, to be replayed. */
  readonly run?: { readonly name: string; readonly zip: ArrayBuffer };
  readonly playing?: boolean;
}

/** Starts to listen and to tell; without ?embed does nothing. Called while the page is set up. */
export function embed(lab: Lab): void {
  const token = new URLSearchParams(location.search).get("embed");
  if (token === null || token === "" || window.parent === window) return;
  const tell = (message: object) => window.parent.postMessage({ ...message, qntk: token }, "*");

  addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || typeof data !== "object" || data === null || !("qntk" in data) || data.qntk !== token) return;
    answer(lab, data as Asked).catch((error: Error) => tell({ refused: error.message, state: { ...lab.snapshot } }));
  });

  $effect(() => tell({ state: { ...lab.snapshot }, address: writeHash(lab.snapshot), refused: lab.refused?.message ?? "" }));
  let told = "";
  const period = setInterval(() => {
    const reading = readingOf(lab);
    const text = JSON.stringify(reading);
    if (text !== told) tell({ reading });
    told = text;
  }, PERIOD_MS);
  $effect(() => () => clearInterval(period));
}

async function answer(lab: Lab, { set, configuration, run, playing }: Asked): Promise<void> {
  if (run !== undefined) {
    const { openRun } = await import("../files/run-import.ts");
    await lab.replay(await openRun([new File([run.zip], run.name)]));
  }
  if (configuration !== undefined) {
    const { snapshot, left } = snapshotOfConfiguration(configuration, lab.snapshot);
    lab.commit(snapshot);
    if (left.length > 0) throw new Error(`The lab has no place for ${left.join(", ")}; what it trains differs in that.`);
  }
  if (set !== undefined) lab.commit(patchOf(set));
  // At its end a run is at rest already, and playing goes on beyond it.
  if (playing !== undefined && playing !== (lab.playing && !lab.finished)) lab.toggle();
}

/** Fields by name, read as an address reads them. */
function patchOf(values: Readonly<Record<string, unknown>>): Partial<Snapshot> {
  const patch: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (!Object.hasOwn(fields, name))
      throw new Error(`${name} is not a field of the lab; allowed: ${Object.keys(fields).join(", ")}.`);
    const read = fields[name as FieldName].read(String(value));
    if (read === undefined) throw new Error(`${name} is ${JSON.stringify(value)}, which is not a value of ${name}.`);
    patch[name] = read;
  }
  return patch as Partial<Snapshot>;
}

/** What the run amounts to, as JSON has it: what is no finite number is left out. */
function readingOf({ series, info, playing, finished, readout, dataReadout, replayed }: Lab): Readonly<Record<string, unknown>> {
  const finite = (values: Readonly<Record<string, number | undefined>>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
  const numbers = readout && {
    phase: readout.phase,
    ...finite(
      Object.fromEntries(
        (["target", "residual", "epsilon", "kernel", "lambda", "zeta", "c", "fittedRate", "predictedRate"] as const).map(
          (name) => [name, readout[name]],
        ),
      ),
    ),
  };
  const ofData = dataReadout && {
    phase: dataReadout.phase,
    ...finite({ loss: dataReadout.loss, accuracy: dataReadout.accuracy }),
    data: dataReadout.data.map(({ phase, target, epsilon, kernel, lambda }) => ({
      phase,
      ...finite({ target, epsilon, kernel, lambda }),
    })),
  };
  return {
    step: series.rows - 1,
    playing: playing && !finished,
    finished,
    ...(info && { min: info.spectrum.min, max: info.spectrum.max }),
    ...(replayed && { replays: replayed.run.name }),
    ...(info?.data === undefined ? numbers : ofData),
  };
}
