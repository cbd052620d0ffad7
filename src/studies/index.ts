/**
 * The studies, in the order of the paper's figures.
 */
import { figure3 } from "./figure-3.ts";
import type { Study } from "./study.ts";

export const studies: readonly Study[] = [figure3];
