/**
 * What a cell says, for comparing a prediction with the truth as the scorer of the corpus does: "#value" for a figure, else its
 * text without white space; '' for blank.
 */
export function cellKey(raw: string): string {
  const text = fold(raw);
  const figure = figureOf(text);
  return figure === null ? text.toLowerCase() : `#${+figure.value.toFixed(6)}${figure.percent ? '%' : ''}`;
}

/** Dashes and quotes of all kinds alike, leaders of dots and white space gone. */
function fold(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
    .replace(/[\u2018\u2019\u201a\u201b`´]/g, "'")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/(?:\.\s*){3,}/g, '')
    .replace(/\u00ad/g, '')
    .replace(/\s+/g, '');
}

const CURRENCY = /(?:US|CA|A|C)?[$€£¥]|USD|EUR|GBP|CHF/g;

/** "(1,234.5)" is -1234.5, "$12" is 12, "12%" is 12 percent; a dash alone is no figure, a bracket that was cut off still a sign. */
function figureOf(text: string): { value: number; percent: boolean } | null {
  if (!/\d/.test(text) || text.length > 40) return null;
  let rest = text.replace(CURRENCY, '').replace(/%/g, '');
  let negative = false;
  if (rest.startsWith('(') && (rest.endsWith(')') || !rest.includes(')'))) {
    negative = true;
    rest = rest.endsWith(')') ? rest.slice(1, -1) : rest.slice(1);
  }
  rest = rest.replace(/\(?[a-z*†‡]\)?$/i, (mark) => (mark.startsWith('(') ? '' : mark));
  const sign = /^-|-$|^\+/.exec(rest)?.[0];
  if (sign === '-') negative = !negative;
  if (sign !== undefined) rest = rest.replace(/^-|^\+/, '') === rest ? rest.slice(0, -1) : rest.slice(1);
  if (!/^[\d.,']+$/.test(rest) || !/\d/.test(rest)) return null;
  const value = Number(pointed(rest.replace(/'/g, '')));
  if (!Number.isFinite(value)) return null;
  return { value: negative ? -value || 0 : value, percent: text.includes('%') };
}

/** The digits with a decimal point, if any, and no separators of thousands. */
function pointed(digits: string): string {
  const [comma, point] = [digits.lastIndexOf(','), digits.lastIndexOf('.')];
  if (comma >= 0 && point >= 0)
    return comma > point ? digits.replace(/\./g, '').replace(',', '.') : digits.replace(/,/g, '');
  if (comma >= 0) return /^\d+,\d{1,2}$/.test(digits) ? digits.replace(',', '.') : digits.replace(/,/g, '');
  return /^\d{1,3}(\.\d{3}){2,}$/.test(digits) ? digits.replace(/\./g, '') : digits;
}
