import { addressOf } from './address.ts';
import type { Place } from './sheet-model.ts';

export interface Term {
  place: Place;
  sign: 1 | -1;
}

/** Excel's limit for one function. */
const MOST_ARGUMENTS = 255;

/** Excel takes 8,192 characters; a difference still puts a ROUND and an address around this. */
const LONGEST_FORMULA = 8000;

/** More single cells than this are summed by SUM, fewer are joined by + or -. */
const MOST_SINGLES = 3;

/**
 * A formula for the signed sum, without "=": SUM(C6:C12), SUM(B7:E7)-F7, C9+C14. Cells in line are one range, also over
 * cells between them that hold no figure, such as section rows: SUM takes no notice of those. Null where there is nothing to add up or
 * the formula would be longer than Excel takes.
 */
export function sumFormula(terms: readonly Term[], isFigure: (place: Place) => boolean): string | null {
  const plus = items(placesOf(terms, 1), isFigure);
  const minus = items(placesOf(terms, -1), isFigure);
  if (plus.length + minus.length === 0) return null;
  const formula = plus.join('+') + minus.map((item) => `-${item}`).join('');
  return formula.length <= LONGEST_FORMULA ? formula : null;
}

function placesOf(terms: readonly Term[], sign: 1 | -1): Place[] {
  return terms.filter((term) => term.sign === sign).map((term) => term.place);
}

function items(places: Place[], isFigure: (place: Place) => boolean): string[] {
  const ranges = rangesOf(places, isFigure);
  if (ranges.length === places.length && ranges.length <= MOST_SINGLES) return ranges;
  const sums: string[] = [];
  for (let at = 0; at < ranges.length; at += MOST_ARGUMENTS) {
    sums.push(`SUM(${ranges.slice(at, at + MOST_ARGUMENTS).join(',')})`);
  }
  return sums;
}

/** Ranges run along the row where all cells stand in one, down the columns otherwise. A cell named twice starts a range of its own,
 * so that it still counts twice. */
function rangesOf(places: Place[], isFigure: (place: Place) => boolean): string[] {
  const across = new Set(places.map((place) => place.row)).size === 1;
  const sorted = places.toSorted((one, other) => one.col - other.col || one.row - other.row);
  const ranges: { from: Place; to: Place }[] = [];
  for (const place of sorted) {
    const last = ranges.at(-1);
    const gap = last && (across ? gapAcross(last.to, place) : gapDown(last.to, place));
    if (last && gap && !gap.some(isFigure)) last.to = place;
    else ranges.push({ from: place, to: place });
  }
  return ranges.map(({ from, to }) =>
    from === to ? addressOf(from) : `${addressOf(from)}:${addressOf(to)}`,
  );
}

function gapAcross(one: Place, next: Place): Place[] | null {
  if (next.col <= one.col) return null;
  return Array.from({ length: next.col - one.col - 1 }, (_, step) => ({
    row: one.row,
    col: one.col + step + 1,
  }));
}

function gapDown(one: Place, next: Place): Place[] | null {
  if (next.col !== one.col || next.row <= one.row) return null;
  return Array.from({ length: next.row - one.row - 1 }, (_, step) => ({
    row: one.row + step + 1,
    col: one.col,
  }));
}
