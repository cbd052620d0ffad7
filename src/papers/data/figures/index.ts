/**
 * The studies of training on data, in the order they are told.
 */
import type { Study } from "../study.ts";
import { classificationStudy } from "./classify.ts";
import { dynamicsStudy } from "./dynamics.ts";
import { framePotentialsOfData } from "./frame-potential.ts";
import { mixedStudy } from "./mixed.ts";
import { overlapStudy } from "./overlap.ts";
import { phaseStudy } from "./phases.ts";

export const dataStudies: readonly Study[] = [
  phaseStudy,
  dynamicsStudy,
  mixedStudy,
  overlapStudy,
  classificationStudy,
  framePotentialsOfData,
];
