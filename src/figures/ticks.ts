/**
 * Ticks of an axis: few, round, and with labels that do not touch.
 */
import { textWidth } from "./text-width.ts";

/** A tick and its label; 10^k stands for 10 with a raised k. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Most ticks of an axis. */
const MOST = 6;
/** Steps between ticks, times a power of ten. */
const STEPS = [1, 2, 2.5, 5];
/** Least room between two labels in px. */
const GAP = 7;
/** Axes that reach this far, or not as far as the other, are labelled in units of a power of ten. */
const LARGE = 1e4;
const SMALL = 0.02;
/** Range of logarithmic axes whose ticks may be plain numbers. */
const PLAIN = [0.01, 2e4] as const;

/** Where an axis lies: its length, how far labels may stand out beyond its ends, and the text's size, all in px. */
export interface AxisRoom {
  readonly length: number;
  readonly margin: number;
  readonly textSize: number;
}

/** Where a vertical axis lies, in px: its length, the width left for labels beside its title, and the length of its middle that belongs to the title. */
export interface TitledRoom {
  readonly length: number;
  readonly width: number;
  readonly title: number;
  readonly textSize: number;
}

/**
 * Round values of a linear axis, labelled in units of 10^`axisExponent`: the finest steps of 1, 2, 2.5 or 5 times a power of ten that give at most six ticks whose labels, side by
 * side, keep apart. A tick whose label would be cut off at the end is left out.
 *
 * @param room of a horizontal axis; undefined for a vertical one, whose labels are stacked and may be any width
 * @param integer whether the axis counts something
 */
export function linearTicks([low, high]: readonly [number, number], room?: AxisRoom, integer = false): Tick[] {
  const span = high - low;
  let power = 10 ** (Math.floor(Math.log10(span / MOST)) - 1);
  for (let tries = 0; tries < 8; tries++, power *= 10) {
    for (const factor of STEPS) {
      const step = factor * power;
      if (integer && !Number.isInteger(step)) continue;
      if (Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) >= MOST) continue;
      const ticks = ticksEvery(step, low, high, integer);
      if (room === undefined || keepApart(ticks, step / span, room)) return visible(ticks, low, span, room);
    }
  }
  return [];
}

/**
 * Ticks of a logarithmic axis: whole decades, every second or third where there are many; where there are fewer than three, their
 * halves and fifths too, in plain numbers.
 *
 * @param room of a horizontal axis
 */
export function logTicks(domain: readonly [number, number], room?: AxisRoom): Tick[] {
  const [first, last] = [Math.ceil(Math.log10(domain[0]) - 1e-9), Math.floor(Math.log10(domain[1]) + 1e-9)];
  if (last - first < 2 && domain[0] >= PLAIN[0] && domain[1] <= PLAIN[1]) {
    const choices = [[1, 2, 5], [1, 3], [1]].map((factors) => plainTicks(domain, factors));
    const fitting = choices.find((ticks) => ticks.length >= 2 && (room === undefined || labelsFit(ticks, domain, room)));
    if (fitting !== undefined) return fitting;
  }
  const stride = Math.max(1, Math.ceil((last - first) / (MOST - 1)));
  const start = Math.ceil(first / stride) * stride;
  return Array.from({ length: Math.floor((last - start) / stride) + 1 }, (_, k) => {
    const exponent = start + k * stride;
    return { value: 10 ** exponent, label: `10^${trueMinus(String(exponent))}` };
  });
}

/** Multiples of powers of ten inside a logarithmic axis. */
function plainTicks([low, high]: readonly [number, number], factors: readonly number[]): Tick[] {
  const ticks: Tick[] = [];
  for (let exponent = Math.floor(Math.log10(low)); 10 ** exponent <= high; exponent++) {
    for (const factor of factors) {
      const value = Number((factor * 10 ** exponent).toPrecision(6));
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) ticks.push({ value, label: value.toLocaleString("en-US") });
    }
  }
  return ticks;
}

function labelsFit(ticks: readonly Tick[], [low, high]: readonly [number, number], { length, textSize }: AxisRoom): boolean {
  const places = ticks.map(({ value }) => (Math.log(value / low) / Math.log(high / low)) * length);
  const widths = ticks.map(({ label }) => textWidth(label, textSize));
  return places.slice(1).every((place, k) => (widths[k] + widths[k + 1]) / 2 + GAP <= place - places[k]);
}

/** Power of ten that a linear axis is labelled in units of: 0 for one whose numbers are short, or that counts something. */
export function axisExponent([low, high]: readonly [number, number], integer = false): number {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  return integer || (largest >= SMALL && largest < LARGE) ? 0 : Math.floor(Math.log10(largest));
}

/** Ticks of a linear vertical axis: coarser ones where labels would touch the title, if at least three remain. */
export function verticalTicks(domain: readonly [number, number], room: TitledRoom, integer = false): Tick[] {
  const finest = linearTicks(domain, undefined, integer);
  if (finest.length < 2 || clearOfTitle(finest, domain, room)) return finest;
  const [low, high] = domain;
  const first = finest[1].value - finest[0].value;
  const power = 10 ** (Math.floor(Math.log10(first)) - 1);
  const coarser = [1, 10, 100]
    .flatMap((decade) => STEPS.map((factor) => factor * decade * power))
    .filter((step) => step > first * (1 + 1e-9) && (!integer || Number.isInteger(step)))
    .map((step) => ticksEvery(step, low, high, integer));
  return coarser.find((ticks) => ticks.length >= 3 && clearOfTitle(ticks, domain, room)) ?? finest;
}

function clearOfTitle(
  ticks: readonly Tick[],
  [low, high]: readonly [number, number],
  { length, width, title, textSize }: TitledRoom,
): boolean {
  return ticks.every(({ value, label }) => {
    const fromMiddle = Math.abs((value - low) / (high - low) - 0.5) * length;
    return fromMiddle > (title + textSize) / 2 || textWidth(label, textSize) <= width;
  });
}

function ticksEvery(step: number, low: number, high: number, integer: boolean): Tick[] {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  const exponent = axisExponent([low, high], integer);
  return Array.from({ length: count }, (_, k) => {
    const value = Number(((first + k) * step).toPrecision(12));
    const shown = Number((value / 10 ** exponent).toPrecision(12));
    return { value, label: trueMinus(shown.toLocaleString("en-US", { maximumSignificantDigits: 12 })) };
  });
}

function keepApart(ticks: readonly Tick[], share: number, { length, textSize }: AxisRoom): boolean {
  const widths = ticks.map(({ label }) => textWidth(label, textSize));
  return widths.slice(1).every((width, k) => (width + widths[k]) / 2 + GAP <= share * length);
}

function visible(ticks: Tick[], low: number, span: number, room?: AxisRoom): Tick[] {
  if (room === undefined) return ticks;
  return ticks.filter(({ value, label }) => {
    const beyond = ((value - low) / span) * room.length + textWidth(label, room.textSize) / 2 - room.length;
    return beyond <= room.margin;
  });
}

function trueMinus(text: string): string {
  return text.replace(/-/g, "\u2212");
}
