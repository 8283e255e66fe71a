import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Printed, printedPicture } from '#tests/fixtures/printed-picture.ts';
import { Births } from '#tests/harness/births.ts';
import type { FigurePart, OcrEngine, OcrLayout } from '#worker/ocr/ocr-engine.ts';
import type { PoolOptions } from '#worker/ocr/pooled-engine.ts';
import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

const never = new AbortController().signal;
const cancelled = { code: 'job-cancelled' };

const printed: Printed[] = [
  { text: 'Opening balance', x: 40, y: 150 },
  { text: '12,345.67', x: 270, y: 150 },
  { text: 'Disposals', x: 40, y: 110 },
  { text: '(456.50)', x: 270, y: 110 },
  { text: 'Closing balance', x: 40, y: 70 },
  { text: '$11,889.17', x: 270, y: 70 },
];

/** What every engine that reads must keep. */
export function recognitionContract(name: string, open: (options: PoolOptions) => OcrEngine): void {
  describe(`recognition by ${name}`, { timeout: 120_000 }, () => {
    let engine: OcrEngine;
    let picture: GreyImage;
    beforeAll(async () => {
      engine = open({ size: 1 });
      picture = await printedPicture(printed);
    });
    afterAll(async () => engine.close());
    const given = (): { engine: OcrEngine; picture: GreyImage } => ({ engine, picture });
    readingContract(given);
    endingContract(open, given);
  });
}

type Given = () => { engine: OcrEngine; picture: GreyImage };

const pixels = (points: number): number => (points * 300) / 72;

function readingContract(given: Given): void {
  test.each<OcrLayout>(['page', 'column'])(
    'words are read where they stand, taken for a %s',
    async (layout) => {
      const { engine, picture } = given();
      const words = await engine.readImage(picture, never, layout);
      expect(words.map(({ text }) => text)).toEqual(printed.flatMap(({ text }) => text.split(' ')));
      const amount = words.find(({ text }) => text === '12,345.67');
      const [x0 = 0, y0 = 0, , y1 = 0] = amount?.box ?? [];
      expect(Math.abs(x0 - pixels(271))).toBeLessThan(5);
      expect(Math.abs(y0 - pixels(50 - 8.6))).toBeLessThan(5);
      expect(Math.abs(y1 - pixels(50 + 1.8))).toBeLessThan(5);
      expect(Math.abs((amount?.baseline ?? 0) - pixels(50))).toBeLessThan(4);
      expect(Math.abs((amount?.emPixels ?? 0) - pixels(12))).toBeLessThan(8);
      expect(amount?.confidence).toBeGreaterThan(0.7);
      expect(amount?.confidence).toBeLessThanOrEqual(1);
    },
  );

  test('a blank picture has no words', async () => {
    const { engine } = given();
    expect(await engine.readImage(await printedPicture([]), never)).toEqual([]);
  });

  test('figures are read one reading per part, in their order, empty where there is nothing', async () => {
    const { engine, picture } = given();
    const part = (y: number, currency = false): FigurePart => ({
      box: [pixels(266), pixels(200 - y - 11), pixels(340), pixels(200 - y + 4)],
      currency,
    });
    const parts = [part(70, true), part(150), part(20), part(110), part(70, true)];
    const readings = await engine.readFigures(picture, parts, never);
    expect(readings.map(({ text }) => text)).toEqual([
      '$11,889.17',
      '12,345.67',
      '',
      '(456.50)',
      '$11,889.17',
    ]);
    expect(readings[1]?.confidence).toBeGreaterThan(0.7);
    expect(await engine.readFigures(picture, [], never)).toEqual([]);
  });

  test('lines are read part by part, their words where they stand in the whole picture', async () => {
    const { engine, picture } = given();
    const part = (y: number): Box => [pixels(30), pixels(200 - y - 11), pixels(150), pixels(200 - y + 4)];
    const lines = await engine.readLines(picture, [part(110), part(70), part(150)], never);
    expect(lines.map((words) => words.map(({ text }) => text))).toEqual([
      ['Disposals'],
      ['Closing', 'balance'],
      ['Opening', 'balance'],
    ]);
    const page = await engine.readImage(picture, never);
    const alone = lines[2]?.[1];
    const there = page.find(({ text }) => text === 'balance');
    for (const [index, edge] of (there?.box ?? []).entries())
      expect(Math.abs((alone?.box[index] ?? 0) - edge)).toBeLessThan(6);
    expect(Math.abs((alone?.baseline ?? 0) - (there?.baseline ?? 0))).toBeLessThan(5);
    expect(await engine.readLines(picture, [], never)).toEqual([]);
  });
}

function endingContract(open: (options: PoolOptions) => OcrEngine, given: Given): void {
  test('a cancelled page and one that waits are given up at once, what read it goes, and the next is read', async () => {
    const { engine, picture } = given();
    const births = new Births();
    // The thread of before is none of those counted: a first page costs it.
    await cancelInside(engine, picture);
    await engine.readImage(picture, never);
    const abort = new AbortController();
    const outcomes = [engine.readImage(picture, abort.signal), engine.readImage(picture, abort.signal)];
    setTimeout(() => abort.abort(), 20);
    for (const outcome of outcomes) await expect(outcome).rejects.toMatchObject(cancelled);
    await expect(engine.readFigures(picture, [], AbortSignal.abort())).rejects.toMatchObject(cancelled);
    expect((await engine.readImage(picture, never)).map(({ text }) => text)).toContain('12,345.67');
    births.stop();
    expect(births.count).toBeGreaterThan(1);
    expect(births.most).toBe(1);
  });

  test('a picture that is none gives ocr-failed, too little time ocr-timeout, and the engine goes on', async () => {
    const { engine, picture } = given();
    const nothing: GreyImage = { width: 0, height: 0, dpi: 300, pixels: new Uint8Array() };
    await expect(engine.readImage(nothing, never)).rejects.toMatchObject({ code: 'ocr-failed' });
    expect((await engine.readImage(picture, never)).length).toBeGreaterThan(4);
    const hasty = open({ size: 1, timeoutSeconds: 0.001 });
    for (let time = 0; time < 2; time += 1)
      await expect(hasty.readImage(picture, never)).rejects.toMatchObject({ code: 'ocr-timeout' });
    await hasty.close();
  });

  test('closing ends what is under way, what waits and what comes later, and leaves nothing behind', async () => {
    const { picture } = given();
    const births = new Births();
    const engine = open({ size: 2 });
    await Promise.all([engine.readImage(picture, never), engine.readImage(picture, never)]);
    const outcomes = [1, 2, 3].map(async () => engine.readImage(picture, never));
    const heard = Promise.all(
      outcomes.map(async (outcome) => expect(outcome).rejects.toMatchObject(cancelled)),
    );
    await engine.close();
    await heard;
    await expect(engine.readImage(picture, never)).rejects.toMatchObject(cancelled);
    births.stop();
    expect(births.count).toBeGreaterThanOrEqual(2);
    await births.untilGone();
    expect(births.living).toBe(0);
  });
}

async function cancelInside(engine: OcrEngine, picture: GreyImage): Promise<void> {
  const abort = new AbortController();
  const outcome = engine.readImage(picture, abort.signal);
  setTimeout(() => abort.abort(), 20);
  await expect(outcome).rejects.toMatchObject(cancelled);
}
