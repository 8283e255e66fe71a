import { concatenate } from '#worker/pdf/matrix.ts';
import type { Matrix } from '#worker/pdf/matrix.ts';
import type { Word } from '#worker/page/page-model.ts';
import { gatherLines } from '#worker/tables/gather-lines.ts';
import type { GlyphCodes } from './glyph-codes.ts';

/** Widths and heights of the glyphless font, in ems: word boxes run from 0.75 em above the baseline to 0.22 em below. */
export const GLYPH_WIDTH_EM = 0.5;
export const ASCENT_EM = 0.75;
export const DESCENT_EM = 0.22;
/** The font's name among the resources of a page; `addTextLayers` puts a free name in its place where it is taken. */
export const FONT_NAME = 'LedgerLiftText';

/**
 * The words as operators of a content stream: invisible (render mode 3), line by line, each word stretched to exactly
 * its box and followed by a space that ends before the next. `toUser` leads from the words' coordinates to user space.
 */
export function pageText(words: readonly Word[], toUser: Matrix, codes: GlyphCodes): string {
  const lines = gatherLines(words.filter((word) => word.text.trim() !== ''));
  const shown = lines.flatMap((line) => line.flatMap((word, at) => showWord(word, line[at + 1], codes)));
  const operators = shown.map(
    ({ hex, matrix }) => `${operands(concatenate(matrix, toUser))} Tm <${hex}> Tj\n`,
  );
  // Its own graphics state: nothing that comes after it on the page is to see a render mode or a font of ours.
  return operators.length === 0 ? '' : `q\nBT\n/${FONT_NAME} 1 Tf\n3 Tr\n${operators.join('')}ET\nQ\n`;
}

interface Shown {
  hex: string;
  /** From text space (one unit is an em, y up) to the words' coordinates (y down). */
  matrix: Matrix;
}

function showWord(word: Word, next: Word | undefined, codes: GlyphCodes): Shown[] {
  const { hex, glyphs } = codes.encode(word.text);
  if (glyphs === 0) return [];
  const [x0, y0, x1, y1] = word.box;
  const em = Math.max(y1 - y0, LEAST_POINTS) / (ASCENT_EM + DESCENT_EM);
  const baseline = y0 + ASCENT_EM * em;
  const run = (code: string, from: number, stretch: number): Shown => {
    return { hex: code, matrix: [stretch, 0, 0, -em, from, baseline] };
  };
  const shown = [run(hex, x0, Math.max(x1 - x0, LEAST_POINTS) / (glyphs * GLYPH_WIDTH_EM))];
  if (next === undefined) return shown;
  const gap = Math.min(Math.max(next.box[0] - x1, LEAST_POINTS), em * SPACE_EM);
  return [...shown, run(codes.encode(' ').hex, x1, gap / GLYPH_WIDTH_EM)];
}

/** Nothing is shown flatter than this. */
const LEAST_POINTS = 0.1;
const SPACE_EM = 0.25;

function operands(matrix: Matrix): string {
  return matrix.map((value) => String(Number(value.toFixed(5)) + 0)).join(' ');
}
