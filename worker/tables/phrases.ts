import { CURRENCY_PATTERN } from '#shared/amounts/currency-pattern.ts';
import type { Box, Word } from '#worker/page/page-model.ts';
import { median, unionBox } from './box-math.ts';
import { characterPitches } from './character-pitches.ts';
import { type FigureShape, figureShape, isFigure } from './figure-shape.ts';
import type { TextLine } from './text-lines.ts';

/** Words of one line that belong together: a label, a heading or one figure with its currency sign. */
export interface Phrase {
  words: Word[];
  text: string;
  box: Box;
  shape: FigureShape;
}

/** A line cut into phrases. */
export interface PhraseLine {
  phrases: Phrase[];
  box: Box;
  sizePoints: number;
  /** Width of every character, the space too, where the line is monospaced. */
  pitchPoints?: number;
}

/**
 * Cuts lines at gaps wider than the spaces of the page, and between any two figures. Currency signs join the amount on their
 * right, hanging ")" and "%" the amount on their left. Monospaced lines have their own space, which is as wide as a letter.
 */
export function phraseLines(lines: readonly TextLine[]): PhraseLine[] {
  const space = spaceWidth(lines);
  const pitches = characterPitches(lines);
  return lines.map((line, index): PhraseLine => {
    const pitch = pitches[index] ?? null;
    const groups = pitch === null ? cut(line, space) : cutMonospaced(line, pitch);
    return {
      phrases: attachSigns(groups, line.sizePoints),
      box: line.box,
      sizePoints: line.sizePoints,
      ...(pitch === null ? {} : { pitchPoints: pitch }),
    };
  });
}

export function toPhrase(words: Word[]): Phrase {
  const text = words.map((word) => word.text).join(' ');
  return {
    words,
    text,
    box: unionBox(words.map((word) => word.box)) ?? [0, 0, 0, 0],
    shape: figureShape(text),
  };
}

/** Usual gap between two words of the page, in ems; 0.28 where the page has too little text to tell. */
function spaceWidth(lines: readonly TextLine[]): number {
  const gaps = lines.flatMap((line) =>
    line.words
      .slice(1)
      .map((word, index) => (word.box[0] - (line.words[index]?.box[2] ?? 0)) / line.sizePoints),
  );
  const near = gaps.filter((gap) => gap > 0.05 && gap < 0.9);
  return near.length >= 20 ? Math.min(0.65, Math.max(0.2, median(near))) : 0.28;
}

function cut(line: TextLine, space: number): Phrase[] {
  const widest = widestSpace(line, space);
  return group(line.words, (previous, word) =>
    isCut({ previous, word, gap: (word.box[0] - previous.box[2]) / line.sizePoints }, { space, widest }),
  );
}

/** Two spaces part columns, except after the end of a sentence; one parts two amounts or dashes, but not the ends of "1 - 2 years". */
function cutMonospaced(line: TextLine, pitch: number): Phrase[] {
  return group(line.words, (previous, word) => {
    const spaces = (word.box[0] - previous.box[2]) / pitch;
    if (spaces > 2.5 || CURRENCY.test(word.text)) return true;
    if (spaces > 1.5) return !(/[.!?]$/.test(previous.text) && /^\p{L}/u.test(word.text));
    return [previous, word].every(({ text }) => isFigure(figureShape(text)) && STANDS_ALONE.test(text));
  });
}

/** A dash, or an amount with thousands or decimals set off. */
const STANDS_ALONE = /^[-–—]$|\d[.,'’]\d/;

function group(words: readonly Word[], isBetween: (previous: Word, word: Word) => boolean): Phrase[] {
  const groups: Word[][] = [];
  for (const word of words) {
    const open = groups.at(-1);
    const previous = open?.at(-1);
    if (!open || !previous || isBetween(previous, word)) groups.push([word]);
    else open.push(word);
  }
  return groups.map(toPhrase);
}

/** Justified prose stretches its spaces; lines of words are therefore measured by their own median as well. */
function widestSpace(line: TextLine, space: number): number {
  const usual = Math.max(space * 1.6, space + 0.3);
  const figures = line.words.filter((word) => isFigure(figureShape(word.text))).length;
  if (line.words.length < 6 || figures > line.words.length / 4) return usual;
  const gaps = line.words
    .slice(1)
    .map((word, index) => (word.box[0] - (line.words[index]?.box[2] ?? 0)) / line.sizePoints);
  return Math.max(usual, Math.min(1.2, median(gaps) * 1.8));
}

const CURRENCY = new RegExp(`^(?=.*\\p{Sc}$)${CURRENCY_PATTERN}$`, 'u');

function isCut(
  pair: { previous: Word; word: Word; gap: number },
  limits: { space: number; widest: number },
): boolean {
  const { previous, word, gap } = pair;
  if (gap > limits.widest) return true;
  if (CURRENCY.test(word.text)) return gap > 0.05;
  if (gap <= limits.space * 1.15) return false;
  const spacedGroup = /^\(?\d{1,3}$/.test(previous.text) && /^\d{3}\)?$/.test(word.text);
  return areFigures(previous, word) && !(spacedGroup && gap <= limits.space * 1.3);
}

function areFigures(left: Word, right: Word): boolean {
  return isFigure(figureShape(left.text)) && isFigure(figureShape(right.text));
}

const FARTHEST_SIGN_EMS = 8;

/** Only a sign whose neighbour is a figure moves; a "$" heading above its own column stays where it is. */
function attachSigns(phrases: Phrase[], sizePoints: number): Phrase[] {
  const joined: Phrase[] = [];
  for (const phrase of phrases) {
    const previous = joined.at(-1);
    const near = previous && phrase.box[0] - previous.box[2] <= FARTHEST_SIGN_EMS * sizePoints;
    if (previous && near && belongTogether(previous, phrase))
      joined[joined.length - 1] = toPhrase([...previous.words, ...phrase.words]);
    else joined.push(phrase);
  }
  return joined;
}

function belongTogether(left: Phrase, right: Phrase): boolean {
  const leads = CURRENCY.test(left.text) || left.text === '(' || /^\p{Sc} ?\($/u.test(left.text);
  if (leads)
    return (
      isFigure(right.shape) || right.shape === 'year' || right.text === '(' || /^\(?[\d.,]+$/.test(right.text)
    );
  const hangs = /^(?:\)|%|\)%|%\)|\) %)$/.test(right.text);
  return (
    hangs && (isFigure(left.shape) || left.shape === 'year' || /^\p{Sc}? ?\( ?[\d.,]+$/u.test(left.text))
  );
}
