import { CURRENCY_PATTERN } from './currency-pattern.ts';
import { unitScale } from './unit-scale.ts';

/** The unit a schedule names for its figures. Values are never scaled by it. */
export interface Unit {
  /** As printed: "(in millions, except per share data)", "£'000", "TEUR". */
  text: string;
  multiplier: number;
}

/**
 * Finds the unit in a line above a table or in a heading: "(in thousands)", "Rs. in lakhs", "$000", "€m", "TEUR", "Mio. EUR",
 * "en milliers d'euros". Taken is what stands in the same parentheses, else the whole of a line that only tells the measure,
 * else the words of the unit to the end of the line. Null where no unit is named; "10,000" or "5 million" name none.
 */
export function readUnit(line: string): Unit | null {
  if (line.length > LONGEST_LINE) return null;
  for (const form of FORMS) {
    const match = form.exec(line);
    const multiplier = unitScale(match?.groups?.['scale'] ?? '');
    if (match && multiplier !== null) return { text: around(line, match.index, match[0]), multiplier };
  }
  return null;
}

/** Longer lines are prose. */
const LONGEST_LINE = 300;

const PLURAL =
  'hundreds|thousands|millions|billions|trillions|lakhs?|lacs?|crores?|tausend|tsd|milliers|migliaia|duizend(?:en)?|mio|' +
  'millionen|millones|milioni|miljoen|mrd|milliarden|milliards|miliardi|miljard';
const WORD = `(?i:${PLURAL}|thousand|million|billion|trillion)`;
const SHORT = String.raw`(?i:mn|mm|mln|m|bn|k|['’]?000['’]?s?)`;
const CURRENCY = String.raw`(?:${CURRENCY_PATTERN}|(?<!\p{L})[A-Z]{3}(?=(?:mn?|bn|k)(?!\p{L}))|(?i:euros?|dollars?))`;
const END = String.raw`(?![\p{L}\p{N}]|[.,]\p{N})`;

const FORMS: readonly RegExp[] = [
  String.raw`(?<!\p{L})(?i:in|en) (?:${CURRENCY} ?)?(?<scale>(?i:${PLURAL}|miles(?= de)))${END}`,
  String.raw`(?<!\p{L})(?i:in|en) (?:${CURRENCY} ?(?<scale>${WORD})|(?<scale>${WORD}) ${CURRENCY})`,
  String.raw`${CURRENCY} ?(?i:in )?(?<scale>${WORD}|${SHORT})${END}`,
  String.raw`(?<!\p{L})(?<scale>(?i:${PLURAL})\.?) (?:(?i:of|de|di) \p{L}|(?i:d['’])|${CURRENCY})`,
  String.raw`(?<![\p{L}\p{N}])(?<scale>[TkKMm])(?:EUR|CHF|USD|GBP|[€£$])(?!\p{L})`,
  String.raw`(?<!\p{L})(?i:in) (?<scale>['’]?000['’]?s?)${END}`,
  String.raw`(?<![\p{L}\p{N}.,])(?<scale>['’]000['’]?s?|000['’]?s|\(000\))${END}`,
  String.raw`^[([]?(?<scale>(?i:${PLURAL}))${END}`,
].map((form) => new RegExp(form, 'u'));

function around(line: string, start: number, match: string): string {
  if (match.startsWith('(')) return match.endsWith(')') ? match : line.slice(start).trim();
  const end = start + match.length;
  const before = line.slice(0, start);
  const opening = Math.max(before.lastIndexOf('('), before.lastIndexOf('['));
  if (opening > Math.max(before.lastIndexOf(')'), before.lastIndexOf(']'))) {
    const length = line.slice(end).search(/[)\]]/);
    return line.slice(opening, length < 0 ? undefined : end + length + 1).trim();
  }
  const length = line.slice(end).search(/[([]/);
  const tail = line.slice(0, length < 0 ? undefined : end + length);
  return (MEASURE.test(line) ? tail : tail.slice(start)).trim();
}

/** A line that speaks of nothing but measures may begin with these. */
const MEASURE = new RegExp(
  String.raw`^(?:(?i:(?:all )?(?:amounts?|figures|balances|values|expressed|stated|presented|currency|dollars|euros?|u\.?s\.? dollars)(?!\p{L}))|U\.S\. ?\$|${CURRENCY_PATTERN})`,
  'u',
);
