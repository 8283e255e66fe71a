/** An amount as a schedule prints it: "1,234.50", "(1,234.50)" below zero, `zero` (an en dash) for nothing. */
export function printAmount(minor: number, scale: 0 | 2, zero = '–'): string {
  if (minor === 0) return zero;
  const digits = String(Math.abs(minor)).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  const text = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
  return minor < 0 ? `(${text})` : text;
}
