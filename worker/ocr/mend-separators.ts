import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/**
 * Turns points that must have been commas back into commas: faxes lose the tail. "1.239.61" is clear by itself;
 * "32.696" only under or over two amounts with commas, where no amount has decimals. The old reading is kept as an
 * alternative, and the confidence says that somebody should look.
 */
export function mendSeparators(words: OcrWord[]): OcrWord[] {
  return words.map((word) => {
    const mended = mend(word, words);
    if (mended === word.text) return word;
    const alternatives = [word.text, ...(word.alternatives ?? [])].filter((text) => text !== mended);
    return { ...word, text: mended, confidence: Math.min(word.confidence, DOUBTFUL), alternatives };
  });
}

const DOUBTFUL = 0.6;
const POINTS_AND_DECIMALS = /^\D{0,3}\d{1,3}(\.\d{3})+\.\d{2}\D{0,2}$/;
const POINTS_ONLY = /^\D{0,3}\d{1,3}(\.\d{3})+\D{0,2}$/;
const COMMAS_ONLY = /^\D{0,3}\d{1,3}(,\d{3})+\D{0,2}$/;
const DECIMALS = /\.\d{1,2}\D{0,2}$/;
const LEAST_NEIGHBOURS = 2;
/** How far right edges of one column may differ, in em: brackets and signs hang out. */
const EDGE_EM = 0.6;

function mend(word: OcrWord, words: OcrWord[]): string {
  if (POINTS_AND_DECIMALS.test(word.text)) return word.text.replace(/\.(?=.*\.)/g, ',');
  if (!POINTS_ONLY.test(word.text)) return word.text;
  const column = words.filter((other) => Math.abs(other.box[2] - word.box[2]) <= EDGE_EM * word.emPixels);
  const withCommas = column.filter(({ text }) => COMMAS_ONLY.test(text)).length;
  const clear = withCommas >= LEAST_NEIGHBOURS && !column.some(({ text }) => DECIMALS.test(text));
  return clear ? word.text.replaceAll('.', ',') : word.text;
}
