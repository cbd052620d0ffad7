/**
 * The lab takes up definitions: a toy of every kind that it offers, registered before the page's table of fields is made.
 */
import { parseExperiment } from "qntk";
import { expect, it } from "vitest";
import { input, toys } from "../../test/experiment/toys/all.ts";
import { toyStreams } from "../../test/experiment/toys/streams.ts";
import {
  labAnsatze,
  labLosses,
  labObservables,
  labOptimizers,
  labStreams,
  shownFields,
} from "../src/snapshot/definition-fields.ts";
import { experimentOf } from "../src/snapshot/experiment.ts";
import { readHash, writeHash } from "../src/snapshot/hash.ts";
import { initialSnapshot } from "../src/snapshot/snapshot.ts";

it("stands among the choices, controls, the address and the configuration", async () => {
  const offered = [labAnsatze(), labObservables(), labOptimizers(), labLosses()].flat();
  for (const toy of toys) expect(offered).toContain(toy);
  const { measure: _, stopWhen: __, schedule: ___, target: ____, ...set } = input;
  const snapshot = { ...initialSnapshot, ...set, target: "-1" };
  const shown = toys.flatMap((toy) => shownFields("fields" in toy ? toy.fields : [], snapshot));
  expect(shown.map(({ label }) => label)).toEqual(["Turns", "Strength", "Stride"]);
  expect(readHash(writeHash(snapshot))).toEqual({ snapshot, notices: [] });
  expect(parseExperiment(experimentOf(snapshot))).toMatchObject({ ...set, target: [-1] });
  const drawn = { ...initialSnapshot, streams: toyStreams.name, seed: 3 };
  expect(labStreams()).toContain(toyStreams);
  expect(readHash(writeHash(drawn))).toEqual({ snapshot: drawn, notices: [] });
  expect(parseExperiment(experimentOf(drawn))).toMatchObject({ streams: toyStreams.name, seed: 3 });
});
