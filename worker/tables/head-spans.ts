import type { Ruling } from '#worker/page/page-model.ts';
import { across, shared } from './box-math.ts';
import { isPeriod } from './line-kind.ts';
import { type Phrase, type PhraseLine, toPhrase } from './phrases.ts';
import type { Band } from './table-draft.ts';

/** A heading and the columns it stands over, `from` to `to`. */
export interface HeadPhrase {
  phrase: Phrase;
  from: number;
  to: number;
}

/**
 * Finds the columns each heading of a line stands over: those above which a ruling right below it runs, else those it touches,
 * widened to free neighbours where it is centred over them.
 */
export function headSpans(
  line: PhraseLine,
  bands: readonly Band[],
  rulings: readonly Ruling[],
): HeadPhrase[] {
  const phrases = line.phrases.flatMap((phrase) => cutOver(phrase, bands, line));
  const touched = phrases.map((phrase) => ({ phrase, ...touchedBands(phrase, bands) }));
  return touched.map((head, index) => {
    const left = (touched[index - 1]?.to ?? -1) + 1;
    const right = (touched[index + 1]?.from ?? bands.length) - 1;
    const ruled = ruledBands(head.phrase, bands, { rulings, sizePoints: line.sizePoints });
    if (ruled && ruled.from >= Math.min(left, head.from) && ruled.to <= Math.max(right, head.to))
      return { phrase: head.phrase, ...ruled };
    return widen(head, bands, { left: Math.max(left, 1), right, alone: phrases.length === 1 });
  });
}

/** Headings of neighbouring columns may stand as close as words do; they are cut at a wide space between two columns. */
function cutOver(phrase: Phrase, bands: readonly Band[], line: PhraseLine): Phrase[] {
  const wide = Math.max(0.45 * line.sizePoints, 1.5 * (line.pitchPoints ?? 0));
  const parts: Phrase['words'][] = [];
  for (const word of phrase.words) {
    const previous = parts.at(-1)?.at(-1);
    const gap: [number, number] = [previous?.box[2] ?? 0, word.box[0]];
    const between = bands.some(
      (band, index) => shared(gap, [band[1] - 1, (bands[index + 1]?.[0] ?? band[1]) + 1]) > 0,
    );
    if (previous && !(between && gap[1] - gap[0] > wide)) parts.at(-1)?.push(word);
    else parts.push([word]);
  }
  return parts.map(toPhrase).flatMap((part) => cutAligned(part, bands));
}

/** Closer headings are cut as well where each word alone stands right above a column of its own. */
function cutAligned(phrase: Phrase, bands: readonly Band[]): Phrase[] {
  const words = phrase.words.map((word) => toPhrase([word]));
  const homes = words.map((word) => bands.findIndex((band, index) => index > 0 && isAbove(word, band)));
  const apart = words.length > 1 && homes.every((home, index) => home > 0 && home > (homes[index - 1] ?? 0));
  return apart ? words : [phrase];
}

function isAbove(word: Phrase, band: Band): boolean {
  return (
    Math.abs((word.box[0] + word.box[2] - band[0] - band[1]) / 2) <= 5 || Math.abs(word.box[2] - band[1]) <= 2
  );
}

function touchedBands(phrase: Phrase, bands: readonly Band[]): { from: number; to: number } {
  const extent = across(phrase.box);
  const touched = bands.flatMap((band, index) =>
    shared(band, extent) > Math.min(6, (band[1] - band[0]) * 0.3) ? [index] : [],
  );
  const [from] = touched;
  if (from !== undefined) return { from, to: touched.at(-1) ?? from };
  const distances = bands.map((band) => -shared(band, extent));
  const nearest = distances.indexOf(Math.min(...distances));
  return { from: nearest, to: nearest };
}

function ruledBands(
  phrase: Phrase,
  bands: readonly Band[],
  page: { rulings: readonly Ruling[]; sizePoints: number },
): { from: number; to: number } | null {
  const [left, right] = across(phrase.box);
  const below = page.rulings.filter(
    (ruling) =>
      ruling.direction === 'horizontal' &&
      ruling.box[1] > phrase.box[3] - 3 &&
      ruling.box[1] < phrase.box[3] + 0.7 * page.sizePoints,
  );
  const under = below.find((ruling) => ruling.box[0] <= left + 3 && ruling.box[2] >= right - 3);
  if (!under) return null;
  const covered = bands.flatMap((band, index) =>
    shared(band, across(under.box)) > (band[1] - band[0]) * 0.6 ? [index] : [],
  );
  const [from, to] = [covered[0], covered.at(-1)];
  return from === undefined || to === undefined || from === 0 ? null : { from, to };
}

function widen(
  head: HeadPhrase,
  bands: readonly Band[],
  free: { left: number; right: number; alone: boolean },
): HeadPhrase {
  const own = bands[head.from];
  const middle = (head.phrase.box[0] + head.phrase.box[2]) / 2;
  const single = head.from === head.to;
  const alignsRight = own && Math.abs(own[1] - head.phrase.box[2]) <= 2;
  if (head.from === 0 || (single && (alignsRight || !(free.alone || isPeriod(head.phrase.text)))))
    return head;
  const miss = (from: number, to: number) =>
    Math.abs(((bands[from]?.[0] ?? 0) + (bands[to]?.[1] ?? 0)) / 2 - middle);
  const ranges: { from: number; to: number }[] = [];
  for (let from = Math.min(free.left, head.from); from <= head.from; from++) {
    for (let to = Math.max(free.right, head.to); to >= head.to; to--) ranges.push({ from, to });
  }
  if (single && free.right > free.left && miss(free.left, free.right) <= CENTRE_SLACK_POINTS)
    return { phrase: head.phrase, from: free.left, to: free.right };
  const holds = (from: number, to: number) =>
    (bands[to]?.[1] ?? 0) - (bands[from]?.[0] ?? 0) + 2 * CENTRE_SLACK_POINTS >=
    head.phrase.box[2] - head.phrase.box[0];
  if (miss(head.from, head.to) <= CENTRE_SLACK_POINTS && (!free.alone || holds(head.from, head.to)))
    return head;
  const wide = ranges
    .filter(({ from, to }) => miss(from, to) <= CENTRE_SLACK_POINTS && holds(from, to))
    .toSorted((a, b) => a.to - a.from - b.to + b.from);
  if (single && free.alone && wide[0]) return { phrase: head.phrase, ...wide[0] };
  const best = ranges.reduce((a, b) => (miss(b.from, b.to) < miss(a.from, a.to) ? b : a), {
    from: head.from,
    to: head.to,
  });
  return { phrase: head.phrase, ...best };
}

/** Headings are centred over the column, which is wider than its figures; so their centres miss by a few points. */
const CENTRE_SLACK_POINTS = 7;
