import { CURRENCY_PATTERN } from './currency-pattern.ts';
import { splitFootnote } from './split-footnote.ts';

/** A figure without what stands around its digits. */
export interface PeeledFigure {
  /** Digits with their marks; empty for a sign of nothing ("-", "nil", "-0-"). */
  digits: string;
  sign: 1 | -1;
  /** As printed; empty for none. A code beside a sign ("USD $5") is the surer of the two. */
  currency: string;
  percent: boolean;
  /** Without its brackets; empty for none. */
  footnote: string;
}

/**
 * Takes signs, currency, percent and footnote marks off a folded text, from the outside in and each once: "US$ (1,234)*" ->
 * "1,234", negative, "US$", "*". Null where anything but one figure is left, or where signs contradict each other ("(5) DR").
 */
export function peelFigure(folded: string): PeeledFigure | null {
  if (folded.length > LONGEST_FIGURE || !/[\d-]|nil|zero/i.test(folded)) return null;
  const { figure, footnote } = splitFootnote(folded);
  const peeled: Peeled = { text: figure, currencies: [], names: [], footnote };
  while (!NIL.test(peeled.text) && peelOnce(peeled));
  const isNil = NIL.test(peeled.text);
  const sign = signOf(peeled);
  const currency = currencyOf(peeled.currencies);
  if (sign === null || currency === null || (!isNil && !DIGITS.test(peeled.text))) return null;
  return {
    digits: isNil ? '' : peeled.text,
    sign,
    currency,
    percent: peeled.names.includes('percent'),
    footnote: peeled.footnote,
  };
}

/** Room for twenty digits in groups with all that may stand around them; a longer text is a sentence. */
const LONGEST_FIGURE = 64;
const NIL = /^(?:-{1,3}|-(?: -){1,2}|-0-|nil|zero)$/i;
const DIGITS = /^[\d.,' ]*\d$/;

type Layer =
  | 'mark'
  | 'rounded'
  | 'percent'
  | 'currency'
  | 'parentheses'
  | 'credit'
  | 'debit'
  | 'minus'
  | 'plus';

interface Peeled {
  text: string;
  currencies: string[];
  names: Layer[];
  footnote: string;
}

/**
 * "rounded" is how Swiss, German and Indian papers close a figure without decimals: "5.-", "5,--", "5/-". An opening
 * parenthesis whose partner was cut off still means negative.
 */
const LAYERS: readonly [Layer, RegExp][] = [
  ['mark', /^(?<rest>.*[\d)]) ?(?<sign>\^\d+|[*†‡§¶#]{1,3})$/],
  ['rounded', /^(?<rest>.*\d)(?<sign>[.,]-{1,2}|\/-)$/],
  ['percent', /^(?<rest>.*) ?(?<sign>%)$/],
  ['percent', /^(?<sign>%) ?(?<rest>.*)$/],
  ['currency', new RegExp(`^(?<sign>${CURRENCY_PATTERN}) ?(?<rest>.*)$`, 'u')],
  ['currency', new RegExp(`^(?<rest>.*?) ?(?<sign>${CURRENCY_PATTERN})$`, 'u')],
  ['parentheses', /^(?<sign>\()(?<rest>.*?)\)?$/],
  ['credit', /^(?<rest>.*\S) ?(?<sign>\(cr\.?\)|(?<!\p{L})cr\.?)$/iu],
  ['debit', /^(?<rest>.*\S) ?(?<sign>\(dr\.?\)|(?<!\p{L})dr\.?)$/iu],
  ['minus', /^(?<sign>-) ?(?<rest>.*)$/],
  ['minus', /^(?<rest>.*) ?(?<sign>-)$/],
  ['plus', /^(?<sign>\+) ?(?<rest>.*)$/],
  ['plus', /^(?<rest>.*) ?(?<sign>\+)$/],
];

/** Takes the outermost layer off, if there is one that was not taken before; of currencies a sign and a code may stand. */
function peelOnce(peeled: Peeled): boolean {
  for (const [name, pattern] of LAYERS) {
    const most = name === 'currency' ? 2 : 1;
    if (peeled.names.filter((taken) => taken === name).length >= most) continue;
    const { rest, sign } = pattern.exec(peeled.text)?.groups ?? {};
    if (rest === undefined || sign === undefined) continue;
    peeled.text = rest.trim();
    peeled.names.push(name);
    if (name === 'currency') peeled.currencies.push(sign);
    if (name === 'mark') peeled.footnote = sign.replace('^', '') + peeled.footnote;
    return true;
  }
  return false;
}

/** Null for two currencies; a sign beside its code ("USD $5") is one. */
function currencyOf([first = '', second]: string[]): string | null {
  if (second === undefined) return first;
  const isCode = (currency: string) => /^[A-Z]{3}$/.test(currency);
  if (isCode(first) === isCode(second)) return null;
  return isCode(first) ? first : second;
}

/** Null for signs that do not go together. A minus within parentheses repeats them; one before them would turn them around. */
function signOf({ names, currencies }: Peeled): 1 | -1 | null {
  const signs = names.filter((name) => SIGNS.has(name)).join(' ');
  if (signs === 'credit' && currencies.some((currency) => RUPEE.test(currency))) return null;
  if (signs === '' || signs === 'plus' || signs === 'debit') return 1;
  return NEGATIVE.has(signs) ? -1 : null;
}

const SIGNS: ReadonlySet<string> = new Set(['parentheses', 'credit', 'debit', 'minus', 'plus']);
const NEGATIVE: ReadonlySet<string> = new Set(['parentheses', 'minus', 'credit', 'parentheses minus']);
/** "₹ 5 Cr" is five crores as often as a credit of five: nobody can tell from the cell. */
const RUPEE = /^(?:₹|Rs\.?|INR)$/;
