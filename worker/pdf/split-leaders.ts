import type { Glyph } from '#worker/pdf/glyph.ts';

/** Glyphs of one word, from left to right. */
export type Run = [Glyph, ...Glyph[]];

/**
 * Cuts runs around rows of three or more dots or underscores, so that "Cash......1,204" gives three words,
 * and joins the dots of a row set with spaces. The row stays, as one word: it leads from a label to its amount.
 * Runs come line by line, from the left.
 */
export function splitLeaders(runs: Run[]): Run[] {
  const split: Run[] = [];
  for (const run of runs.flatMap((whole) => cutRows(whole))) {
    const before = split.at(-1);
    if (before !== undefined && continuesRow(before, run)) before.push(...run);
    else split.push(run);
  }
  return split;
}

const LEAST_ROW = 3;
/** Spaced leaders are at most this far apart, in em. */
const ROW_GAP = 1.2;
const LEADERS = new Set(['.', '·', '…', '_', '‥', '․']);

function cutRows(run: Run): Run[] {
  const parts: Run[] = [];
  let [start, index] = [0, 0];
  const cut = (end: number): void => {
    const [first, ...rest] = run.slice(start, end);
    if (first !== undefined) parts.push([first, ...rest]);
    start = end;
  };
  while (index < run.length) {
    const end = endOfRow(run, index);
    if (end - index >= LEAST_ROW) {
      cut(index);
      cut(end);
    }
    index = end;
  }
  cut(run.length);
  return parts;
}

/** Where the row of equal leaders that begins at `index` ends; just after `index` where there is none. */
function endOfRow(run: Glyph[], index: number): number {
  const text = run[index]?.text ?? '';
  if (!LEADERS.has(text)) return index + 1;
  let end = index + 1;
  while (run[end]?.text === text) end += 1;
  return end;
}

function continuesRow(before: Run, run: Run): boolean {
  const last = before[before.length - 1] ?? before[0];
  return (
    LEADERS.has(last.text) &&
    [...before, ...run].every(({ text }) => text === last.text) &&
    Math.abs(run[0].baseline - last.baseline) < 0.1 &&
    run[0].x0 >= last.x0 &&
    run[0].x0 - last.x1 <= ROW_GAP * last.emPoints
  );
}
