/**
 * Where an axis has its ticks, and what is written at them.
 */
import { formatCount, formatPosition, powerOfTen } from "../format/numbers.ts";
import type { AxisModel } from "./model.ts";

/** Ticks of an axis, at most about `count`. */
export function ticksOf({ domain: [low, high], log }: AxisModel, count: number): number[] {
  return log ? logTicks(low, high, count) : linearTicks(low, high, count);
}

function linearTicks(low: number, high: number, count: number): number[] {
  const step = niceStep((high - low) / Math.max(2, count));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => (first + k) * step);
}

function logTicks(low: number, high: number, count: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(2, count)));
  const powers: number[] = [];
  for (let k = Math.ceil(first / every) * every; k <= last; k += every) powers.push(10 ** k);
  if (powers.length >= 2) return powers;
  if (last - first >= 2) return [10 ** first, 10 ** last];
  // Less than two decades: 1, 2 and 5 of each.
  const fine: number[] = [];
  for (let k = Math.floor(Math.log10(low)); k <= last + 1; k++) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** k;
      if (value >= low * 0.999 && value <= high * 1.001) fine.push(value);
    }
  }
  return fine;
}

function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const digit = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= step * 0.999) ?? 10;
  return digit * power;
}

/** What is written at a tick. */
export function tickLabel({ domain: [low, high], log }: AxisModel, value: number): string {
  const exponent = Math.log10(Math.abs(value));
  if (log && Math.abs(exponent - Math.round(exponent)) < 1e-6 && Math.abs(exponent) >= 2) return powerOfTen(Math.round(exponent));
  if (value === 0) return "0";
  if (Math.abs(value) >= 1000) return formatCount(value);
  if (Math.max(Math.abs(low), Math.abs(high)) >= 1e-3) return formatPosition(value);
  const [mantissa, power] = Number(value.toPrecision(4)).toExponential().split("e");
  return `${formatPosition(Number(mantissa))}·${powerOfTen(Number(power))}`;
}

/** The domain that holds values on a logarithmic axis: whole decades, at least one. */
export function logDomain(low: number, high: number): readonly [number, number] {
  if (!(low > 0) || !Number.isFinite(high) || high < low) return [0.1, 10];
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.ceil(Math.log10(high) - 1e-9);
  return [10 ** from, 10 ** Math.max(to, from + 1)];
}

/** The smallest 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not below a value. */
export function niceCeiling(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((digit) => digit * power >= value * (1 - 1e-9)) ?? 10);
}
