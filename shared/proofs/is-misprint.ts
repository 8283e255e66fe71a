/**
 * Whether one misread digit, or two neighbours swapped, in one of the figures or in an addend explains the difference of two
 * figures: it is then d x 10^k or 9 x d x 10^k with one digit d. Only for figures of three digits and more, because small ones
 * are that near by accident.
 */
export function isMisprint(printed: number, computed: number): boolean {
  if (Math.min(Math.abs(printed), Math.abs(computed)) < 100) return false;
  let difference = Math.abs(printed - computed);
  if (difference === 0) return false;
  while (difference % 10 === 0) difference /= 10;
  return difference < 10 || (difference < 82 && difference % 9 === 0);
}
