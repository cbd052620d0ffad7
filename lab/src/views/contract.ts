/**
 * What every view is given, and how views are found: one folder each, loaded when it is first opened.
 */
import type { Component } from "svelte";
import type { ViewName } from "../snapshot/snapshot.ts";
import type { Lab } from "../state/lab.svelte.ts";

/** Props of a view's component. */
export interface ViewProps {
  /**
   * The lab: `lab.snapshot` (what is set), `lab.series` with `lab.tick` (rows of the present run, and a counter to depend on),
   * `lab.readout` and `lab.info` (what they amount to), `lab.engine` (the thread), `lab.commit` (the only way to change settings).
   */
  readonly lab: Lab;
}

export interface ViewEntry {
  readonly title: string;
  /** Whether the controls of the experiment stand beside it. */
  readonly controls: boolean;
  /** Whether it shows the lab's run, which waits where it is not shown; default true. */
  readonly run?: boolean;
  /** Loads the view when it is first opened. */
  load(): Promise<{ readonly default: Component<ViewProps> }>;
}

/** The views beside Dynamics, which is there from the start. A view that is added here appears in the bar. */
export const viewEntries: Partial<Record<Exclude<ViewName, "dynamics">, ViewEntry>> = {
  data: { title: "Data", controls: true, load: () => import("./data/Data.svelte") },
  bifurcation: { title: "Bifurcation", controls: true, load: () => import("./bifurcation/Bifurcation.svelte") },
  race: { title: "Race", controls: true, load: () => import("./race/Race.svelte") },
  hessian: { title: "Hessian", controls: true, load: () => import("./hessian/Hessian.svelte") },
  ensemble: { title: "Ensemble", controls: true, load: () => import("./ensemble/Ensemble.svelte") },
  circuit: { title: "Circuit", controls: true, load: () => import("./circuit/Circuit.svelte") },
  guide: { title: "Guide", controls: false, run: false, load: () => import("./guide/Guide.svelte") },
};
