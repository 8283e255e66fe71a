import { foldText } from './fold-text.ts';
import { peelFigure } from './peel-figure.ts';

/** What the texts of a table or of a document say about how figures and dates are written; each counts texts. */
export interface StyleVotes {
  /** Figures that can be read one way only: "1.234,56", "0,5", "1.234.567" for the comma; "1,234.56", "12.5" for the point. */
  comma: number;
  point: number;
  /** Figures such as "1.234" and "1,234" that may be grouped as well as have three decimals. */
  threesByPoint: number;
  threesByComma: number;
  /** Figures below a thousand without any mark. */
  short: number;
  /** Dates that can be read one way only: "31/12/2023", "12/31/2023". */
  dayFirst: number;
  monthFirst: number;
}

/** Counts the votes of texts as read from the page; what is no lone figure or date has none. */
export function countStyleVotes(texts: Iterable<string>): StyleVotes {
  const votes: StyleVotes = {
    comma: 0,
    point: 0,
    threesByPoint: 0,
    threesByComma: 0,
    short: 0,
    dayFirst: 0,
    monthFirst: 0,
  };
  for (const raw of texts) {
    const text = foldText(raw);
    const vote = dateVote(text) ?? figureVote(peelFigure(text)?.digits ?? '');
    if (vote) votes[vote]++;
  }
  return votes;
}

function dateVote(text: string): 'dayFirst' | 'monthFirst' | null {
  const match = /^(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d{2})$/.exec(text);
  if (!match) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (first > 12 && first <= 31 && second <= 12) return 'dayFirst';
  return second > 12 && second <= 31 && first <= 12 ? 'monthFirst' : null;
}

function figureVote(digits: string): Exclude<keyof StyleVotes, 'dayFirst' | 'monthFirst'> | null {
  const comma = digits.lastIndexOf(',');
  const point = digits.lastIndexOf('.');
  if (comma >= 0 && point >= 0) return comma > point ? 'comma' : 'point';
  if (comma >= 0) return oneMarkVote(digits, ',');
  if (point >= 0) return oneMarkVote(digits, '.');
  return /^[1-9]\d{0,2}$/.test(digits) ? 'short' : null;
}

/** A mark seen twice groups, so the other one is the decimal mark; seen once it is decimal unless three digits follow. */
function oneMarkVote(digits: string, mark: ',' | '.') {
  const parts = digits.split(mark);
  const [own, other] = mark === ',' ? (['comma', 'point'] as const) : (['point', 'comma'] as const);
  if (parts.length > 2) return isGrouped(parts) ? other : null;
  const [whole = '', decimals = ''] = parts;
  const threes = mark === ',' ? 'threesByComma' : 'threesByPoint';
  return decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole) ? threes : own;
}

/** Groups of three, or of two and a last one of three as in India. */
function isGrouped([first = '', ...groups]: string[]): boolean {
  const last = groups.pop() ?? '';
  const indian = first.length <= 2 && groups.every((part) => part.length === 2);
  const western = first.length <= 3 && groups.every((part) => part.length === 3);
  return last.length === 3 && (western || indian);
}
