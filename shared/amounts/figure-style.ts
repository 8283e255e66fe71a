import type { DecimalMark } from './parse-digits.ts';
import { countStyleVotes, type StyleVotes } from './style-votes.ts';

/** How one table writes its figures; it cannot be told from one cell alone. */
export interface FigureStyle {
  decimal: DecimalMark;
  /** 'unknown' where no date settles it, or dates contradict each other; such dates are flagged as ambiguous. */
  dateOrder: 'day-first' | 'month-first' | 'unknown';
}

/**
 * Finds the style from all texts of a table. Only figures that can be read one way decide; without one in the table, those of
 * the document around it do (`document`); without any, figures cut in threes beside short whole ones are taken for grouped:
 * amounts in thousands are far more common than three decimals. Without any sign at all the point wins.
 */
export function detectFigureStyle(texts: Iterable<string>, document?: StyleVotes): FigureStyle {
  const table = countStyleVotes(texts);
  const sources = document ? [table, document] : [table];
  return {
    decimal: firstOf(sources, certainDecimal) ?? firstOf(sources, likelyDecimal) ?? '.',
    dateOrder: firstOf(sources, certainOrder) ?? 'unknown',
  };
}

function firstOf<T>(sources: StyleVotes[], read: (votes: StyleVotes) => T | null): T | null {
  for (const votes of sources) {
    const answer = read(votes);
    if (answer !== null) return answer;
  }
  return null;
}

function certainDecimal({ comma, point }: StyleVotes): DecimalMark | null {
  if (comma === point) return null;
  return comma > point ? ',' : '.';
}

/** Figures with three decimals would have them throughout; where short ones have none, the mark groups. */
function likelyDecimal({ threesByPoint, threesByComma, short }: StyleVotes): DecimalMark | null {
  if (threesByPoint === threesByComma) return null;
  if (threesByComma > threesByPoint) return '.';
  return threesByPoint > 1 && short > 0 ? ',' : null;
}

/** All dates of a table share one order: a single contradiction leaves it open. */
function certainOrder({ dayFirst, monthFirst }: StyleVotes): FigureStyle['dateOrder'] | null {
  if (dayFirst === 0 && monthFirst === 0) return null;
  if (dayFirst > 0 && monthFirst > 0) return 'unknown';
  return dayFirst > 0 ? 'day-first' : 'month-first';
}
