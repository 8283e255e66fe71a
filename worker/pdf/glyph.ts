import type { Turn } from '#worker/page/turn-box.ts';

/**
 * A character as it stands on the displayed page. Its run goes along the baseline, from its origin to its origin
 * plus its advance, in the frame that stands its line upright: x along the line, y down across it, in points.
 */
export interface Glyph {
  text: string;
  /** What the page must be turned clockwise by to stand this glyph upright; x and y are of the page so turned. */
  turn: Turn;
  x0: number;
  x1: number;
  baseline: number;
  /** Font size as it appears on the page, in points. */
  emPoints: number;
  bold: boolean;
  /** The text object it was drawn by; equal for glyphs of one string. */
  object: number;
  /** A space character stood between the glyph before and this one. */
  spaceBefore: boolean;
}
