/** One byte per pixel, 255 is white, rows from the top, no padding. */
export interface GreyImage {
  width: number;
  height: number;
  /** Dots per inch as rendered; below what was asked for where the pixel limit bound. */
  dpi: number;
  pixels: Uint8Array<ArrayBuffer>;
}
