import { eraseBoxes } from '#worker/ocr/erase-boxes.ts';
import { keepBoxes } from '#worker/ocr/keep-boxes.ts';
import type { Scan } from '#worker/ocr/prepare-scan.ts';
import { readScan } from '#worker/ocr/read-scan.ts';
import { DEFAULT_DPI } from '#worker/ocr/read-scanned-page.ts';
import type { ScannedPageRequest } from '#worker/ocr/read-scanned-page.ts';
import { scannedWord } from '#worker/ocr/scanned-word.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { mergeRulings } from '#worker/pdf/merge-rulings.ts';
import type { ReadPage } from '#worker/pdf/pdf-document.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { Box, PageModel, Word } from '#worker/page/page-model.ts';

/**
 * A page of text whose pictures are read by recognition and nothing else on it: the model of its text layer with the
 * words and rulings of the pictures. Nothing is straightened, because its text layer is level. Throws AppError as
 * PdfDocument.renderGrey and OcrEngine do.
 */
export async function readMixedPage(
  { document, engine, page, dpi = DEFAULT_DPI, signal }: ScannedPageRequest,
  { model, pictures }: Pick<ReadPage, 'model' | 'pictures'>,
): Promise<PageModel> {
  const turn = model.turnedDegrees as Turn;
  const scan = scanOf(await document.renderGrey(page, { dpi, turn }, signal), pictures);
  const read = await readScan(engine, { scan, words: await engine.readImage(scan.image, signal) }, signal);
  const words = read
    .map((word) => scannedWord(word, scan.image.dpi))
    .filter(
      (word) =>
        pictures.some(({ box }) => isInside(middleOf(word), box)) &&
        !model.words.some((own) => areOne(own, word)),
    );
  return {
    ...model,
    source: 'ocr',
    words: [...model.words, ...words],
    rulings: mergeRulings([...model.rulings, ...pictures.flatMap(({ rulings }) => rulings)]),
  };
}

/** The picture of the page with nothing on it but its pictures. */
function scanOf(image: GreyImage, pictures: ReadPage['pictures']): Scan {
  const toPixels = ([x0, y0, x1, y1]: Box): Box => {
    const scale = image.dpi / 72;
    return [x0 * scale, y0 * scale, x1 * scale, y1 * scale];
  };
  keepBoxes(
    image,
    pictures.map(({ box }) => toPixels(box)),
  );
  eraseBoxes(
    image,
    pictures.flatMap(({ leaders }) => leaders.map((dot) => toPixels(widened(dot)))),
  );
  const blots = pictures.flatMap(({ letters }) => letters.map(toPixels));
  return { image, skewDegrees: 0, tiltDegrees: 0, sideways: false, lines: [], blots };
}

/** What blur left beside a dot. Points. */
const RIM_POINTS = 0.35;

function widened([x0, y0, x1, y1]: Box): Box {
  return [x0 - RIM_POINTS, y0 - RIM_POINTS, x1 + RIM_POINTS, y1 + RIM_POINTS];
}

/** The middle of one lies on the other: a word that is printed over the picture and known. */
function areOne(one: Word, other: Word): boolean {
  return isInside(middleOf(one), other.box) || isInside(middleOf(other), one.box);
}

function middleOf({ box: [x0, y0, x1, y1] }: Word): [x: number, y: number] {
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}

function isInside([x, y]: [x: number, y: number], [x0, y0, x1, y1]: Box): boolean {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}
