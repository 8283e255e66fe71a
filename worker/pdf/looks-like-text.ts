/**
 * Whether characters that a font gives without Unicode values may still be what they seem. PDFium falls back on their
 * codes: in fonts of TeX and old bitmap fonts these are ASCII, in subset fonts they are counted through, and what
 * comes out is a cipher, with few letters or few vowels among them.
 */
export function looksLikeText(text: string): boolean {
  const letters = text.match(/[A-Za-z]/g)?.length ?? 0;
  const digits = text.match(/\d/g)?.length ?? 0;
  const vowels = text.match(/[aeiouyAEIOUY]/g)?.length ?? 0;
  if (letters + digits < text.length * LEAST_ALPHANUMERIC) return false;
  return letters < FEW_LETTERS || (vowels >= letters * LEAST_VOWELS && vowels <= letters * MOST_VOWELS);
}

const LEAST_ALPHANUMERIC = 0.6;
/** Too few to count vowels in. */
const FEW_LETTERS = 20;
/** European languages have 36 to 50 % vowels; letters by chance 23 %. */
const LEAST_VOWELS = 0.28;
const MOST_VOWELS = 0.65;
