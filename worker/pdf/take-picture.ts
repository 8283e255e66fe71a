import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { onlyPicture } from '#worker/pdf/only-picture.ts';
import type { OnlyPicture } from '#worker/pdf/only-picture.ts';
import { pictureSize } from '#worker/pdf/picture-size.ts';
import { readGreyBitmap } from '#worker/pdf/read-grey-bitmap.ts';
import { readPageFrame } from '#worker/pdf/page-frame.ts';
import type { LoadedPage } from '#worker/pdf/read-page.ts';
import type { RenderedPage } from '#worker/pdf/render-page.ts';

/**
 * A page that is nothing but one picture, by that picture's own pixels: three times as fast as drawing them, and the
 * same to the last. Undefined where the page has to be drawn: more is on it, or the resolution asked for is another.
 */
export function takePicture(
  pdfium: Pdfium,
  page: LoadedPage,
  wanted: { dpi: number; maxPixels: number },
): RenderedPage | undefined {
  const frame = readPageFrame(pdfium, page.handle, page.userUnit);
  const picture = onlyPicture(pdfium, page, frame);
  if (picture === undefined || picture.width * picture.height > wanted.maxPixels) return undefined;
  const dpi = dpiNear(picture, pictureSize(frame, wanted).dpi);
  if (dpi === undefined) return undefined;
  const bitmap = readGreyBitmap(pdfium, picture.object);
  if (bitmap === undefined) return undefined;
  const size = {
    width: Math.max(1, Math.round((frame.widthPoints * dpi) / 72)),
    height: Math.max(1, Math.round((frame.heightPoints * dpi) / 72)),
  };
  const [left, top] = [Math.round((picture.box[0] * dpi) / 72), Math.round((picture.box[1] * dpi) / 72)];
  return { ...size, dpi, pixels: laidOn({ ...bitmap, left, top }, size) };
}

/** Closer than this to the resolution asked for, pixels are left as they are: every change of size blurs. */
const NEAR = 0.02;
/** A scan whose two resolutions differ by more would have its words a point out of place at the far end of the page. */
const SQUARE = 0.0005;

/** The picture's own resolution, if it is the same both ways and nearly the one asked for. */
function dpiNear({ width, height, box }: OnlyPicture, dpi: number): number | undefined {
  const [across, down] = [(width * 72) / (box[2] - box[0]), (height * 72) / (box[3] - box[1])];
  return Math.abs(across / dpi - 1) <= NEAR && Math.abs(across / down - 1) <= SQUARE ? across : undefined;
}

interface Placed {
  width: number;
  height: number;
  left: number;
  top: number;
  pixels: Uint8Array<ArrayBuffer>;
}

function laidOn(picture: Placed, page: { width: number; height: number }): Uint8Array<ArrayBuffer> {
  const { width, height, left, top, pixels } = picture;
  if (left === 0 && top === 0 && page.width === width && page.height === height) return pixels;
  const laid = new Uint8Array(page.width * page.height).fill(WHITE);
  const from = Math.max(0, -left);
  const to = Math.max(from, Math.min(width, page.width - left));
  for (let y = Math.max(0, -top); y < Math.min(height, page.height - top); y += 1)
    laid.set(pixels.subarray(y * width + from, y * width + to), (y + top) * page.width + left + from);
  return laid;
}

const WHITE = 255;
