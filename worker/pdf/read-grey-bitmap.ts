import type { Pdfium } from '#worker/pdf/load-pdfium.ts';

/** Pixels in 8 bits of grey, in a buffer of their own. */
export interface GreyPixels {
  width: number;
  height: number;
  pixels: Uint8Array<ArrayBuffer>;
}

/** An image object's own pixels as grey, without its mask and matrix; undefined where they cannot be decoded or carry alpha. */
export function readGreyBitmap({ call, memory }: Pdfium, object: number): GreyPixels | undefined {
  const bitmap = call.FPDFImageObj_GetBitmap(object);
  if (bitmap === 0) return undefined;
  try {
    const bytesPerPixel = BYTES_PER_PIXEL.get(call.FPDFBitmap_GetFormat(bitmap));
    if (bytesPerPixel === undefined) return undefined;
    const [width, height] = [call.FPDFBitmap_GetWidth(bitmap), call.FPDFBitmap_GetHeight(bitmap)];
    const stride = call.FPDFBitmap_GetStride(bitmap);
    const source = memory.bytes(call.FPDFBitmap_GetBuffer(bitmap), stride * height);
    const pixels = new Uint8Array(width * height);
    for (let y = 0; y < height; y += 1) {
      const row = source.subarray(y * stride, y * stride + width * bytesPerPixel);
      if (bytesPerPixel === 1) pixels.set(row, y * width);
      else copyAsGrey(row, pixels.subarray(y * width, (y + 1) * width), bytesPerPixel);
    }
    return { width, height, pixels };
  } finally {
    call.FPDFBitmap_Destroy(bitmap);
  }
}

/** By FPDFBitmap_Gray, _BGR and _BGRx of fpdfview.h. */
const BYTES_PER_PIXEL = new Map([
  [1, 1],
  [2, 3],
  [3, 4],
]);

/** With the weights that PDFium draws grey with, so that both ways look the same. */
function copyAsGrey(row: Uint8Array, grey: Uint8Array, bytesPerPixel: number): void {
  for (let x = 0, at = 0; x < grey.length; x += 1, at += bytesPerPixel) {
    const [blue, green, red] = [row[at] ?? 0, row[at + 1] ?? 0, row[at + 2] ?? 0];
    grey[x] = (blue * 11 + green * 59 + red * 30) / 100;
  }
}
