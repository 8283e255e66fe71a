import { addPath } from '#worker/pdf/add-path.ts';
import { Coverage } from '#worker/pdf/coverage.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { applyMatrix, concatenate } from '#worker/pdf/matrix.ts';
import type { Matrix } from '#worker/pdf/matrix.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import { PictureSizes } from '#worker/pdf/picture-sizes.ts';
import { readObjectMatrix } from '#worker/pdf/read-object-matrix.ts';
import { unitSquare } from '#worker/pdf/unit-square.ts';
import type { Box, Ruling } from '#worker/page/page-model.ts';

/** Everything drawn on a page that is not text, in display space and points; raw, as drawn. */
export interface Drawings {
  rulings: Ruling[];
  fills: Box[];
  /** Paths that are neither rulings nor filled rectangles: curves, outlined letters. */
  shapeCount: number;
  images: Coverage;
  pictures: PictureSizes;
  /** Where the pictures lie, those left out that are nearly lines. */
  pictureBoxes: Box[];
  /** Text objects that an opaque picture was painted over. */
  coveredText: Set<number>;
}

/** Walks the page objects of a loaded page, form objects included. */
export function readDrawings(pdfium: Pdfium, page: number, frame: PageFrame): Drawings {
  const drawings: Drawings = {
    rulings: [],
    fills: [],
    shapeCount: 0,
    images: new Coverage(frame),
    pictures: new PictureSizes(frame),
    pictureBoxes: [],
    coveredText: new Set(),
  };
  const walk: Walk = { pdfium, frame, drawings, texts: [], objectsLeft: MOST_OBJECTS };
  const { call } = pdfium;
  const count = call.FPDFPage_CountObjects(page);
  for (let index = 0; index < count; index += 1) {
    visit(walk, call.FPDFPage_GetObject(page, index), { toDisplay: frame.toDisplay, depth: 0 });
  }
  return drawings;
}

/** FPDF_PAGEOBJ_* of fpdf_edit.h. */
const TEXT = 1;
const PATH = 2;
const IMAGE = 3;
const FORM = 5;

/** Objects and segments of paths: a page that draws more is a map or a bomb; the rest of it is not looked at. */
const MOST_OBJECTS = 1_000_000;
const MOST_DEPTH = 12;
/** An image as thin as this is a ruling: converters from HTML draw them so. Points. */
const THIN_POINTS = 2;
const LEAST_RULING_POINTS = 8;
/** A picture smaller than this share of the page does not hide a page of text. */
const COVERING_SHARE = 0.5;

interface Walk {
  pdfium: Pdfium;
  frame: PageFrame;
  drawings: Drawings;
  /** Text objects seen so far, in drawing order. */
  texts: { object: number; middle: [x: number, y: number] }[];
  objectsLeft: number;
}

interface Level {
  toDisplay: Matrix;
  depth: number;
}

function visit(walk: Walk, object: number, level: Level): void {
  if (object === 0 || walk.objectsLeft <= 0) return;
  walk.objectsLeft -= 1;
  const { call } = walk.pdfium;
  const type = call.FPDFPageObj_GetType(object);
  if (type === TEXT) {
    walk.texts.push({ object, middle: middleOf(walk.pdfium, object, level.toDisplay) });
    return;
  }
  if (type !== PATH && type !== IMAGE && type !== FORM) return;
  const toDisplay = concatenate(readObjectMatrix(walk.pdfium, object), level.toDisplay);
  if (type === PATH) walk.objectsLeft -= call.FPDFPath_CountSegments(object);
  if (walk.objectsLeft <= 0) return;
  if (type === PATH) addPath(walk.pdfium, { object, toDisplay }, walk.drawings);
  else if (type === IMAGE) visitImage(walk, object, toDisplay);
  else if (level.depth < MOST_DEPTH) {
    const count = call.FPDFFormObj_CountObjects(object);
    for (let index = 0; index < count; index += 1) {
      visit(walk, call.FPDFFormObj_GetObject(object, index), { toDisplay, depth: level.depth + 1 });
    }
  }
}

function visitImage(walk: Walk, object: number, toDisplay: Matrix): void {
  const { drawings, frame } = walk;
  const box = unitSquare(toDisplay);
  const [width, height] = [box[2] - box[0], box[3] - box[1]];
  if (Math.min(width, height) <= THIN_POINTS) {
    if (Math.max(width, height) < LEAST_RULING_POINTS) return;
    drawings.rulings.push({ box, direction: width >= height ? 'horizontal' : 'vertical' });
    return;
  }
  drawings.images.add(box);
  drawings.pictureBoxes.push(box);
  drawings.pictures.add(toDisplay, pixelSize(walk.pdfium, object));
  const share = (width * height) / (frame.widthPoints * frame.heightPoints);
  if (share < COVERING_SHARE || walk.pdfium.call.FPDFPageObj_HasTransparency(object) === 1) return;
  for (const { object: text, middle } of walk.texts)
    if (isInside(middle, box)) drawings.coveredText.add(text);
}

function pixelSize({ call, memory }: Pdfium, object: number): { width: number; height: number } {
  if (call.FPDFImageObj_GetImagePixelSize(object, memory.scratch, memory.scratch + 4) === 0)
    return { width: 0, height: 0 };
  return { width: memory.integer(0), height: memory.integer(1) };
}

/** The middle of a text object in display space. */
function middleOf({ call, memory }: Pdfium, object: number, toDisplay: Matrix): [x: number, y: number] {
  const out = memory.scratch;
  call.FPDFPageObj_GetBounds(object, out, out + 4, out + 8, out + 12);
  const [left, bottom, right, top] = [memory.float(0), memory.float(1), memory.float(2), memory.float(3)];
  return applyMatrix(toDisplay, (left + right) / 2, (bottom + top) / 2);
}

function isInside([x, y]: [x: number, y: number], [x0, y0, x1, y1]: Box): boolean {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}
