import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** The pictures as one uncompressed TIFF file of several pages (TIFF 6.0, greyscale, one strip a page). */
export function encodeTiff(images: GreyImage[]): Buffer {
  const parts: Buffer[] = [];
  let at = HEADER_BYTES;
  for (const [index, { width, height, pixels }] of images.entries()) {
    const pixelsAt = at + DIRECTORY_BYTES;
    // A directory begins at an even place.
    const end = pixelsAt + pixels.length + (pixels.length % 2);
    const directory = encodeDirectory({ width, height, pixelsAt, next: index < images.length - 1 ? end : 0 });
    parts.push(directory, Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length));
    if (pixels.length % 2 === 1) parts.push(Buffer.alloc(1));
    at = end;
  }
  const header = Buffer.from('II*\0\0\0\0\0', 'latin1');
  header.writeUInt32LE(HEADER_BYTES, 4);
  return Buffer.concat([header, ...parts]);
}

const HEADER_BYTES = 8;
const ENTRIES = 9;
const DIRECTORY_BYTES = 2 + ENTRIES * 12 + 4;
const LONG = 4;

interface Directory {
  width: number;
  height: number;
  pixelsAt: number;
  next: number;
}

function encodeDirectory({ width, height, pixelsAt, next }: Directory): Buffer {
  const entries: [tag: number, value: number][] = [
    [256, width],
    [257, height],
    [258, 8], // bits per sample
    [259, 1], // not compressed
    [262, 1], // 0 is black
    [273, pixelsAt],
    [277, 1], // samples per pixel
    [278, height], // rows per strip
    [279, width * height],
  ];
  const bytes = Buffer.alloc(DIRECTORY_BYTES);
  bytes.writeUInt16LE(ENTRIES, 0);
  for (const [index, [tag, value]] of entries.entries()) {
    const at = 2 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(LONG, at + 2);
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  }
  bytes.writeUInt32LE(next, DIRECTORY_BYTES - 4);
  return bytes;
}
