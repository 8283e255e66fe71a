/**
 * The codes of the invisible text: each character of a document has one of its own, given at its first use, so that
 * whatever Unicode was recognised survives and the same pages give the same bytes.
 */
export class GlyphCodes {
  readonly #codes = new Map<string, number>([[' ', 1]]);

  /** The text as the hexadecimal string of a PDF, and its number of glyphs. Control characters are left out. */
  encode(text: string): { hex: string; glyphs: number } {
    const characters = Array.from(text.toWellFormed().replace(/\p{Cc}/gu, ''));
    const hex = characters.map((character) => hex4(this.#codeOf(character))).join('');
    return { hex, glyphs: characters.length };
  }

  /** All characters so far; the first has code 1. */
  characters(): string[] {
    return [...this.#codes.keys()];
  }

  #codeOf(character: string): number {
    const known = this.#codes.get(character);
    if (known !== undefined) return known;
    // More characters than two bytes count are no text; what stands for the rest can at least be selected.
    if (this.#codes.size >= MOST_CODES) return SPACE;
    this.#codes.set(character, this.#codes.size + 1);
    return this.#codes.size;
  }
}

const SPACE = 1;
const MOST_CODES = 0xfffe;

/** Four hexadecimal digits. */
export function hex4(value: number): string {
  return value.toString(16).padStart(4, '0').toUpperCase();
}
