import type { Glyph } from '#worker/pdf/glyph.ts';

/**
 * The space, in points, that strings put between all their letters ("T O T A L" set apart for looks),
 * by text object; only those that do. Strings of columns of single figures are wider apart and stay untouched.
 */
export function letterSpacings(glyphs: Glyph[]): Map<number, number> {
  const spacings = new Map<number, number>();
  let gaps: number[] = [];
  for (const [index, glyph] of glyphs.entries()) {
    const next = glyphs[index + 1];
    if (next?.object === glyph.object) {
      if (!next.spaceBefore) gaps.push((next.x0 - glyph.x1) / glyph.emPoints);
      continue;
    }
    const spacing = median(gaps);
    if (gaps.length >= LEAST_GAPS && spacing > LEAST_SPACING && spacing < MOST_SPACING) {
      spacings.set(glyph.object, spacing * glyph.emPoints);
    }
    gaps = [];
  }
  return spacings;
}

const LEAST_GAPS = 3;
/** In em. */
const LEAST_SPACING = 0.1;
const MOST_SPACING = 0.6;

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[values.length >> 1] ?? 0;
}
