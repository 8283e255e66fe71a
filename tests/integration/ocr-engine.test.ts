import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '#shared/config.ts';
import { printedPicture } from '#tests/fixtures/printed-picture.ts';
import { Births } from '#tests/harness/births.ts';
import { FixedLatencyEngine } from '#worker/ocr/fixed-latency-engine.ts';
import { NativeEngine } from '#worker/ocr/native-engine.ts';
import { NullEngine } from '#worker/ocr/null-engine.ts';
import type { OcrWord } from '#worker/ocr/ocr-engine.ts';
import { openEngine } from '#worker/ocr/open-engine.ts';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { recognitionContract } from './ocr-engine.contract.ts';

const hasTesseract = spawnSync('tesseract', ['--version']).status === 0;
const never = new AbortController().signal;
const paper: GreyImage = { width: 60, height: 80, dpi: 72, pixels: new Uint8Array(4800).fill(240) };
const part = { box: [0, 0, 9, 9] as const, currency: false };

recognitionContract('tesseract.js', (options) => new TesseractEngine(options));

describe.skipIf(!hasTesseract)('where Tesseract is installed', () => {
  recognitionContract('the tesseract program', (options) => new NativeEngine({ path: 'tesseract' }, options));

  test('OCR_ENGINE=tesseract starts with it', async () => {
    const engine = await openEngine(loadConfig({ environment: { OCR_ENGINE: 'tesseract' } }));
    expect(engine.name).toBe('tesseract');
    await engine.close();
  });

  test('a folder without the English model refuses the start', async () => {
    const environment = { OCR_ENGINE: 'tesseract', TESSDATA_FOLDER: import.meta.dirname };
    await expect(openEngine(loadConfig({ environment }))).rejects.toMatchObject({ code: 'config-invalid' });
  });
});

test.each(['tesseract.js', 'null', 'fixed-latency'])('OCR_ENGINE=%s opens that engine', async (name) => {
  const engine = await openEngine(loadConfig({ environment: { OCR_ENGINE: name } }));
  expect(engine.name).toBe(name);
  await engine.close();
});

test('a thread is replaced after its pages, and there is never one more than the pool may have', async () => {
  const picture = await printedPicture([{ text: 'Total 1,234', x: 40, y: 50 }], [200, 100]);
  const births = new Births();
  const engine = new TesseractEngine({ size: 1, pagesPerWorker: 2 });
  for (let page = 0; page < 5; page += 1)
    expect((await engine.readImage(picture, never)).map(({ text }) => text)).toEqual(['Total', '1,234']);
  await engine.close();
  births.stop();
  expect(births.count).toBe(3);
  expect(births.most).toBe(1);
});

test('a thread that is still starting when its page is cancelled is kept for the next page', async () => {
  const picture = await printedPicture([{ text: 'Total 1,234', x: 40, y: 50 }], [200, 100]);
  const births = new Births();
  const engine = new TesseractEngine({ size: 1 });
  const abort = new AbortController();
  const early = engine.readImage(picture, abort.signal);
  setImmediate(() => abort.abort());
  await expect(early).rejects.toMatchObject({ code: 'job-cancelled' });
  expect((await engine.readImage(picture, never)).map(({ text }) => text)).toEqual(['Total', '1,234']);
  await engine.close();
  births.stop();
  expect(births.count).toBe(1);
});

