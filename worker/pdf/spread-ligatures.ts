import type { Glyph } from '#worker/pdf/glyph.ts';

/** Gives each letter of an expanded ligature its share of the ligature's width; PDFium gives each the whole. */
export function spreadLigatures(glyphs: Glyph[]): Glyph[] {
  const spread: Glyph[] = [];
  for (let start = 0; start < glyphs.length;) {
    let end = start + 1;
    while (sharesPlace(glyphs[start], glyphs[end])) end += 1;
    for (const [part, glyph] of glyphs.slice(start, end).entries()) {
      const share = (glyph.x1 - glyph.x0) / (end - start);
      spread.push({ ...glyph, x0: glyph.x0 + part * share, x1: glyph.x0 + (part + 1) * share });
    }
    start = end;
  }
  return spread;
}

function sharesPlace(glyph: Glyph | undefined, next: Glyph | undefined): boolean {
  return (
    glyph !== undefined &&
    next !== undefined &&
    next.object === glyph.object &&
    next.x0 === glyph.x0 &&
    next.x1 === glyph.x1 &&
    next.x1 > next.x0 &&
    next.baseline === glyph.baseline
  );
}
