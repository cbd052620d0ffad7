/**
 * Whether a panel under a button is open: Escape and a click elsewhere close it.
 */

export class Disclosure {
  open = $state(false);

  readonly toggle = (): void => {
    this.open = !this.open;
  };

  /** An attachment for the element that holds the button and the panel. */
  readonly watch = (host: HTMLElement): (() => void) => {
    const pressed = ({ target }: PointerEvent) => {
      if (!host.contains(target as Node)) this.open = false;
    };
    const keyed = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !this.open) return;
      event.stopPropagation();
      this.open = false;
      host.querySelector<HTMLElement>("[aria-expanded]")?.focus();
    };
    window.addEventListener("pointerdown", pressed);
    window.addEventListener("keydown", keyed, true);
    return () => {
      window.removeEventListener("pointerdown", pressed);
      window.removeEventListener("keydown", keyed, true);
    };
  };
}
