/**
 * The text of a cell in one spelling: every kind of space is one plain space, every dash and minus is "-", full-width forms
 * are narrowed. Numbers that are set as marks (superscripts, subscripts, circled ones) become "^1": they are footnote marks
 * and never part of an amount. Folding twice changes nothing more. Digits of other scripts than Latin stay as they are.
 */
export function foldText(raw: string): string {
  if (PLAIN.test(raw)) return raw;
  return raw
    .replace(INVISIBLE, '')
    .replace(/(?<=\p{L})\u00ad(?=\p{L})/gu, '')
    .replace(MARK_NUMBERS, markNumber)
    .replaceAll('\u00b4', "'")
    .normalize('NFKC')
    .replace(DASHES, '-')
    .replace(APOSTROPHES, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

/** Nothing to fold, as in most words of most pages. */
const PLAIN = /^[!-_a-~]*$/;

/** Joiners, marks of direction and variants of a glyph. An override of direction stays: it turns digits around on the page. */
const INVISIBLE =
  /[\u061c\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufeff]|\p{Variation_Selector}/gu;

/** Many fonts call their hyphen a soft one; only between letters is it a place to break a word, elsewhere it is a minus. */
const DASHES = /[\u00ad\u2010-\u2015\u2043\u2212\u2796\u2e3a\u2e3b\ufe58\ufe63\uff0d]/g;
const APOSTROPHES = /[\u2018\u2019\u2032\u02bc`]/g;
const MARK_NUMBERS = /[\p{No}\u207a-\u207e\u208a-\u208e]/gu;

/** Fractions stay, as "5½" must not become 51/2; so does what has no digits of ours. */
function markNumber(sign: string): string {
  if (/[\u207d\u207e\u208d\u208e]/.test(sign)) return '';
  const plain = sign.normalize('NFKC');
  if (plain.includes('\u2044')) return sign;
  const digits = plain.replace(/[().,]/g, '');
  return /^[\d+=\u2212]+$/.test(digits) ? `^${digits}` : sign;
}
