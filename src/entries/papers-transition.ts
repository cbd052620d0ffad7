/**
 * The paper on the dynamical transition: its figures and its data files.
 */

export * from "../papers/transition/data/catalogue.ts";
export * from "../papers/transition/figures/index.ts";
