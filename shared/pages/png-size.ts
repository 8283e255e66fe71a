/** What one of our own PNGs shows, in points, from its first 64 bytes: IHDR has the pixels, pHYs behind it their density. */
export function pngSize(start: Uint8Array): { widthPoints: number; heightPoints: number } {
  const bytes = Buffer.from(start);
  const pointsPerPixel = 72 / (bytes.readUInt32BE(PER_METRE_AT) * METRES_PER_INCH);
  return {
    widthPoints: bytes.readUInt32BE(WIDTH_AT) * pointsPerPixel,
    heightPoints: bytes.readUInt32BE(WIDTH_AT + 4) * pointsPerPixel,
  };
}

const WIDTH_AT = 16;
const PER_METRE_AT = 41;
const METRES_PER_INCH = 0.0254;
