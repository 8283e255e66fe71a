import { dropOverprints } from '#worker/pdf/drop-overprints.ts';
import type { Glyph } from '#worker/pdf/glyph.ts';
import { judgePage } from '#worker/pdf/judge-page.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { mergeRulings } from '#worker/pdf/merge-rulings.ts';
import { clipFills, clipRulings } from '#worker/pdf/clip-drawings.ts';
import { readPageFrame } from '#worker/pdf/page-frame.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import { findPictureText } from '#worker/pdf/find-picture-text.ts';
import type { ReadPage, Triage } from '#worker/pdf/pdf-document.ts';
import { readDrawings } from '#worker/pdf/read-drawings.ts';
import { readGlyphs } from '#worker/pdf/read-glyphs.ts';
import { mainTurn, turnPage } from '#worker/pdf/turn-page.ts';
import { wordsOfPage } from '#worker/pdf/words-of-page.ts';
import { turnBox } from '#worker/page/turn-box.ts';
import type { PageModel, PageSource } from '#worker/page/page-model.ts';

/** A page that PDFium has loaded. */
export interface LoadedPage {
  handle: number;
  /** From 1. */
  number: number;
  /** Points per unit of the page's user space. */
  userUnit: number;
  /** Pictures of its file may have soft masks. */
  softMasks: boolean;
}

/** What kind of page it is, its words, rulings and fills; where most of its characters run sideways, the page comes turned. */
export function readPage(pdfium: Pdfium, page: LoadedPage): ReadPage {
  const frame = readPageFrame(pdfium, page.handle, page.userUnit);
  const drawings = readDrawings(pdfium, page.handle, frame);
  const isCovered = (textObject: number): boolean => drawings.coveredText.has(textObject);
  const read = readGlyphs(pdfium, { page: page.handle, frame, isCovered });
  const glyphs = dropOverprints(read.glyphs);
  const judged = judgePage({
    visibleCount: read.visibleCount,
    middleCount: glyphs.filter((glyph) => isInMiddle(glyph, frame)).length,
    garbageCount: read.garbageCount,
    hiddenCount: read.hiddenCount,
    imageShare: drawings.images.share,
    shapeCount: drawings.shapeCount,
  });
  const trusted = judged === 'text-layer' ? glyphs : [];
  const displayed: PageModel = {
    page: page.number,
    widthPoints: frame.widthPoints,
    heightPoints: frame.heightPoints,
    source: SOURCES[judged],
    words: wordsOfPage(trusted, frame),
    rulings: mergeRulings(clipRulings(drawings.rulings, frame)).slice(0, MOST_MARKS),
    fills: clipFills(drawings.fills, frame).slice(0, MOST_MARKS),
    turnedDegrees: 0,
  };
  const turn = mainTurn(trusted);
  const model = turnPage(displayed, turn);
  const boxes = judged === 'text-layer' ? drawings.pictureBoxes.map((box) => turnBox(box, turn, frame)) : [];
  const pictures = findPictureText(pdfium, page, { model, turn, boxes });
  return {
    triage: pictures.length > 0 ? 'mixed' : judged,
    model,
    pictures,
    imageDpi: drawings.images.share >= SCAN_SHARE ? drawings.pictures.dpi : null,
  };
}

/** Pictures that cover less of a page than this say nothing about how it should be rendered. */
const SCAN_SHARE = 0.5;

const SOURCES: Record<Exclude<Triage, 'mixed'>, PageSource> = {
  'text-layer': 'text-layer',
  image: 'ocr',
  garbage: 'ocr',
  blank: 'blank',
};

/** Of rulings and of fills: a page with more is a map or a bomb, and what is read goes on to the worker and the database. */
const MOST_MARKS = 50_000;

/** Headers, footers and filing stamps stand in the outer tenths of the page's height. */
const EDGE_SHARE = 0.1;

function isInMiddle(glyph: Glyph, frame: PageFrame): boolean {
  const height = glyph.turn % 180 === 0 ? frame.heightPoints : frame.widthPoints;
  return glyph.baseline > height * EDGE_SHARE && glyph.baseline < height * (1 - EDGE_SHARE);
}
