import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/**
 * The words without marks that stand alone and never are a cell: dust, the ends of rulings and torn edges are read as such, and one of
 * them beside a table makes a column of its own. Dashes (nil), signs of currency, percent signs, asterisks and the like stay.
 */
export function dropMarks(words: OcrWord[]): OcrWord[] {
  return words.filter(
    ({ text, confidence }) => !MARKS.test(text) && !(DOLLAR.test(text) && confidence < LEAST_SECTION),
  );
}

const MARKS = /^[.,:;'"‘’“”`´|=~_^\\<>[\]{}©®™¢@]+$/;
/** A section sign that is not sure is the dollar sign of a fax, and adds nothing to its column. */
const DOLLAR = /^\$?§\$?$/;
const LEAST_SECTION = 0.9;
