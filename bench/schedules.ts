/**
 * Runs the product's own stages over every PDF of a folder and writes predictions in the corpus format.
 *
 *   node bench/schedules.ts --corpus DIR --out DIR [--score PATH] [--only prefix,prefix] [--cache DIR] [--workers N] [--resume]
 *
 * --score names the scorer, which is then run on both folders; --cache keeps page models, so that only the pure stages run again;
 * --workers reads so many documents side by side (their seconds then hold the wait for each other); --resume keeps the predictions
 * that are there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import { liftSchedules } from '#worker/pipeline/lift-schedules.ts';
import { PdfOpener } from '#worker/pdf/pdf-opener.ts';
import { inParallel } from './ocr/in-parallel.ts';
import { pageModels, type Readers } from './page-models.ts';
import { predict } from './predict.ts';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    out: { type: 'string' },
    score: { type: 'string' },
    only: { type: 'string' },
    cache: { type: 'string' },
    workers: { type: 'string', default: '1' },
    resume: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  const { corpus, out, score, only, cache } = values;
  if (!corpus || !out) {
    console.error(
      'usage: node bench/schedules.ts --corpus DIR --out DIR [--score PATH] [--only prefix,prefix] [--cache DIR] [--workers N] [--resume]',
    );
    return 2;
  }
  await mkdir(out, { recursive: true });
  const prefixes = only?.split(',') ?? [''];
  const names = (await readdir(corpus)).filter(
    (name) => name.endsWith('.pdf') && prefixes.some((prefix) => name.startsWith(prefix)),
  );
  await predictAll(
    names.sort().map((name) => join(corpus, name)),
    out,
    cache,
  );
  if (!score) return 0;
  const scorer = spawnSync(
    process.execPath,
    [score, corpus, out, '--docs', ...(only ? ['--only', only] : [])],
    { stdio: 'inherit' },
  );
  return scorer.status ?? 1;
}

async function predictAll(pdfs: string[], out: string, cache: string | undefined): Promise<void> {
  const readers = { engine: new TesseractEngine(), opener: new PdfOpener() };
  const open = pdfs.filter((pdf) => !values.resume || !existsSync(predictionOf(pdf, out)));
  try {
    await inParallel(open.length, Number(values.workers), async (index) =>
      predictOne(open[index] ?? '', out, { ...readers, cache }),
    );
  } finally {
    await readers.opener.close();
    await readers.engine.close();
  }
}

function predictionOf(pdf: string, out: string): string {
  return join(out, `${basename(pdf, '.pdf')}.json`);
}

/** A document that cannot be read has no prediction, which the scorer counts as nothing found. */
async function predictOne(
  pdf: string,
  out: string,
  options: Readers & { cache: string | undefined },
): Promise<void> {
  const id = basename(pdf, '.pdf');
  try {
    const { models, seconds } = await pageModels(pdf, options);
    const started = performance.now();
    const prediction = predict(id, models, liftSchedules(models));
    await writeFile(
      predictionOf(pdf, out),
      JSON.stringify({ ...prediction, seconds: seconds + (performance.now() - started) / 1000 }, null, 1),
    );
  } catch (error) {
    console.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

process.exitCode = await main();
