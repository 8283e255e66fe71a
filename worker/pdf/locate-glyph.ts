import type { Glyph } from '#worker/pdf/glyph.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { applyMatrix, scaleOf } from '#worker/pdf/matrix.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import { turnBox } from '#worker/page/turn-box.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { Box } from '#worker/page/page-model.ts';

/** Where a character stands, and how tall its ink is. */
export type GlyphPlace = Pick<Glyph, 'turn' | 'x0' | 'x1' | 'baseline' | 'emPoints'> & { tallPoints: number };

/**
 * Where a character of a text page stands on the displayed page, in points;
 * undefined where its origin is off the page, or its line is askew.
 */
export function locateGlyph(
  { call, memory }: Pdfium,
  { textPage, index }: { textPage: number; index: number },
  frame: PageFrame,
): GlyphPlace | undefined {
  call.FPDFText_GetMatrix(textPage, index, memory.scratch);
  const turn = turnOf(frame, memory.float(0), memory.float(1));
  const emUnits = call.FPDFText_GetFontSize(textPage, index) * Math.hypot(memory.float(2), memory.float(3));
  if (turn === undefined) return undefined;
  call.FPDFText_GetCharOrigin(textPage, index, memory.scratch, memory.scratch + 8);
  const [originX, originY] = applyMatrix(frame.toDisplay, memory.double(0), memory.double(1));
  if (originX < 0 || originY < 0 || originX > frame.widthPoints || originY > frame.heightPoints)
    return undefined;
  call.FPDFText_GetLooseCharBox(textPage, index, memory.scratch);
  const loose = displayBox(frame, [memory.float(0), memory.float(1), memory.float(2), memory.float(3)]);
  const out = memory.scratch;
  call.FPDFText_GetCharBox(textPage, index, out, out + 8, out + 16, out + 24);
  const tight = displayBox(frame, [memory.double(0), memory.double(3), memory.double(1), memory.double(2)]);
  const [, baseline] = turnBox([originX, originY, originX, originY], turn, frame);
  const [x0, , x1] = turnBox(loose, turn, frame);
  const [, top, , bottom] = turnBox(tight, turn, frame);
  const emPoints = Math.abs(emUnits) * scaleOf(frame.toDisplay) || bottom - top;
  return { turn, x0, x1, baseline, emPoints, tallPoints: bottom - top };
}

/** How far a baseline may be off an axis: the tangent of 15 degrees. */
const ASKEW = 0.268;

/** The turn that stands upright what runs along (a, b) in user space. */
function turnOf({ toDisplay }: PageFrame, a: number, b: number): Turn | undefined {
  const across = toDisplay[0] * a + toDisplay[2] * b;
  const down = toDisplay[1] * a + toDisplay[3] * b;
  if (Math.abs(down) <= Math.abs(across) * ASKEW) return across >= 0 ? 0 : 180;
  if (Math.abs(across) <= Math.abs(down) * ASKEW) return down >= 0 ? 270 : 90;
  return undefined;
}

/** [left, top, right, bottom] of user space in display space. */
function displayBox(frame: PageFrame, [left, top, right, bottom]: Box): Box {
  const [x, y] = applyMatrix(frame.toDisplay, left, top);
  const [X, Y] = applyMatrix(frame.toDisplay, right, bottom);
  return [Math.min(x, X), Math.min(y, Y), Math.max(x, X), Math.max(y, Y)];
}
