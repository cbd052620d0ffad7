export interface Room {
  readonly lines: number;
  readonly imports: ReadonlySet<string>;
}
export function rooms(): Map<string, Room>;
export function arrows(all?: Map<string, Room>): Map<string, string[]>;
export function drawn(document: string, all?: Map<string, Room>): string;
