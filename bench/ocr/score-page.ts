import type { Box } from '#worker/page/page-model.ts';
import type { PlacedText } from './scan-set.ts';

/** Counts that add up over pages. */
export interface Score {
  /** Figures of the truth, and those of them that were read exactly, character by character, at their place. */
  figures: number;
  exactFigures: number;
  /** Words of the truth, words that were read, and those that agree, as bags of a page. */
  words: number;
  readWords: number;
  agreeingWords: number;
}

export const NO_SCORE: Score = { figures: 0, exactFigures: 0, words: 0, readWords: 0, agreeingWords: 0 };

export interface Miss {
  wanted: string;
  read: string;
}

/**
 * Compares a page as read with what stands on it. A figure counts as exact when the words whose middles lie in its
 * box, put together from left to right, are the figure: however a reader cuts words, it gets the same chance. Currency
 * signs, kinds of dashes and the punctuation of a sentence do not count. The ends of "1 - 12" are no figures: readers write "1-12".
 */
export function scorePage(truth: PlacedText[], read: PlacedText[]): { score: Score; misses: Miss[] } {
  const figures = truth.filter((word) => isFigure(plain(word.text)) && !isInRange(word, truth));
  const misses: Miss[] = [];
  for (const { text, box } of figures) {
    const wanted = plain(text);
    const got = plain(textWithin(read, box));
    if (got !== wanted) misses.push({ wanted, read: got });
  }
  const [words, readWords] = [bagOf(truth), bagOf(read)];
  let agreeingWords = 0;
  for (const [word, count] of words) agreeingWords += Math.min(count, readWords.get(word) ?? 0);
  return {
    misses,
    score: {
      figures: figures.length,
      exactFigures: figures.length - misses.length,
      words: sizeOf(words),
      readWords: sizeOf(readWords),
      agreeingWords,
    },
  };
}

export function addScores(one: Score, other: Score): Score {
  return {
    figures: one.figures + other.figures,
    exactFigures: one.exactFigures + other.exactFigures,
    words: one.words + other.words,
    readWords: one.readWords + other.readWords,
    agreeingWords: one.agreeingWords + other.agreeingWords,
  };
}

function isFigure(text: string): boolean {
  return /^[(-]{0,2}[\d.,]*\d[\d.,]*\)?%?\)?$/.test(text);
}

/** Whether another figure is no more than a dash away, on either side; lone dashes are not among the words of the truth. */
function isInRange(word: PlacedText, truth: PlacedText[]): boolean {
  const [x0, y0, x1, y1] = word.box;
  // On pages that lie on their side lines run the other way.
  if (word.text.length > 1 && y1 - y0 > x1 - x0) return false;
  const room = (y1 - y0) * DASH_SHARE;
  return truth.some((other) => {
    const middle = (other.box[1] + other.box[3]) / 2;
    const gap = Math.max(other.box[0] - x1, x0 - other.box[2]);
    return other !== word && middle > y0 && middle < y1 && gap < room && isFigure(plain(other.text));
  });
}

/** Of a line's height. */
const DASH_SHARE = 0.45;

/** Points by which a middle may lie outside: skew and ink are not exact. */
const SLACK_POINTS = 1.5;

function textWithin(read: PlacedText[], [x0, y0, x1, y1]: Box): string {
  return read
    .filter(({ box }) => {
      const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
      return x > x0 - SLACK_POINTS && x < x1 + SLACK_POINTS && y > y0 - SLACK_POINTS && y < y1 + SLACK_POINTS;
    })
    .sort((one, other) => one.box[0] - other.box[0])
    .map(({ text }) => text)
    .join('');
}

function plain(text: string): string {
  return text
    .replace(/\s/g, '')
    .replace(/[–—−‐‑]/g, '-')
    .replace(/[$€£]/g, '')
    .replace(/[.,;:]+$/, '');
}

function bagOf(words: PlacedText[]): Map<string, number> {
  const bag = new Map<string, number>();
  for (const { text } of words) {
    const word = plain(text).replace(/[’‘]/g, "'").replace(/[“”]/g, '"');
    if (/[\p{L}\p{N}]/u.test(word)) bag.set(word, (bag.get(word) ?? 0) + 1);
  }
  return bag;
}

function sizeOf(bag: Map<string, number>): number {
  return [...bag.values()].reduce((sum, count) => sum + count, 0);
}
