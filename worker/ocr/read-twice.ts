import type { FigurePart, OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';
import { settleFigure } from '#worker/ocr/settle-figure.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** A picture and the words of its first reading. */
export interface FirstReading {
  image: GreyImage;
  words: OcrWord[];
}

/**
 * Reads the figures among the words a second time, each alone and with digits and their signs only, and settles
 * the two readings: in the page pass recognisers lose decimal points and take digits for letters.
 * Throws AppError as OcrEngine.readFigures does.
 */
export async function readTwice(
  engine: OcrEngine,
  first: FirstReading,
  signal: AbortSignal,
): Promise<OcrWord[]> {
  const figures = first.words.filter(({ text }) => isFigure(text));
  if (figures.length === 0) return first.words;
  const readings = await engine.readFigures(first.image, figures.map(toPart), signal);
  const settled = new Map(figures.map((word, index) => [word, settleFigure(word, readings[index])]));
  return first.words.map((word) => settled.get(word) ?? word);
}

/** A figure, or what may be one with some digits taken for letters; no dates, ranges or words. */
function isFigure(text: string): boolean {
  return FIGURE.test(text) && /\d/.test(text);
}

const FIGURE = /^[([{]?[-–—]?[$€£]?[([{]?[-–—]?[\dOoIlSsBZ][\dOoIlSsBZ.,:;'’‘]*[)\]}]?%?[)\]}]?$/;
/** In em. The ink of a neighbour must not come in, a lost bracket should. */
const SIDE_EM = 0.2;
const RISE_EM = 0.8;
const FALL_EM = 0.32;

function toPart({ text, box, baseline, emPixels }: OcrWord): FigurePart {
  const side = SIDE_EM * emPixels;
  const top = Math.min(box[1] - 2, baseline - RISE_EM * emPixels);
  const bottom = Math.max(box[3] + 2, baseline + FALL_EM * emPixels);
  return { box: [box[0] - side, top, box[2] + side, bottom], currency: /[$€£]/.test(text) };
}
