import { double, integer, property, assert, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';
import { prepareScan } from '#worker/ocr/prepare-scan.ts';
import { rotateImage } from '#worker/ocr/rotate-image.ts';
import { Tilt } from '#worker/ocr/tilt.ts';
import { tiltedEngine } from '#worker/ocr/tilted-engine.ts';
import type { Box } from '#worker/page/page-model.ts';

const SIZE = { width: 600, height: 800 };
const degrees = double({ min: -2, max: 2, noNaN: true });
const level = tuple(
  integer({ min: 50, max: 400 }),
  integer({ min: 50, max: 700 }),
  integer({ min: 10, max: 150 }),
  integer({ min: 10, max: 40 }),
).map(([x, y, width, height]): Box => [x, y, x + width, y + height]);

function wordAt(box: Box, baseline: number): OcrWord {
  return { text: '1,234', box, confidence: 0.9, baseline, emPixels: 20 };
}

describe('a picture that is read as it lies', () => {
  test('a word comes back to the level place that it was taken from', () => {
    assert(
      property(degrees, level, (tilt, box) => {
        const turned = new Tilt(SIZE, tilt);
        const back = turned.toLevel(wordAt(turned.toLying(box), 0)).box;
        for (const [index, edge] of box.entries()) expect(back[index]).toBeCloseTo(edge, 6);
      }),
    );
  });

  test('the box on the picture holds the ink that turning the picture level brings into the level box', () => {
    const pixels = new Uint8Array(SIZE.width * SIZE.height).fill(255);
    for (let y = 300; y < 320; y += 1) pixels.fill(0, y * SIZE.width + 100, y * SIZE.width + 180);
    const picture = { ...SIZE, dpi: 100, pixels };
    const tilt = new Tilt(SIZE, 2);
    const { box } = tilt.toLevel(wordAt([100, 300, 180, 320], 320));
    const straight = rotateImage(picture, 2);
    const ink = [...straight.pixels.entries()].filter(([, grey]) => grey < 128).map(([at]) => at);
    const [xs, ys] = [ink.map((at) => at % SIZE.width), ink.map((at) => Math.floor(at / SIZE.width))];
    const middle = [(Math.min(...xs) + Math.max(...xs) + 1) / 2, (Math.min(...ys) + Math.max(...ys) + 1) / 2];
    expect((box[0] + box[2]) / 2).toBeCloseTo(middle[0] ?? 0, 0);
    expect((box[1] + box[3]) / 2).toBeCloseTo(middle[1] ?? 0, 0);
  });

  test('lines, figures and words of an engine are spoken of as if the picture lay level', async () => {
    const asked: Box[] = [];
    const picture = { ...SIZE, dpi: 100, pixels: new Uint8Array(0) };
    const seen = wordAt([400, 310, 460, 330], 328);
    const engine: OcrEngine = {
      name: 'null',
      readImage: async () => [seen],
      readFigures: async (_image, parts) => {
        asked.push(...parts.map(({ box }) => box));
        return [];
      },
      readLines: async (_image, parts) => {
        asked.push(...parts);
        return [[seen]];
      },
      close: async () => {},
    };
    const scan = { image: picture, skewDegrees: 1, tiltDegrees: 1, sideways: false, lines: [], blots: [] };
    const { signal } = new AbortController();
    const tilted = tiltedEngine(engine, scan);
    const [word] = await tilted.readImage(picture, signal);
    // Right of the middle, and the lines run down to the right: on the level it stands higher.
    expect(word?.baseline).toBeLessThan(seen.baseline - 1);
    const [[line] = []] = await tilted.readLines(picture, [[400, 300, 460, 330]], signal);
    expect(line).toEqual(word);
    await tilted.readFigures(picture, [{ box: [400, 300, 460, 330], currency: false }], signal);
    for (const box of asked) expect(box[1]).toBeGreaterThan(300 + 1);
    expect(tiltedEngine(engine, { ...scan, tiltDegrees: 0 })).toBe(engine);
  });
});

/** Lines of grey or black words, running down to the right by so many degrees. */
function printed({ ink, paper, askew }: { ink: number; paper: number; askew: number }) {
  const [width, height, dpi] = [1275, 1650, 150];
  const pixels = new Uint8Array(width * height).fill(paper);
  const slope = Math.tan((askew * Math.PI) / 180);
  for (let line = 100; line < 1500; line += 40) {
    for (let x = 100; x < 1100; x += 1) {
      if (x % 20 > 12) continue;
      const top = Math.round(line + (x - width / 2) * slope);
      for (let y = top; y < top + 16; y += 1) pixels[y * width + x] = ink;
    }
  }
  return { width, height, dpi, pixels };
}

describe('a page that lies askew', () => {
  test.each([
    { name: 'grey by a degree is read as it lies', ink: 30, paper: 240, askew: 1, skew: 1, tilt: 1 },
    { name: 'grey by three degrees is turned level', ink: 30, paper: 240, askew: 3, skew: 3, tilt: 0 },
    { name: 'black and white by a degree is turned level', ink: 0, paper: 255, askew: 1, skew: 1, tilt: 0 },
    {
      name: 'grey by a tenth of a degree is taken for level',
      ink: 30,
      paper: 240,
      askew: 0.1,
      skew: 0,
      tilt: 0,
    },
  ])('$name', ({ ink, paper, askew, skew, tilt }) => {
    const scan = prepareScan(printed({ ink, paper, askew }));
    expect(scan.tiltDegrees).toBeCloseTo(tilt, 0);
    expect(scan.skewDegrees).toBeCloseTo(skew, 0);
  });
});
