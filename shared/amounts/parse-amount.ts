import type { CellValue } from '../schedules/schedule.ts';
import { type DecimalMark, type Digits, parseDigits } from './parse-digits.ts';

type Figure = Extract<CellValue, { type: 'amount' | 'percent' }>;

/**
 * Reads one amount or percentage in folded text, or null. Negative are "(1,234)", "-1,234", "1,234-" and "1,234 CR"
 * (a ledger counts debits as positive); an opening parenthesis whose partner was cut off still means negative.
 * A lone dash or "nil" is zero. The decimal mark of the table is tried first, the other one where only that can be meant.
 * The currency is kept as printed ("$", "US$", "EUR"); a trailing footnote mark is split off.
 */
export function parseAmount(text: string, decimal: DecimalMark): Figure | null {
  if (text.length > LONGEST_FIGURE) return null;
  const { body, footnote } = splitFootnote(text);
  const { body: bare, currency, percent } = splitUnits(body);
  const signed = NIL.test(bare) ? { minor: 0, scale: 0 } : readSigned(bare, decimal);
  if (!signed || (bare === '' && !percent)) return null;
  const mark = footnote ? { footnote } : {};
  if (percent) return { type: 'percent', ...signed, ...mark };
  return { type: 'amount', ...signed, ...(currency ? { currency } : {}), ...mark };
}

const LONGEST_FIGURE = 40;
const NIL = /^(?:\(?(?:- ?){1,3}\)?|nil|zero)$/i;

const FOOTNOTE =
  /(?<=[\d)%-]) ?(\([a-z]\)|\(\d{1,2}\)|\[[a-z\d]{1,2}\]|(?:\^\d)+|[*†‡§#]{1,3}|(?<=\d)[a-h])$/i;

function splitFootnote(text: string): { body: string; footnote: string } {
  const match = FOOTNOTE.exec(text);
  if (!match || !/\d|^\$? ?-/.test(text.slice(0, match.index))) return { body: text, footnote: '' };
  return { body: text.slice(0, match.index).trim(), footnote: (match[1] ?? '').replace(/[()[\]^]/g, '') };
}

const CURRENCY =
  /(?:US|CA|AU|NZ|HK|SG|[ACRSZ])?[$€£¥₹₩]|\b(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|CNY|INR|HKD|SGD|ZAR|BRL|MXN)\b/;

function splitUnits(text: string): { body: string; currency: string; percent: boolean } {
  const currency = CURRENCY.exec(text)?.[0] ?? '';
  const percent = /%\)?$|^%/.test(text);
  const body = text.replace(currency, '').replace('%', '');
  return { body: body.replace(/\( /, '(').replace(/ \)/, ')').trim(), currency, percent };
}

function readSigned(text: string, decimal: DecimalMark): Digits | null {
  const { body, sign } = splitSign(text);
  const digits = /\d/.test(body) ? (parseDigits(body, decimal) ?? parseOtherMark(body, decimal)) : null;
  return digits && { minor: digits.minor === 0 ? 0 : sign * digits.minor, scale: digits.scale };
}

/** The other mark counts only where both marks stand in the text, so that "1.234" never changes its meaning by accident. */
function parseOtherMark(body: string, decimal: DecimalMark): Digits | null {
  const certain =
    (body.includes(',') && body.includes('.')) ||
    /^\d+[.,]\d{1,2}$/.test(body) ||
    /^\d{1,3}([.,]\d{3}){2,}$/.test(body);
  return certain ? parseDigits(body, decimal === '.' ? ',' : '.') : null;
}

const SIGNS: readonly [RegExp, 1 | -1][] = [
  [/^\((.*?)\)?$/, -1],
  [/^- ?(.*)$/, -1],
  [/^(.*?) ?-$/, -1],
  [/^(.*?) ?cr\.?$/i, -1],
  [/^(.*?) ?dr\.?$/i, 1],
  [/^\+ ?(.*)$/, 1],
];

function splitSign(text: string): { body: string; sign: 1 | -1 } {
  for (const [pattern, sign] of SIGNS) {
    const inner = pattern.exec(text)?.[1];
    if (inner !== undefined) return { body: inner.trim(), sign };
  }
  return { body: text, sign: 1 };
}
