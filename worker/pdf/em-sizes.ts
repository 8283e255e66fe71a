/**
 * Type 3 fonts may declare any size, because their own matrix scales the glyphs: their em is then judged by the ink.
 * Observations are the height of a glyph's ink over the font size as declared.
 */
export class EmSizes {
  readonly #tallest = new Map<number, number>();

  observe(font: number, tallness: number): void {
    if (tallness > (this.#tallest.get(font) ?? 0)) this.#tallest.set(font, tallness);
  }

  /** What the declared size of a font is to be multiplied by; 1 where it is plausible. */
  correction(font: number): number {
    const tallest = this.#tallest.get(font) ?? 0;
    if (tallest === 0 || (tallest >= LEAST_TALLNESS && tallest <= MOST_TALLNESS)) return 1;
    return tallest / CAPITAL_TALLNESS;
  }
}

/** A font of which only hyphens or dots are used is as low as this; nothing real is below. */
const LEAST_TALLNESS = 0.02;
/** Large brackets and accented capitals stay below this. */
const MOST_TALLNESS = 1.6;
const CAPITAL_TALLNESS = 0.72;
