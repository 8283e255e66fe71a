import { CURRENCY_PATTERN } from '#shared/amounts/currency-pattern.ts';
import { foldText } from '#shared/amounts/fold-text.ts';

/** How a figure is written, whatever it is worth. */
export interface WrittenForm {
  /** Of the whole figure, and behind its last point or comma where that parts decimals. */
  digits: number;
  decimals: number;
  /** The sign that parts the thousands; '' where they could be parted and are not, null where there are none. */
  groups: string | null;
  /** Blanks between digits, two points, groups of other than three: written as nobody writes a figure. */
  torn: boolean;
  percent: boolean;
  zero: boolean;
  /** May be one of the years around ours. */
  year: boolean;
}

/** The form of a text that consists of a figure, its signs and at most a footnote mark; null of every other text. */
export function writtenForm(raw: string): WrittenForm | null {
  const body = BODY.exec(foldText(raw).replace(CURRENCY, ''))?.[1]?.replace(/[., ]+$/, '');
  if (body === undefined || !/\d/.test(body)) return null;
  const decimals = /[.,](\d{1,2}|\d{4,})$/.exec(body)?.[1] ?? /^0?[.,](\d+)$/.exec(body)?.[1] ?? '';
  const whole = decimals === '' ? body : body.slice(0, -decimals.length - 1);
  const wholeDigits = whole.replace(/\D/g, '').length;
  const sign = /^\d{1,3}([.,' ])\d{3}(?:\1\d{3})*$/.exec(whole)?.[1] ?? '';
  return {
    digits: body.replace(/\D/g, '').length,
    decimals: decimals.length,
    groups: wholeDigits > 3 ? sign : null,
    torn: /\D/.test(whole) && (sign === '' || sign === body.at(-decimals.length - 1)),
    percent: raw.includes('%'),
    zero: !/[1-9]/.test(body),
    year: /^(?:19|20)\d\d$/.test(body),
  };
}

const CURRENCY = new RegExp(CURRENCY_PATTERN, 'gu');
const BODY = /^[-+([{ ]*(\.?\d[\d., ':;]*)[)\]}%\- ]*(?:\^\d+|\(?[a-z*†‡]\)?)?$/i;
