/**
 * Runs the product's own stages over every PDF of a folder and writes predictions in the corpus format.
 *
 *   node bench/schedules.ts --corpus DIR --out DIR [--score PATH] [--only prefix,prefix] [--cache DIR]
 *
 * --score names the scorer, which is then run on both folders; --cache keeps page models, so that only the pure stages run again.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { OcrEngine } from '#worker/ocr/ocr-engine.ts';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import { liftSchedules } from '#worker/pipeline/lift-schedules.ts';
import { pageModels } from './page-models.ts';
import { predict } from './predict.ts';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    out: { type: 'string' },
    score: { type: 'string' },
    only: { type: 'string' },
    cache: { type: 'string' },
  },
});

async function main(): Promise<number> {
  const { corpus, out, score, only, cache } = values;
  if (!corpus || !out) {
    console.error(
      'usage: node bench/schedules.ts --corpus DIR --out DIR [--score PATH] [--only prefix,prefix] [--cache DIR]',
    );
    return 2;
  }
  await mkdir(out, { recursive: true });
  const prefixes = only?.split(',') ?? [''];
  const names = (await readdir(corpus)).filter(
    (name) => name.endsWith('.pdf') && prefixes.some((prefix) => name.startsWith(prefix)),
  );
  const engine = new TesseractEngine();
  try {
    for (const name of names.sort()) await predictOne(join(corpus, name), out, { cache, engine });
  } finally {
    await engine.close();
  }
  if (!score) return 0;
  const scorer = spawnSync(
    process.execPath,
    [score, corpus, out, '--docs', ...(only ? ['--only', only] : [])],
    { stdio: 'inherit' },
  );
  return scorer.status ?? 1;
}

/** A document that cannot be read has no prediction, which the scorer counts as nothing found. */
async function predictOne(
  pdf: string,
  out: string,
  options: { cache: string | undefined; engine: OcrEngine },
): Promise<void> {
  const id = basename(pdf, '.pdf');
  try {
    const { models, seconds } = await pageModels(pdf, options);
    const started = performance.now();
    const prediction = predict(id, models, liftSchedules(models));
    await writeFile(
      join(out, `${id}.json`),
      JSON.stringify({ ...prediction, seconds: seconds + (performance.now() - started) / 1000 }, null, 1),
    );
  } catch (error) {
    console.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

process.exitCode = await main();
