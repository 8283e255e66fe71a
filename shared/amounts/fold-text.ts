/**
 * The text of a cell in one spelling: every kind of space is one plain space, every dash and minus is "-", full-width forms
 * are narrowed. Superscript digits are kept apart, because they are footnote marks and never part of an amount.
 */
export function foldText(raw: string): string {
  return raw
    .replace(SUPERSCRIPTS, (mark) => `^${SUPERSCRIPT_DIGITS.indexOf(mark)}`)
    .normalize('NFKC')
    .replace(DASHES, '-')
    .replace(/[’‘`´]/g, "'")
    .replace(/\u00ad|\u200b|\ufeff/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const SUPERSCRIPT_DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUPERSCRIPTS = /[⁰¹²³⁴-⁹]/g;
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
