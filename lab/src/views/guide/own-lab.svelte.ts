/**
 * Runs of a figure's own: started when the figure comes into sight, asleep while it is out of it, ended with it.
 */
import { untrack } from "svelte";
import { reducedMotion } from "../../plots/theme.svelte.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { Lab } from "../../state/lab.svelte.ts";

/** Pixels before it comes into sight that a figure starts. */
const MARGIN = "120px";

export class OwnLabs {
  labs = $state.raw<readonly Lab[]>([]);

  constructor(private readonly snapshots: readonly Snapshot[]) {}

  /** An attachment for the figure's element. */
  readonly watch = (element: Element): (() => void) => {
    const observer = new IntersectionObserver(
      ([{ isIntersecting }]) => {
        if (isIntersecting && this.labs.length === 0) this.#start();
        for (const lab of this.labs) lab.asleep = !isIntersecting;
      },
      { rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      for (const lab of untrack(() => this.labs)) lab.dispose();
    };
  };

  #start(): void {
    // Whoever asks for less motion gets the finished curves.
    this.labs = this.snapshots.map((snapshot) => new Lab(reducedMotion.matches ? { ...snapshot, speed: 0 } : snapshot));
  }
}
