import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/**
 * Mends commas and points that recognition lost or took for each other, as faxes make it do, by the company a figure keeps:
 * "1.239.61" is clear by itself; "32.696" under amounts with commas, "5239.28" under "1,594.93" and
 * "652050" among amounts that all have two decimals are clear by their column. Digits are never touched. The old reading is
 * kept as an alternative, and where the value changes the confidence says that somebody should look.
 */
export function mendSeparators(words: OcrWord[]): OcrWord[] {
  const figures = words.filter(({ text }) => FIGURE.test(text));
  return words.map((word) => {
    if (!FIGURE.test(word.text)) return word;
    const mended = mend(word, figures);
    if (mended === word.text) return word;
    const alternatives = [word.text, ...(word.alternatives ?? [])].filter((text) => text !== mended);
    const kept =
      valueOf(mended) === valueOf(word.text) ? word.confidence : Math.min(word.confidence, DOUBTFUL);
    return { ...word, text: mended, confidence: kept, alternatives };
  });
}

const DOUBTFUL = 0.6;
/** Sign and currency, digits with separators, bracket and percent sign. */
const FIGURE = /^([^\d.,:;]{0,3})(\d[\d.,:;]*\d)(\D{0,2})$/;
const WITH_COMMAS = /^\d{1,3}(,\d{3})+(\.\d{1,4})?$/;
const TWO_DECIMALS = /\.\d{2}$/;
/** How far right edges of one column may differ, in em: brackets and signs hang out. */
const EDGE_EM = 0.6;
const LEAST_NEIGHBOURS = 2;
const LEAST_ALIKE = 4;
/** Share of a column that must be written one way for the rest to be held to it. */
const HOUSE_SHARE = 0.7;

function mend(word: OcrWord, figures: OcrWord[]): string {
  const [, before = '', body = '', after = ''] = FIGURE.exec(word.text) ?? [];
  const column = figures
    .filter((other) => other !== word && Math.abs(other.box[2] - word.box[2]) <= EDGE_EM * word.emPixels)
    .map(({ text }) => bodyOf(text));
  return before + mendBody(body, column) + after;
}

function mendBody(body: string, column: string[]): string {
  if (/^\d{1,3}(\.\d{3})+\.\d{2}$/.test(body)) return regroup(body, 2);
  const withCommas = column.filter((other) => WITH_COMMAS.test(other)).length;
  const decimals = column.filter((other) => TWO_DECIMALS.test(other)).length;
  if (withCommas < LEAST_NEIGHBOURS) return body;
  if (decimals === 0) return /^\d{1,3}(\.\d{3})+$/.test(body) ? body.replaceAll('.', ',') : body;
  const house = column.length >= LEAST_ALIKE && decimals >= column.length * HOUSE_SHARE;
  // "5239.28": the value is clear, only its comma is missing.
  if (/^\d{4,}\.\d{2}$/.test(body)) return regroup(body, 2);
  if (!house || WITH_COMMAS.test(body) || /^\d{1,3}\.\d{2}$/.test(body)) return body;
  // Of "9.174.492" nobody knows which digit is too many.
  const wellCut = /^\d+$/.test(body) || /[.,:;]\d{2}$/.test(body);
  return wellCut && body.replace(/\D/g, '').length >= 3 ? regroup(body, 2) : body;
}

/** The digits with commas before each three and a point before the decimals. */
function regroup(body: string, decimals: number): string {
  const digits = body.replace(/\D/g, '');
  const whole = digits.slice(0, -decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${digits.slice(-decimals)}`;
}

function bodyOf(text: string): string {
  return FIGURE.exec(text)?.[2] ?? '';
}

/** What a figure says without its commas. */
function valueOf(text: string): string {
  return bodyOf(text).replaceAll(',', '');
}