describe('a native program that is not what it should be', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'll-tesseract-'));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  async function program(script: string): Promise<string> {
    const path = join(folder, `program-${Math.random()}`);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  const modern = 'tesseract 5.3.0\n libtiff 4.5.0';
  const fit = `case "$*" in *--version*) echo "${modern}";; *) echo eng;; esac`;

  test.each<[string, string]>([
    ['is too old', 'echo "tesseract 4.0.0"; echo "libtiff 4.5"'],
    ['is another program', 'echo hello'],
    ['fails', 'exit 3'],
    ['cannot read TIFF', 'echo "tesseract 5.3.0"'],
    ['has no English model', fit.replace('echo eng', 'echo deu')],
  ])('refuses the start and says the way out where it %s', async (_what, script) => {
    const environment = { OCR_ENGINE: 'tesseract', TESSERACT_PATH: await program(script) };
    await expect(openEngine(loadConfig({ environment }))).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(/Install Tesseract 5|set TESSERACT_PATH/) as string,
    });
  });

  test('refuses the start where it is missing, and takes the versions that are fit', async () => {
    const missing = { OCR_ENGINE: 'tesseract', TESSERACT_PATH: join(folder, 'nowhere') };
    await expect(openEngine(loadConfig({ environment: missing }))).rejects.toMatchObject({
      code: 'config-invalid',
    });
    for (const version of ['tesseract 4.1.1', 'tesseract v5.0.1.20220118', 'tesseract 5.3.4-46-gb5f1']) {
      const TESSERACT_PATH = await program(fit.replace('tesseract 5.3.0', version));
      const environment = { OCR_ENGINE: 'tesseract', TESSERACT_PATH };
      await (await openEngine(loadConfig({ environment }))).close();
    }
  });

  test('that closes its input at once gives ocr-failed with its exit code and last words', async () => {
    const path = await program('exec 0<&-; echo "out of luck" >&2; exit 7');
    const engine = new NativeEngine({ path }, { size: 1 });
    const large: GreyImage = { width: 3000, height: 3000, dpi: 300, pixels: new Uint8Array(9_000_000) };
    for (let time = 0; time < 2; time += 1)
      await expect(engine.readImage(large, never)).rejects.toMatchObject({
        code: 'ocr-failed',
        facts: { exitCode: 7, stderr: 'out of luck\n' },
      });
    await engine.close();
  });

  test('that hangs and heeds no signal is gone after a cancel, and after its time', async () => {
    const births = new Births();
    const path = await program("trap '' TERM INT HUP; while :; do :; done");
    const engine = new NativeEngine({ path }, { size: 1, timeoutSeconds: 0.2 });
    await expect(engine.readImage(paper, never)).rejects.toMatchObject({ code: 'ocr-timeout' });
    const abort = new AbortController();
    const reading = engine.readImage(paper, abort.signal);
    setTimeout(() => abort.abort(), 20);
    await expect(reading).rejects.toMatchObject({ code: 'job-cancelled' });
    await births.untilGone();
    births.stop();
    expect(births.living).toBe(0);
    await engine.close();
  });

  test('gets none of the secrets of our environment', async () => {
    const path = await program("env | grep -e '^OMP' -e '^S3' >&2; exit 1");
    process.env['S3_SECRET_ACCESS_KEY'] = 'hunter2';
    const engine = new NativeEngine({ path }, { size: 1 });
    const error: unknown = await engine.readImage(paper, never).catch((thrown: unknown) => thrown);
    delete process.env['S3_SECRET_ACCESS_KEY'];
    await engine.close();
    expect(JSON.stringify(error)).toContain('OMP_THREAD_LIMIT=1');
    expect(JSON.stringify(error)).not.toContain('S3_SECRET_ACCESS_KEY');
  });
});

describe('engines that do not read', () => {
  const word: OcrWord = { text: '1,234', box: [0, 0, 9, 9], confidence: 1, baseline: 9, emPixels: 12 };

  test('the null engine reads nothing, one nothing per part', async () => {
    const engine = new NullEngine();
    expect(await engine.readImage()).toEqual([]);
    expect(await engine.readFigures(paper, [part, part])).toHaveLength(2);
  });

  test('the fixed-latency engine gives its words to as many pages at once as it is large', async () => {
    const engine = new FixedLatencyEngine([word], 20, { size: 2 });
    const order: number[] = [];
    const pages = [1, 2, 3].map(async (page) => {
      const words = await engine.readImage(paper, never);
      order.push(page);
      return words;
    });
    await Promise.all(pages.slice(0, 2));
    expect(order).toEqual([1, 2]);
    expect(await Promise.all(pages)).toEqual([[word], [word], [word]]);
    expect(await engine.readFigures(paper, [part], never)).toHaveLength(1);
    await engine.close();
  });

  test('a cancel or a close ends a fixed latency', async () => {
    const engine = new FixedLatencyEngine([word], 60_000, { size: 1 });
    const abort = new AbortController();
    const [reading, waiting] = [engine.readImage(paper, abort.signal), engine.readImage(paper, never)];
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: 'job-cancelled' });
    await engine.close();
    await expect(waiting).rejects.toMatchObject({ code: 'job-cancelled' });
  });
});
