import { isFigure } from './figure-shape.ts';
import type { Phrase, PhraseLine } from './phrases.ts';

/** body: a row of figures · head: years, dates and units over columns · label: words alone. */
export type LineKind = 'body' | 'head' | 'label';

/** What a line looks like on its own, before its neighbours are asked. */
export function lineKind(line: PhraseLine): LineKind {
  const [first, ...rest] = line.phrases;
  if (!first) return 'label';
  const figures = figuresOf(line);
  if (rest.length === 0) return figures.length > 0 ? 'body' : 'label';
  if (isListItem(first, rest)) return 'label';
  const counts = figures.filter((phrase) => phrase.shape !== 'range');
  if (counts.some((phrase) => phrase !== first) && !isAllHead(line)) return 'body';
  return rest.some((phrase) => phrase.shape === 'year' || isPeriod(phrase.text)) ? 'head' : 'label';
}

/** The figures of a line that make columns. */
export function figuresOf(line: PhraseLine): Phrase[] {
  return line.phrases.filter(
    (phrase) => isFigure(phrase.shape) || phrase.shape === 'year' || phrase.shape === 'date',
  );
}

/** "1. Revenue recognition", "(a) …": a mark and a text are an item of a list, not a row. */
function isListItem(first: Phrase, rest: Phrase[]): boolean {
  const marked = /^(?:\(?[\da-z]{1,3}[.)]|[•·▪*-]|\(\d+\))$/i.test(first.text);
  return marked && !rest.some((phrase) => isFigure(phrase.shape) && phrase.shape !== 'placeholder');
}

/** Years and periods without any amount: the heading of columns, whatever digits it holds. */
function isAllHead(line: PhraseLine): boolean {
  const over = line.phrases
    .slice(1)
    .filter((phrase) => phrase.shape === 'year' || isPeriod(phrase.text)).length;
  const amounts = line.phrases.filter(
    (phrase) => isFigure(phrase.shape) && phrase.shape !== 'placeholder',
  ).length;
  return over > 0 && amounts === 0;
}

const PERIOD =
  /\b(?:years?|months?|quarters?|weeks?) ended\b|^(?:as (?:of|at) )?(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,2},?)?(?: \d{4})?,?$|^fiscal|^\(?(?:in )?(?:thousands|millions|billions)|^Q[1-4]\b/i;

export function isPeriod(text: string): boolean {
  return PERIOD.test(text);
}
