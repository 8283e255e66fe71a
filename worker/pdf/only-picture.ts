import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { concatenate } from '#worker/pdf/matrix.ts';
import type { Matrix } from '#worker/pdf/matrix.ts';
import { readObjectMatrix } from '#worker/pdf/read-object-matrix.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import type { LoadedPage } from '#worker/pdf/read-page.ts';
import { unitSquare } from '#worker/pdf/unit-square.ts';
import type { Box } from '#worker/page/page-model.ts';

/** An image object that is all there is to see of a page. */
export interface OnlyPicture {
  object: number;
  /** Its pixels as they are stored. */
  width: number;
  height: number;
  /** Where it lies on the page as displayed, points; parts may lie outside. */
  box: Box;
}

/** The picture of a page that shows one upright, opaque picture and nothing else; text that cannot be seen counts as nothing. */
export function onlyPicture(
  pdfium: Pdfium,
  page: LoadedPage,
  { toDisplay: pageToDisplay }: Pick<PageFrame, 'toDisplay'>,
): OnlyPicture | undefined {
  const { call, memory } = pdfium;
  if (page.softMasks || call.FPDFPage_GetAnnotCount(page.handle) > 0) return undefined;
  const object = onlyObject(pdfium, page.handle);
  if (object === undefined || isAltered(pdfium, page.handle, object)) return undefined;
  const toDisplay = concatenate(readObjectMatrix(pdfium, object), pageToDisplay);
  if (!isUpright(toDisplay)) return undefined;
  if (call.FPDFImageObj_GetImagePixelSize(object, memory.scratch, memory.scratch + 4) === 0) return undefined;
  return { object, width: memory.integer(0), height: memory.integer(1), box: unitSquare(toDisplay) };
}

/** FPDF_PAGEOBJ_* of fpdf_edit.h, FPDF_TEXTRENDERMODE_INVISIBLE of fpdf_text.h. */
const TEXT = 1;
const IMAGE = 3;
const INVISIBLE = 3;
/** Recognisers that write text under a scan write a few hundred objects. */
const MOST_OBJECTS = 20_000;

function onlyObject({ call }: Pdfium, page: number): number | undefined {
  const count = call.FPDFPage_CountObjects(page);
  if (count > MOST_OBJECTS) return undefined;
  let picture: number | undefined;
  for (let index = 0; index < count; index += 1) {
    const object = call.FPDFPage_GetObject(page, index);
    const type = call.FPDFPageObj_GetType(object);
    if (type === TEXT && call.FPDFTextObj_GetTextRenderMode(object) === INVISIBLE) continue;
    if (type !== IMAGE || picture !== undefined) return undefined;
    picture = object;
  }
  return picture;
}

/** Something is done to the picture when it is drawn: a blend, a clip; and a stencil has no colours of its own. */
function isAltered({ call, memory }: Pdfium, page: number, object: number): boolean {
  if (call.FPDFPageObj_HasTransparency(object) === 1) return true;
  if (call.FPDFClipPath_CountPaths(call.FPDFPageObj_GetClipPath(object)) > 0) return true;
  if (call.FPDFImageObj_GetImageMetadata(object, page, memory.scratch) === 0) return true;
  // FPDF_IMAGEOBJ_METADATA: width, height, two resolutions, bits_per_pixel, colorspace, marked_content_id.
  return memory.integer(COLOUR_SPACE_INDEX) === UNKNOWN_COLOUR_SPACE;
}

const COLOUR_SPACE_INDEX = 5;
const UNKNOWN_COLOUR_SPACE = 0;

/** Neither turned, nor mirrored, nor leaning: display space runs downwards, pictures upwards. */
function isUpright([a, b, c, d]: Matrix): boolean {
  return a > 0 && d < 0 && Math.abs(b) <= a * MOST_LEAN && Math.abs(c) <= -d * MOST_LEAN;
}

/** A pixel over the length of a page. */
const MOST_LEAN = 0.0003;
