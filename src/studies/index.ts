/**
 * The studies, in the order of the paper's figures.
 */
import { heaTfim, heaXxz } from "./ansatz-dynamics.ts";
import { correlationStudy } from "./correlations.ts";
import { figure2 } from "./figure-2.ts";
import { figure3 } from "./figure-3.ts";
import { figure4 } from "./figure-4.ts";
import { figure5 } from "./figure-5.ts";
import { figure6 } from "./figure-6.ts";
import { figure7 } from "./figure-7.ts";
import { figure8 } from "./figure-8.ts";
import { figure9 } from "./figure-9.ts";
import { framePotentialStudy } from "./frame-potential.ts";
import type { Study } from "./study.ts";

export const studies: readonly Study[] = [
  figure2,
  figure3,
  figure4,
  figure5,
  figure6,
  figure7,
  figure8,
  figure9,
  heaXxz,
  heaTfim,
  framePotentialStudy,
  correlationStudy,
];
