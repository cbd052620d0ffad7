/**
 * Numbers as the lab writes them: three significant digits, a true minus sign, powers of ten as superscripts.
 */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** An integer as superscript digits. */
function superscript(exponent: number): string {
  return String(exponent).replace(/[-\d]/g, (digit) => (digit === "-" ? "⁻" : SUPERSCRIPTS[Number(digit)]));
}

/** A power of ten, such as 10⁻³. */
export function powerOfTen(exponent: number): string {
  return `10${superscript(exponent)}`;
}

/** A number to so many significant digits; – where there is none. */
export function formatNumber(value: number | undefined, digits = 3): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(Math.abs(value)) + 1e-12);
  if (exponent >= 5 || exponent < -3) {
    const [mantissa, power] = value.toExponential(digits - 1).split("e");
    return `${mantissa.replace("-", "−")}·${powerOfTen(Number(power))}`;
  }
  return minus(value.toPrecision(digits).includes("e") ? String(Math.round(value)) : value.toPrecision(digits));
}

/** A count with separators. */
export function formatCount(value: number): string {
  return minus(Math.round(value).toLocaleString("en-GB"));
}

/** A position on the spectrum: at most four significant digits, no trailing zeros. */
export function formatPosition(value: number): string {
  return minus(String(Number(value.toPrecision(4))));
}

function minus(text: string): string {
  return text.replace("-", "−");
}
