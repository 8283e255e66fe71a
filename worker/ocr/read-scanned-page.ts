import { countLegible } from '#worker/ocr/count-legible.ts';
import { findTurn } from '#worker/ocr/find-turn.ts';
import type { TurnRequest } from '#worker/ocr/find-turn.ts';
import type { OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { PixelLine } from '#worker/ocr/find-lines.ts';
import { readScan } from '#worker/ocr/read-scan.ts';
import type { Scan } from '#worker/ocr/prepare-scan.ts';
import { scannedWord } from '#worker/ocr/scanned-word.ts';
import { tiltedEngine } from '#worker/ocr/tilted-engine.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { mergeRulings } from '#worker/pdf/merge-rulings.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { PageModel, Ruling } from '#worker/page/page-model.ts';

/**
 * A page read from its picture. Its coordinates are of the page turned upright (turnedDegrees) and straightened
 * (skewDegrees), because rows are only rows there; tiltBoxBack and then turnBoxBack lead back to the displayed page.
 */
export interface ScannedPage extends PageModel {
  /** How far the lines of the upright page run off the level, clockwise positive. */
  skewDegrees: number;
}

export interface ScannedPageRequest extends TurnRequest {
  dpi?: number;
}

/**
 * Renders a page, recognises it, what is doubtful again, and models it. One that shows nothing at all is not recognised: its
 * source is then 'blank'. Throws AppError as PdfDocument.renderScan and OcrEngine.readImage do.
 */
export async function readScannedPage(request: ScannedPageRequest): Promise<ScannedPage> {
  const { turn, scan, words: read } = await readUpright(request);
  const { blank = false } = scan;
  const words = blank
    ? []
    : await readScan(tiltedEngine(request.engine, scan), { scan, words: read }, request.signal);
  return {
    page: request.page,
    widthPoints: toPoints(scan.image.width, scan.image),
    heightPoints: toPoints(scan.image.height, scan.image),
    source: blank ? 'blank' : 'ocr',
    words: words.map((word) => scannedWord(word, scan.image.dpi)),
    rulings: mergeRulings(scan.lines.map((line) => toRuling(line, scan))),
    fills: [],
    turnedDegrees: turn,
    skewDegrees: scan.skewDegrees,
  };
}

interface Reading {
  turn: Turn;
  scan: Scan;
  words: OcrWord[];
}

async function readUpright(request: ScannedPageRequest): Promise<Reading> {
  const { document, page, dpi = DEFAULT_DPI, signal } = request;
  const scan = await document.renderScan(page, { dpi, turn: 0 }, signal);
  if (scan.blank === true) return { turn: 0, scan, words: [] };
  // 0 is among the turns for drawings and forms that only look as if they lay on their side.
  if (scan.sideways) return readTurned(request, await findTurn(request, [90, 270, 0]));
  const words = await tiltedEngine(request.engine, scan).readImage(scan.image, signal);
  if (!isIllegible(words)) return { turn: 0, scan, words };
  const turn = await findTurn(request, [0, 180]);
  return turn === 0 ? { turn, scan, words } : readTurned(request, turn);
}

async function readTurned(request: ScannedPageRequest, turn: Turn): Promise<Reading> {
  const { document, engine, page, dpi = DEFAULT_DPI, signal } = request;
  const scan = await document.renderScan(page, { dpi, turn }, signal);
  return { turn, scan, words: await tiltedEngine(engine, scan).readImage(scan.image, signal) };
}

/** Few words are sure: poor, or upside down. */
function isIllegible(words: OcrWord[]): boolean {
  const all = words.reduce((sum, { text }) => sum + text.length, 0);
  return all >= LEAST_CHARACTERS && countLegible(words) < all * LEGIBLE_SHARE;
}

const LEAST_CHARACTERS = 20;
const LEGIBLE_SHARE = 0.3;
/** What the recogniser was trained for. */
export const DEFAULT_DPI = 300;

function toPoints(pixels: number, { dpi }: GreyImage): number {
  return (pixels * 72) / dpi;
}

function toRuling({ box: [x0, y0, x1, y1], direction }: PixelLine, { image }: Scan): Ruling {
  return {
    box: [toPoints(x0, image), toPoints(y0, image), toPoints(x1, image), toPoints(y1, image)],
    direction,
  };
}
