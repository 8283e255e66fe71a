import { readCurrency } from '#shared/amounts/read-currency.ts';
import { readUnit } from '#shared/amounts/read-unit.ts';
import type { Caption } from '#shared/schedules/schedule.ts';
import { isPeriod } from './line-kind.ts';

/**
 * What the texts above a table (top to bottom) and its headings say of it. A line such as "31 December 2024 · US dollars"
 * says several things and is taken apart first.
 */
export function readCaptionText(linesAbove: string[], heads: string[]): Caption {
  const above = linesAbove.flatMap(piecesOf);
  const all = [...above, ...heads];
  const unit = all.map((text) => readUnit(text)?.text ?? '').find((text) => text !== '') ?? '';
  const period = all.find((text) => text.length < 80 && saysWhen(text)) ?? '';
  const entity = above.find((text) => text.length < 70 && ENTITY.test(text)) ?? '';
  const titles = above.filter(
    (text) => text !== entity && text !== unit && !saysWhen(text) && !MEASURE.test(text),
  );
  return { title: titleOf(titles), entity, period, unit, currency: currencyOf(all) };
}

/** What a line says, one thing each. */
export function piecesOf(line: string): string[] {
  return line.split(PIECES).map((piece) => piece.trim());
}

/** Dots and bars between what a line says; a hyphen belongs to its words. */
const PIECES = /\s+[·•|]\s+/;

const ENTITY =
  /\b(?:inc|ltd|limited|llc|lp|llp|plc|corp|corporation|gmbh|ag|s\.?a\.?|n\.?v\.?|company|co|group|partners|holdings|bank|trust)\.?$/i;
const NAMED = /^(?:table|exhibit|schedule|note|figure|appendix)\b/i;

/** A line that only tells how the figures are measured: "US dollars", "Amounts in GBP, by days past due". */
const MEASURE =
  /^\(?(?:(?:all )?(?:amounts?|figures|balances|values|expressed|stated)\b.*\bin\b|(?:in )?(?:us dollars?|euros?|pounds sterling|USD|EUR|GBP|CHF)\b)/i;

/** "1 October to 31 December 2024", "January 1, 2024 - March 31, 2024". */
const SPAN =
  /^(?:from )?(?:\d{1,2} [a-z]{3,9}|[a-z]{3,9} \d{1,2},?)(?: \d{4})? (?:to|until|through|[-–—]) (?:\d{1,2} [a-z]{3,9}|[a-z]{3,9} \d{1,2},?) \d{4}$/i;

/** Whether a text tells a date or a period and nothing else. */
export function saysWhen(text: string): boolean {
  return isPeriod(text) || SPAN.test(text) || /^(?:as at|as of|for the)\b/i.test(text);
}

/** The nearest line that names itself a table or a note, else the nearest line short enough for a title. */
function titleOf(above: string[]): string {
  const short = above.filter(
    (text) => text.split(' ').length <= 16 && /\p{L}{2}/u.test(text) && !/[.;,]$|^\p{Ll}/u.test(text),
  );
  return short.findLast((text) => NAMED.test(text)) ?? short.at(-1) ?? '';
}

/** From the lines that speak of measure only: a sign elsewhere may belong to a sentence. */
function currencyOf(texts: string[]): string {
  const measured = texts.filter((text) => MEASURE.test(text) || readUnit(text) !== null);
  return measured.map(readCurrency).find((currency) => currency !== '') ?? '';
}
