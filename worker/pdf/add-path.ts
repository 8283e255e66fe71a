import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { applyMatrix, scaleOf } from '#worker/pdf/matrix.ts';
import type { Matrix } from '#worker/pdf/matrix.ts';
import type { Drawings } from '#worker/pdf/read-drawings.ts';
import type { Box } from '#worker/page/page-model.ts';

/** Sorts one path object into rulings, fills and shapes. White and transparent paint is ignored. */
export function addPath(
  pdfium: Pdfium,
  path: { object: number; toDisplay: Matrix },
  drawings: Pick<Drawings, 'rulings' | 'fills' | 'shapeCount'>,
): void {
  const paint = readPaint(pdfium, path.object);
  if (!paint.fill && !paint.stroke) return;
  const lineWidth = Math.max(strokeWidth(pdfium, path.object) * scaleOf(path.toDisplay), HAIRLINE_POINTS);
  let plain = false;
  for (const outline of readOutlines(pdfium, path)) {
    if (paint.fill) plain = addFilled(outline, drawings) || plain;
    if (paint.stroke) plain = addStroked(outline, lineWidth, drawings) || plain;
  }
  if (!plain) drawings.shapeCount += 1;
}

/** A filled rectangle as thin as this is a ruling. */
const THIN_POINTS = 2;
/** How far a straight line may lean and still be upright or level. */
const LEAN_POINTS = 0.5;
const HAIRLINE_POINTS = 0.1;
/** FPDF_SEGMENT_* of fpdf_edit.h; a line is 0. */
const BEZIER_TO = 1;
const MOVE_TO = 2;
/** Paint lighter than this in all of red, green and blue, 0..255, is the paper. */
const PAPER = 250;

type Point = [x: number, y: number];

/** One subpath in display space. */
interface Outline {
  points: Point[];
  curved: boolean;
  closed: boolean;
}

function readPaint({ call, memory }: Pdfium, object: number): { fill: boolean; stroke: boolean } {
  const out = memory.scratch;
  call.FPDFPath_GetDrawMode(object, out, out + 4);
  const [fillMode, stroke] = [memory.integer(0), memory.integer(1)];
  const visible = (known: number): boolean => {
    const [red, green, blue, alpha] = [
      memory.integer(0),
      memory.integer(1),
      memory.integer(2),
      memory.integer(3),
    ];
    return known === 0 || (alpha > 0 && Math.min(red, green, blue) < PAPER);
  };
  return {
    fill: fillMode !== 0 && visible(call.FPDFPageObj_GetFillColor(object, out, out + 4, out + 8, out + 12)),
    stroke: stroke !== 0 && visible(call.FPDFPageObj_GetStrokeColor(object, out, out + 4, out + 8, out + 12)),
  };
}

function strokeWidth({ call, memory }: Pdfium, object: number): number {
  return call.FPDFPageObj_GetStrokeWidth(object, memory.scratch) === 1 ? memory.float(0) : 0;
}

function* readOutlines(
  { call, memory }: Pdfium,
  path: { object: number; toDisplay: Matrix },
): Generator<Outline> {
  let outline: Outline = { points: [], curved: false, closed: false };
  const count = call.FPDFPath_CountSegments(path.object);
  for (let index = 0; index < count; index += 1) {
    const segment = call.FPDFPath_GetPathSegment(path.object, index);
    const type = call.FPDFPathSegment_GetType(segment);
    if (type === MOVE_TO) {
      if (outline.points.length > 1) yield outline;
      outline = { points: [], curved: false, closed: false };
    }
    if (type === BEZIER_TO) outline.curved = true;
    call.FPDFPathSegment_GetPoint(segment, memory.scratch, memory.scratch + 4);
    outline.points.push(applyMatrix(path.toDisplay, memory.float(0), memory.float(1)));
    if (call.FPDFPathSegment_GetClose(segment) === 1) outline.closed = true;
  }
  if (outline.points.length > 1) yield outline;
}

/** Adds what a filled outline is; false where it is no upright rectangle. */
function addFilled(outline: Outline, drawings: Pick<Drawings, 'rulings' | 'fills'>): boolean {
  const box = boundsOf(outline.points);
  if (outline.curved || !isRectangle(outline.points, box)) return false;
  const [width, height] = [box[2] - box[0], box[3] - box[1]];
  if (Math.min(width, height) > THIN_POINTS) drawings.fills.push(box);
  else drawings.rulings.push({ box, direction: width >= height ? 'horizontal' : 'vertical' });
  return true;
}

/** Adds the upright and level lines of a stroked outline; false where there is none. */
function addStroked(outline: Outline, lineWidth: number, drawings: Pick<Drawings, 'rulings'>): boolean {
  if (outline.curved) return false;
  const points = outline.closed ? [...outline.points, ...outline.points.slice(0, 1)] : outline.points;
  let found = false;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from === undefined) continue;
    const [x0, y0, x1, y1] = boundsOf([from, to]);
    const [level, upright] = [y1 - y0 <= LEAN_POINTS, x1 - x0 <= LEAN_POINTS];
    if (level === upright) continue;
    found = true;
    const half = lineWidth / 2;
    const box: Box = level
      ? [x0, (y0 + y1) / 2 - half, x1, (y0 + y1) / 2 + half]
      : [(x0 + x1) / 2 - half, y0, (x0 + x1) / 2 + half, y1];
    drawings.rulings.push({ box, direction: level ? 'horizontal' : 'vertical' });
  }
  return found;
}

function boundsOf(points: Point[]): Box {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return [x0, y0, x1, y1];
}

/** Four or five points, each in a corner of the bounds, opposite corners included. */
function isRectangle(points: Point[], [x0, y0, x1, y1]: Box): boolean {
  if (points.length < 4 || points.length > 5) return false;
  const near = (one: number, other: number): boolean => Math.abs(one - other) <= LEAN_POINTS;
  const inCorner = points.every(([x, y]) => (near(x, x0) || near(x, x1)) && (near(y, y0) || near(y, y1)));
  return inCorner && (x1 - x0 > 0 || y1 - y0 > 0);
}
