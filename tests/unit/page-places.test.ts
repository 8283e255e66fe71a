import { inflateSync } from 'node:zlib';
import {
  assert,
  asyncProperty,
  constantFrom,
  double,
  integer,
  property,
  record,
  uint8Array,
} from 'fast-check';
import { expect, test } from 'vitest';
import { pngSize } from '#shared/pages/png-size.ts';
import { tiltBoxBack } from '#worker/ocr/tilt-box.ts';
import type { Box } from '#worker/page/page-model.ts';
import { turnBoxBack } from '#worker/page/turn-box.ts';
import { encodePng } from '#worker/pdf/encode-png.ts';
import { applyMatrix, concatenate, invert } from '#worker/pdf/matrix.ts';
import { toDisplay, toUserSpace } from '#worker/searchable/to-user-space.ts';

/** The chunks of a PNG, in order. */
function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

test('a picture packed as a PNG unpacks to its pixels, and says its size', async () => {
  const picture = record({ width: integer({ min: 1, max: 40 }), height: integer({ min: 1, max: 40 }) });
  const pixels = uint8Array({ minLength: 1600, maxLength: 1600 });
  await assert(
    asyncProperty(picture, pixels, async ({ width, height }, noise) => {
      const image = { width, height, dpi: 110, pixels: new Uint8Array(noise.slice(0, width * height)) };
      const png = await encodePng(image);
      expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1A\n');
      const [header, density, data, end] = chunksOf(png);
      expect([header, density, data, end].map((chunk) => chunk?.type)).toEqual([
        'IHDR',
        'pHYs',
        'IDAT',
        'IEND',
      ]);
      expect([header?.data.readUInt32BE(0), header?.data.readUInt32BE(4)]).toEqual([width, height]);
      const rows = inflateSync(data?.data ?? Buffer.of());
      const unfiltered = Array.from({ length: height }, (_, y) =>
        rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)),
      );
      expect(Buffer.concat(unfiltered).equals(image.pixels)).toBe(true);
      const { widthPoints, heightPoints } = pngSize(png.subarray(0, 64));
      expect(widthPoints).toBeCloseTo((width * 72) / 110, 2);
      expect(heightPoints).toBeCloseTo((height * 72) / 110, 2);
    }),
  );
});

const side = double({ min: 50, max: 2000, noNaN: true });
const poses = record({
  widthPoints: side,
  heightPoints: side,
  turnedDegrees: constantFrom(0, 90, 180, 270),
  skewDegrees: double({ min: -5, max: 5, noNaN: true }),
});
const places = record({
  x: double({ min: 0, max: 1, noNaN: true }),
  y: double({ min: 0, max: 1, noNaN: true }),
});

test('a place carried to user space and displayed again is where tiltBoxBack and turnBoxBack put it', () => {
  const frames = record({
    left: side,
    bottom: side,
    unit: constantFrom(1, 2, 0.5),
    turns: constantFrom(0, 1, 2, 3),
  });
  assert(
    property(poses, places, frames, (pose, place, { left, bottom, unit, turns }) => {
      const [x, y] = [place.x * pose.widthPoints, place.y * pose.heightPoints];
      const point: Box = [x, y, x, y];
      const [wantedX, wantedY] = turnBoxBack(tiltBoxBack(point, pose), pose);
      const lying = pose.turnedDegrees % 180 !== 0;
      const widthPoints = lying ? pose.heightPoints : pose.widthPoints;
      const heightPoints = lying ? pose.widthPoints : pose.heightPoints;
      const [right, top] = [left + 100, bottom + 100];
      const matrices = [
        [unit, 0, 0, -unit, -left * unit, top * unit],
        [0, unit, unit, 0, -bottom * unit, -left * unit],
        [-unit, 0, 0, unit, right * unit, -bottom * unit],
        [0, -unit, -unit, 0, top * unit, right * unit],
      ] as const;
      const frame = { widthPoints, heightPoints, toDisplay: matrices[turns] ?? matrices[0] };
      const [userX, userY] = applyMatrix(toUserSpace(pose, frame), x, y);
      const [shownX, shownY] = applyMatrix(frame.toDisplay, userX, userY);
      expect(shownX).toBeCloseTo(wantedX, 6);
      expect(shownY).toBeCloseTo(wantedY, 6);
    }),
  );
});

test('a place that was displayed comes back through the inverse matrix', () => {
  assert(
    property(poses, places, (pose, place) => {
      const there = toDisplay(pose, { widthPoints: 612, heightPoints: 792 });
      const [x, y] = applyMatrix(concatenate(there, invert(there)), place.x * 600, place.y * 600);
      expect(x).toBeCloseTo(place.x * 600, 6);
      expect(y).toBeCloseTo(place.y * 600, 6);
    }),
  );
});
