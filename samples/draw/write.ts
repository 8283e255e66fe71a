import { rgb, type PDFFont, type RGB } from 'pdf-lib';
import type { Pen } from './paper.ts';

/** Lengths in points; `y` is the baseline (or the line), measured from the top of the page. */
export interface TextPlace {
  x: number;
  y: number;
  size?: number;
  font?: PDFFont;
  ink?: RGB;
  /** `x` is the left edge, the right edge or the middle. */
  align?: 'left' | 'right' | 'centre';
}

export const black = rgb(0.09, 0.09, 0.11);

export function write(pen: Pen, text: string, place: TextPlace): void {
  if (text === '') return;
  const { x, y, size = 10, font = pen.fonts.regular, ink = black, align = 'left' } = place;
  const shift = { left: 0, right: 1, centre: 0.5 }[align] * font.widthOfTextAtSize(text, size);
  pen.page.drawText(text, { x: x - shift, y: pen.heightPoints - y, size, font, color: ink });
}

/** Wraps the text at `width` and gives the baseline for what follows. */
export function writeParagraph(
  pen: Pen,
  text: string,
  place: TextPlace & { width: number; leading: number },
): number {
  const { size = 10, font = pen.fonts.regular, width, leading } = place;
  let line = '';
  let y = place.y;
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (font.widthOfTextAtSize(longer, size) <= width) {
      line = longer;
      continue;
    }
    write(pen, line, { ...place, y });
    y += leading;
    line = word;
  }
  write(pen, line, { ...place, y });
  return y + leading;
}

export function rule(pen: Pen, line: { x0: number; x1: number; y: number; thick?: number; ink?: RGB }): void {
  const y = pen.heightPoints - line.y;
  const { x0, x1, thick = 0.5, ink = black } = line;
  pen.page.drawLine({ start: { x: x0, y }, end: { x: x1, y }, thickness: thick, color: ink });
}

/** A filled area from `top` down. */
export function band(
  pen: Pen,
  area: { x0: number; x1: number; top: number; height: number; fill: RGB },
): void {
  const { x0, x1, top, height, fill } = area;
  pen.page.drawRectangle({ x: x0, y: pen.heightPoints - top - height, width: x1 - x0, height, color: fill });
}
