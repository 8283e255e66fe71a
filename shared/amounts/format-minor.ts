/** Prints an integer minor amount for a sentence: (-123450, 2) -> "-1,234.50". Never goes through a float. */
export function formatMinor(minor: number, scale: number): string {
  const digits = String(Math.abs(minor)).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, ',');
  const decimals = scale > 0 ? `.${digits.slice(digits.length - scale)}` : '';
  return `${minor < 0 ? '-' : ''}${whole}${decimals}`;
}
