/**
 * The studies, in the order of the paper's figures.
 */
import { figure2 } from "./figure-2.ts";
import { figure3 } from "./figure-3.ts";
import { figure7 } from "./figure-7.ts";
import { figure9 } from "./figure-9.ts";
import type { Study } from "./study.ts";

export const studies: readonly Study[] = [figure2, figure3, figure7, figure9];
