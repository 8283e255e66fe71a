import type { Box } from '#worker/page/page-model.ts';
import { across, isInside, median, shared, unionBox } from './box-math.ts';
import type { Phrase, PhraseLine } from './phrases.ts';

/** Lines without running text, and where the running text stood. */
export interface Cleared {
  lines: PhraseLine[];
  /** Phrases of running text; a table never reaches over one. */
  prose: Phrase[];
}

/**
 * Takes running text off a page, also where it runs beside a table. Prose is known by lines that start under each other, fill
 * their width and mostly begin in lower case, or by a single line that is too long for any cell.
 */
export function dropProse(lines: readonly PhraseLine[]): Cleared {
  const prose = new Set<Phrase>();
  for (const chain of chains(lines)) if (isProse(chain)) chain.forEach((phrase) => prose.add(phrase));
  const width = textWidth(lines);
  for (const line of lines)
    for (const phrase of line.phrases) if (isSentence(phrase, width)) prose.add(phrase);
  for (const zone of proseZones([...prose]))
    for (const line of lines)
      for (const phrase of line.phrases) if (isInside(phrase.box, zone)) prose.add(phrase);
  return { lines: lines.flatMap((line) => without(prose, line) ?? []), prose: [...prose] };
}

/** What stands beside running text is no wider than itself, and as large as its own words; null where nothing is left. */
function without(prose: ReadonlySet<Phrase>, line: PhraseLine): PhraseLine | null {
  const phrases = line.phrases.filter((phrase) => !prose.has(phrase));
  if (phrases.length === line.phrases.length) return line;
  const box = unionBox(phrases.map((phrase) => phrase.box));
  const sizes = phrases.flatMap(({ words }) => words.map((word) => word.fontSizePoints));
  return box && { ...line, phrases, box, sizePoints: median(sizes) };
}

/** Running text of one column with the short lines between: headings, items of lists, the ends of paragraphs. */
function proseZones(prose: Phrase[]): Box[] {
  const zones: Box[] = [];
  for (const { box, words } of prose.toSorted((a, b) => a.box[1] - b.box[1])) {
    const size = words[0]?.fontSizePoints ?? 10;
    const near = zones.findIndex(
      (zone) =>
        box[1] - zone[3] < 3 * size &&
        shared(across(zone), across(box)) > 0.8 * Math.max(zone[2] - zone[0], box[2] - box[0]),
    );
    const joined = near < 0 ? null : unionBox([zones[near] ?? box, box]);
    if (joined) zones[near] = joined;
    else zones.push(box);
  }
  return zones;
}

/** Phrases under each other with one left edge, the first possibly indented. */
function chains(lines: readonly PhraseLine[]): Phrase[][] {
  const open: Phrase[][] = [];
  const all: Phrase[][] = [];
  for (const line of lines) {
    for (const phrase of line.phrases) {
      if (phrase.words.length < 2) continue;
      const chain = open.find((candidate) => continues(candidate, phrase, line.sizePoints));
      if (chain) chain.push(phrase);
      else {
        const started = [phrase];
        open.push(started);
        all.push(started);
      }
    }
    while (open.length > MOST_OPEN) open.shift();
  }
  return all;
}

const MOST_OPEN = 12;

function continues(chain: Phrase[], phrase: Phrase, sizePoints: number): boolean {
  const last = chain.at(-1);
  if (!last) return false;
  const gap = phrase.box[1] - last.box[3];
  const indent = Math.abs(phrase.box[0] - last.box[0]);
  const sameSize =
    Math.abs((last.words[0]?.fontSizePoints ?? 0) - (phrase.words[0]?.fontSizePoints ?? 0)) <= 1;
  const hangs = chain.length === 1 ? 3 : phrase.words.length >= LEAST_WORDS ? 2 : 0.4;
  return gap > -0.3 * sizePoints && gap <= 1.3 * sizePoints && sameSize && indent <= hangs * sizePoints;
}

function isProse(chain: Phrase[]): boolean {
  if (chain.length < 3) return false;
  const widths = chain.map((phrase) => phrase.box[2] - phrase.box[0]);
  const widest = Math.max(...widths);
  const size = median(chain.map((phrase) => phrase.words[0]?.fontSizePoints ?? 10));
  const full = widths.filter((width) => width >= widest * 0.8).length / chain.length;
  const lower =
    chain.slice(1).filter((phrase) => /^[\p{Ll}(]/u.test(phrase.text)).length / (chain.length - 1);
  const words = median(chain.map((phrase) => phrase.words.length));
  if (chain.length >= 5 && words >= LEAST_WORDS + 1 && full >= 0.6) return true;
  return words >= LEAST_WORDS && widest >= 14 * size && full >= 0.5 && lower >= 0.45;
}

/** Lines of running text hold more words than wrapped labels do. */
const LEAST_WORDS = 6;

/** Longer than any heading or label: many words over most of the text width. */
function isSentence(phrase: Phrase, textWidthPoints: number): boolean {
  const width = phrase.box[2] - phrase.box[0];
  const words = phrase.words.filter((word) => /\p{L}{2}/u.test(word.text)).length;
  return words >= 8 && width >= textWidthPoints * 0.62;
}

function textWidth(lines: readonly PhraseLine[]): number {
  return (
    Math.max(0, ...lines.map((line) => line.box[2])) - Math.min(Infinity, ...lines.map((line) => line.box[0]))
  );
}
