import { AppError } from '#shared/errors.ts';
import { cropImage } from '#worker/ocr/crop-image.ts';
import { findInk } from '#worker/ocr/find-ink.ts';
import type { Ink } from '#worker/ocr/find-ink.ts';
import { findLeaders } from '#worker/ocr/find-leaders.ts';
import { findBlots } from '#worker/ocr/find-blots.ts';
import { findLines } from '#worker/ocr/find-lines.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { holdsText } from '#worker/pdf/holds-text.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { pictureAreas } from '#worker/pdf/picture-areas.ts';
import type { LoadedPage } from '#worker/pdf/read-page.ts';
import { renderPage } from '#worker/pdf/render-page.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { Box, PageModel, Ruling } from '#worker/page/page-model.ts';

/** A picture on a page of text that holds text itself. All boxes are in points, in the space of the page's model. */
export interface PictureText {
  box: Box;
  rulings: Ruling[];
  /** What may be letters: separate blots of ink. */
  letters: Box[];
  /** The dots of dot leaders, which recognisers stumble over. */
  leaders: Box[];
}

export interface PictureSearch {
  /** Of the text layer. */
  model: PageModel;
  turn: Turn;
  /** Of the pictures, turned like the model. */
  boxes: Box[];
}

/**
 * The pictures of a page of text that hold lines of text of their own. The page is only drawn where a picture is
 * large enough. A page that cannot be drawn has none: its text layer is not lost for that.
 */
export function findPictureText(
  pdfium: Pdfium,
  page: LoadedPage,
  { model, turn, boxes }: PictureSearch,
): PictureText[] {
  const areas = pictureAreas(boxes, model);
  if (areas.length === 0) return [];
  const image = draw(pdfium, page, turn);
  if (image === null) return [];
  return areas.flatMap((area) => lookAt(image, area, model) ?? []);
}

/** What findLines and findLeaders are meant for; a digit of five points is 7 pixels tall. */
const DPI = 150;
/** A page of A2. */
const MOST_PIXELS = 9_000_000;

function draw(pdfium: Pdfium, page: LoadedPage, turn: Turn): GreyImage | null {
  try {
    return renderPage(pdfium, page, { dpi: DPI, maxPixels: MOST_PIXELS, turn });
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function lookAt(page: GreyImage, area: Box, { words }: PageModel): PictureText | null {
  const perPoint = page.dpi / 72;
  const [left, top] = [Math.floor(area[0] * perPoint), Math.floor(area[1] * perPoint)];
  const toPixels = (box: Box): Box => moved(box, (edge, from) => edge * perPoint - from, [left, top]);
  const toPoints = (box: Box): Box => moved(box, (edge, from) => (edge + from) / perPoint, [left, top]);
  const image = cropImage(
    page,
    moved(area, (edge) => edge * perPoint, [0, 0]),
    0,
  );
  const ink = withoutBoxes(
    findInk(image),
    words.map(({ box }) => toPixels(box)),
  );
  if (!holdsText(image, ink)) return null;
  const blots = findBlots(ink, ink.dpi * LARGEST_LETTER_INCHES);
  const leaders = findLeaders(blots, ink.dpi);
  const dots = new Set(leaders);
  const letters = blots.filter(
    (blot) => !dots.has(blot) && blot[3] - blot[1] >= ink.dpi * LEAST_LETTER_INCHES,
  );
  return {
    box: area,
    rulings: findLines(ink, ink.dpi).map(({ box, direction }) => ({ box: toPoints(box), direction })),
    letters: letters.map(toPoints),
    leaders: leaders.map(toPoints),
  };
}

const LARGEST_LETTER_INCHES = 0.5;
const LEAST_LETTER_INCHES = 0.045;

function moved(
  [x0, y0, x1, y1]: Box,
  move: (edge: number, from: number) => number,
  [left, top]: readonly [left: number, top: number],
): Box {
  return [move(x0, left), move(y0, top), move(x1, left), move(y1, top)];
}

/** What lies under known words is no text of the picture. */
function withoutBoxes(ink: Ink, boxes: Box[]): Ink {
  for (const [x0, y0, x1, y1] of boxes) {
    const [left, right] = [Math.max(0, Math.floor(x0)), Math.min(ink.width, Math.ceil(x1))];
    if (right <= left) continue;
    for (let y = Math.max(0, Math.floor(y0)); y < Math.min(ink.height, Math.ceil(y1)); y += 1)
      ink.marks.fill(0, y * ink.width + left, y * ink.width + right);
  }
  return ink;
}
