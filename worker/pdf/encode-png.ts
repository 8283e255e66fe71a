import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

const pack = promisify(deflate);

/** The picture as a PNG of 8 bits of grey (ISO/IEC 15948) that says its resolution. Packed off the main thread. */
export async function encodePng(image: GreyImage): Promise<Buffer> {
  const { width, height, dpi } = image;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BITS, GREY, 0, 0, 0], 8);
  const density = Buffer.alloc(9);
  const perMetre = Math.round(dpi / METRES_PER_INCH);
  density.writeUInt32BE(perMetre, 0);
  density.writeUInt32BE(perMetre, 4);
  density[8] = UNIT_METRE;
  // The lowest level that finds repetitions: pages are mostly paper, and higher ones win a sixth for twice the time.
  const data = await pack(scanlines(image), { level: 3 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BITS = 8;
const GREY = 0;
const UNIT_METRE = 1;
const METRES_PER_INCH = 0.0254;

/** Each row behind the byte that says that it is not filtered. */
function scanlines({ width, height, pixels }: GreyImage): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  return rows;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
