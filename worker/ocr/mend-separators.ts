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
const WHOLE_WITH_COMMAS = /^\d{1,3}(,\d{3})+$/;
/** Whole amounts with points for commas, or a decimal fraction of three digits. */
const DOTTED = /^[1-9]\d{0,2}(\.\d{3})+$/;
const DECIMALS = /\.(\d{1,4})$/;
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
  // "24%" says enough by itself.
  if (after.includes('%') && /^\d{1,2}$/.test(body) && !isTenfold(body, column)) return word.text;
  return before + mendBody(body, column) + after;
}

function mendBody(body: string, column: string[]): string {
  if (/^\d{1,3}(\.\d{3})+\.\d{2}$/.test(body)) return regroup(body, 2);
  const withCommas = column.filter((other) => WITH_COMMAS.test(other)).length >= LEAST_NEIGHBOURS;
  const decimals = houseDecimals(column);
  if (DOTTED.test(body) && areInThousands(column)) return body.replaceAll('.', ',');
  if (withCommas && !column.some((other) => DECIMALS.test(other))) return body;
  // "5239.28": the value is clear, only its comma is missing.
  if (withCommas && /^\d{4,}\.\d{2}$/.test(body)) return regroup(body, 2);
  if (/^\d{2,4}$/.test(body) && isTenfold(body, column)) return `${body.slice(0, -1)}.${body.slice(-1)}`;
  if (decimals === 0 || WITH_COMMAS.test(body) || /^\d{1,3}\.\d{1,4}$/.test(body)) return body;
  return isWellCut(body, decimals) ? regroup(body, decimals) : body;
}

/**
 * Whether a column is of whole amounts with commas, so that "32.696" is one of them: faxes lose the tails of several commas of a
 * column. Earnings per share may stand among many such amounts; figures with both a comma and decimals may not.
 */
function areInThousands(column: string[]): boolean {
  const whole = column.filter((other) => WHOLE_WITH_COMMAS.test(other)).length;
  const dotted = column.filter((other) => DOTTED.test(other)).length;
  const others = column.filter((other) => DECIMALS.test(other) && !DOTTED.test(other));
  if (whole < LEAST_NEIGHBOURS || dotted >= whole) return false;
  return others.length === 0 || (whole >= LEAST_ALIKE && !others.some((other) => other.includes(',')));
}

/** How many decimals nearly all figures of a column have; 0 where they do not agree. */
function houseDecimals(column: string[]): number {
  if (column.length < LEAST_ALIKE) return 0;
  return (
    [1, 2, 3].find(
      (count) => column.filter((other) => decimalsOf(other) === count).length >= column.length * HOUSE_SHARE,
    ) ?? 0
  );
}

function decimalsOf(body: string): number {
  return DECIMALS.exec(body)?.[1]?.length ?? 0;
}

/** Of "9.174.492" nobody knows which digit is too many, and "100" among percentages with decimals is often just that. */
function isWellCut(body: string, decimals: number): boolean {
  if (/^\d+$/.test(body)) return body.length > decimals && body !== '100' && !YEAR.test(body);
  return /[.,:;](\d+)$/.exec(body)?.[1]?.length === decimals;
}

/**
 * Whether a whole number has surely lost the point before its last digit: it is far larger than all figures of its column that have
 * one decimal, and among them with a point. "58" under 6.0, 5.3 and 5.0 is 5.8.
 */
function isTenfold(body: string, column: string[]): boolean {
  const others = column.filter((other) => /^\d{1,3}\.\d$/.test(other)).map(Number);
  if (others.length < LEAST_NEIGHBOURS || body === '100' || YEAR.test(body)) return false;
  if (column.some((other) => other.includes(',')) || others.length < column.length * LEAST_TENFOLD_SHARE)
    return false;
  const [least, most] = [Math.min(...others), Math.max(...others)];
  const value = Number(body);
  return value > most * FAR && value / 10 >= least / FAR && value / 10 <= most * FAR;
}

const FAR = 2;
const LEAST_TENFOLD_SHARE = 0.25;
/** Years stand among percentages as heads of their columns. */
const YEAR = /^(?:19|20)\d\d$/;

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
