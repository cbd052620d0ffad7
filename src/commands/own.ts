/**
 * The commands of the package, in the order of its help.
 */

import { circuitCommand } from "./circuit.ts";
import { circuitShowCommand } from "./circuit-show.ts";
import { completionCommand } from "./completion.ts";
import type { CommandDefinition } from "./definition.ts";
import { depthCommand } from "./depth.ts";
import { diagnoseCommand } from "./diagnose.ts";
import { doctorCommand } from "./doctor.ts";
import { exportCommand } from "./export.ts";
import { figureCommand } from "./figure.ts";
import { hessianCommand } from "./hessian.ts";
import { kernelCommand } from "./kernel.ts";
import { labCommand } from "./lab.ts";
import { noiseCommand } from "./noise.ts";
import { schemaCommand } from "./schema.ts";
import { serveCommand } from "./serve.ts";
import { showCommand } from "./show.ts";
import { speedupCommand } from "./speedup.ts";
import { sweepCancelCommand } from "./sweep/cancel.ts";
import { sweepCollectCommand } from "./sweep/collect.ts";
import { sweepLogsCommand } from "./sweep/logs.ts";
import { sweepPlanCommand } from "./sweep/plan.ts";
import { sweepPlotCommand } from "./sweep/plot.ts";
import { sweepRetryCommand } from "./sweep/retry.ts";
import { sweepRunCommand } from "./sweep/run.ts";
import { sweepSchemaCommand } from "./sweep/schema.ts";
import { sweepStatusCommand } from "./sweep/status.ts";
import { sweepSubmitCommand } from "./sweep/submit.ts";
import { sweepCommand } from "./sweep/sweep.ts";
import { sweepWorkCommand } from "./sweep/work.ts";
import { theoryDeepLimitCommand } from "./theory/deep-limit.ts";
import { theoryFramePotentialCommand } from "./theory/frame-potential.ts";
import { theoryHaarCommand } from "./theory/haar.ts";
import { theoryLateTimeCommand } from "./theory/late-time.ts";
import { theoryLotkaVolterraCommand } from "./theory/lotka-volterra.ts";
import { theoryRestrictedHaarCommand } from "./theory/restricted-haar.ts";
import { theoryCommand } from "./theory/theory.ts";
import { trainCommand } from "./train.ts";
import { transitionCommand } from "./transition.ts";
import { verifyCommand } from "./verify.ts";

export const ownCommands: readonly CommandDefinition[] = [
  transitionCommand,
  trainCommand,
  kernelCommand,
  showCommand,
  exportCommand,
  verifyCommand,
  noiseCommand,
  circuitCommand,
  circuitShowCommand,
  labCommand,
  figureCommand,
  doctorCommand,
  schemaCommand,
  completionCommand,
  serveCommand,
  depthCommand,
  speedupCommand,
  hessianCommand,
  sweepCommand,
  sweepPlanCommand,
  sweepRunCommand,
  sweepSubmitCommand,
  sweepStatusCommand,
  sweepLogsCommand,
  sweepCancelCommand,
  sweepRetryCommand,
  sweepCollectCommand,
  sweepPlotCommand,
  sweepSchemaCommand,
  sweepWorkCommand,
  theoryCommand,
  theoryHaarCommand,
  theoryRestrictedHaarCommand,
  theoryFramePotentialCommand,
  theoryLateTimeCommand,
  theoryDeepLimitCommand,
  theoryLotkaVolterraCommand,
  diagnoseCommand,
];
