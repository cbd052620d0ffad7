/**
 * The studies, in the order of the paper's figures.
 */

import type { Study } from "../study.ts";
import { figure2 } from "./2.ts";
import { figure3 } from "./3.ts";
import { figure4 } from "./4.ts";
import { figure5 } from "./5.ts";
import { figure6 } from "./6.ts";
import { figure7 } from "./7.ts";
import { figure8 } from "./8.ts";
import { figure9 } from "./9.ts";
import { heaTfim, heaXxz } from "./ansatz-dynamics.ts";
import { averageStudy } from "./averages.ts";
import { correlationStudy } from "./correlations.ts";
import { deviceStudy } from "./device.ts";
import { framePotentialStudy } from "./frame-potential.ts";
import { namingStudy } from "./n-phase.ts";
import { correlationSupplement } from "./s-correlations.ts";
import { lambdaSupplement } from "./s-lambda.ts";
import { restrictedHaarSupplement } from "./s-restricted-haar.ts";
import { shotSupplement } from "./s-shots.ts";

export const studies: readonly Study[] = [
  figure2,
  figure3,
  figure4,
  figure5,
  figure6,
  figure7,
  figure8,
  figure9,
  averageStudy,
  deviceStudy,
  heaXxz,
  heaTfim,
  framePotentialStudy,
  correlationStudy,
  correlationSupplement,
  lambdaSupplement,
  restrictedHaarSupplement,
  shotSupplement,
  namingStudy,
];
