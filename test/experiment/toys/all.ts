/** All toys, registered. */
import {
  registerAnsatz,
  registerCommand,
  registerEncoding,
  registerEngine,
  registerFigure,
  registerLoss,
  registerNoiseModel,
  registerObservable,
  registerOptimizer,
  registerQuantity,
  registerSchedule,
  registerStopRule,
  registerStreams,
} from "../../../src/index.ts";
import { toyAnsatz } from "./ansatz.ts";
import { toyCommand } from "./command.ts";
import { toyEncoding } from "./encoding.ts";
import { toyEngine } from "./engine.ts";
import { toyFigure } from "./figure.ts";
import { toyLoss } from "./loss.ts";
import { toyNoise } from "./noise.ts";
import { toyObservable } from "./observable.ts";
import { toyOptimizer } from "./optimizer.ts";
import { toyQuantity } from "./quantity.ts";
import { toySchedule } from "./schedule.ts";
import { toyStopRule } from "./stop-rule.ts";
import { toyStreams } from "./streams.ts";

registerAnsatz(toyAnsatz);
registerObservable(toyObservable);
registerOptimizer(toyOptimizer);
registerLoss(toyLoss);
registerQuantity(toyQuantity);
registerSchedule(toySchedule);
registerStopRule(toyStopRule);
registerEngine(toyEngine);
registerNoiseModel(toyNoise);
registerStreams(toyStreams);
registerEncoding(toyEncoding);
registerFigure(toyFigure);
registerCommand(toyCommand);

/** Those that a field of configurations names. */
export const toys = [toyAnsatz, toyObservable, toyOptimizer, toyLoss];
export const fields = [toyAnsatz, toyObservable, toyOptimizer].flatMap((definition) => definition.fields);

/** A configuration of all of them. */
export const input = {
  ...{ ansatz: "toy-rows", toyTurns: 2, qubits: 2, layers: 3, observable: "toy-field", toyField: 2, loss: "toy-quartic" },
  ...{ optimizer: "toy-signs", toyStride: 0.25, schedule: "toy-limp:0.5", stopWhen: "toy-row=12", measure: { "toy-peak": 5 } },
  ...{ target: [-1], eta: 0.02, steps: 20, samples: 2 },
};
