import { dropSpecks } from '#worker/ocr/drop-specks.ts';
import { joinFigures } from '#worker/ocr/join-figures.ts';
import type { OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** A picture and how it was read with full segmentation. */
export interface SegmentedReading {
  image: GreyImage;
  words: OcrWord[];
}

/**
 * The words with torn figures mended. Full segmentation is best on most pages, but in typewriter faces it takes the room
 * beside a point for a gutter and tears whole columns of figures apart: such a page is read again as one column, and
 * the reading with fewer torn figures counts. Throws AppError as OcrEngine.readImage does.
 */
export async function readUntorn(
  engine: OcrEngine,
  { image, words }: SegmentedReading,
  signal: AbortSignal,
): Promise<OcrWord[]> {
  if (!isTorn(words)) return mend(words);
  const again = await engine.readImage(image, signal, 'column');
  return mend(countTorn(again) < countTorn(words) ? again : words);
}

function mend(words: OcrWord[]): OcrWord[] {
  return joinFigures(dropSpecks(words));
}

/** Pieces that end or begin with a separator; a few are list numbers. */
const PIECE = /^[([$€£-]*\d{1,3}(?:[.,]\d{3})*[.,]$|^[.,]\d{2}\D?$/;
const FEW = 6;
const TORN_SHARE = 0.12;

function isTorn(words: OcrWord[]): boolean {
  const torn = countTorn(words);
  return torn >= FEW && torn > TORN_SHARE * words.filter(({ text }) => /\d/.test(text)).length;
}

function countTorn(words: OcrWord[]): number {
  return words.filter(({ text }) => PIECE.test(text)).length;
}
