import type { Glyph } from '#worker/pdf/glyph.ts';

/**
 * The glyphs without those that print the same character again over itself (fake bold, shadows).
 * The parts of an expanded ligature share one place too, but come from one text object: they stay.
 */
export function dropOverprints(glyphs: Glyph[]): Glyph[] {
  const seen = new Map<number, Glyph[]>();
  return glyphs.filter((glyph) => {
    const twin = findTwin(seen, glyph);
    if (twin === undefined) {
      const key = cellOf(glyph, 0, 0);
      const cell = seen.get(key);
      if (cell === undefined) seen.set(key, [glyph]);
      else cell.push(glyph);
      return true;
    }
    // What is printed twice to look bold is bold.
    if (Math.hypot(twin.x0 - glyph.x0, twin.baseline - glyph.baseline) > 0.01) twin.bold = true;
    return false;
  });
}

/** Producers shift the second print by up to this much. */
const TWIN_POINTS = 0.3;
const CELL_POINTS = 2;

/** The number of the cell a glyph is in, moved by an offset in points. */
function cellOf(glyph: Glyph, dx: number, dy: number): number {
  const [column, row] = [(glyph.x0 + dx) / CELL_POINTS, (glyph.baseline + dy) / CELL_POINTS];
  return Math.floor(column) * 0x100000 + Math.floor(row);
}

function findTwin(seen: Map<number, Glyph[]>, glyph: Glyph): Glyph | undefined {
  for (const dx of [-TWIN_POINTS, TWIN_POINTS]) {
    for (const dy of [-TWIN_POINTS, TWIN_POINTS]) {
      const twin = seen.get(cellOf(glyph, dx, dy))?.find((other) => isTwin(glyph, other));
      if (twin !== undefined) return twin;
    }
  }
  return undefined;
}

function isTwin(glyph: Glyph, other: Glyph): boolean {
  return (
    glyph.text === other.text &&
    glyph.object !== other.object &&
    glyph.turn === other.turn &&
    Math.abs(glyph.x0 - other.x0) <= TWIN_POINTS &&
    Math.abs(glyph.baseline - other.baseline) <= TWIN_POINTS &&
    Math.abs(glyph.emPoints - other.emPoints) <= 0.1 * other.emPoints
  );
}
