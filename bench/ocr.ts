/**
 * Reads pages rendered from digital documents, and scans, whose truth is the text layer of the originals.
 *
 *   node bench/ocr.ts --corpus DIR [--scans DIR] [--work DIR] [--pages 24] [--only profile,profile] [--workers 2] [--peers] [--misses]
 *                     [--without deskew,leaders] [--with median,evenlight,bilevel,unruled,soften] [--page-pass] [--dpi 300]
 *
 * --corpus a folder of digital PDFs; --scans a folder of scanned ones with their JSON; --work keeps the pictures between runs;
 * --without leaves cleaning steps out, --with adds some that were tried and not taken up, --page-pass leaves out the further readings;
 * --peers reads everything with native tesseract (the same model, and Debian's) and ocrmypdf too, which must be installed.
 *
 * How to read it: "figures" is the share of figures read exactly, character by character, at their place; recall and precision are
 * of words, as bags of a page; seconds are per page, wall clock, with --workers pages at once: compare them within one run only.
 */
import { availableParallelism, tmpdir } from 'node:os';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { corpusSets } from './ocr/corpus-sets.ts';
import { choosePages, makeSet } from './ocr/make-set.ts';
import { ocrmypdfReader } from './ocr/ocrmypdf-reader.ts';
import type { CleaningStep } from '#worker/ocr/prepare-scan.ts';
import { nativeProductReader, productReader } from './ocr/product-reader.ts';
import { PROFILES } from './ocr/profile.ts';
import type { Reader } from './ocr/reader.ts';
import { sameModel } from './ocr/same-model.ts';
import type { ScanSet } from './ocr/scan-set.ts';
import { addScores, NO_SCORE, scorePage, type Score } from './ocr/score-page.ts';
import { tesseractReader } from './ocr/tesseract-reader.ts';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    scans: { type: 'string' },
    work: { type: 'string', default: join(tmpdir(), 'bench-ocr') },
    pages: { type: 'string', default: '24' },
    only: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
    peers: { type: 'boolean', default: false },
    dpi: { type: 'string', default: '300' },
    without: { type: 'string', default: '' },
    with: { type: 'string', default: '' },
    'page-pass': { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
  },
});

interface Line {
  reader: string;
  score: Score;
  pages: number;
  seconds: number;
}

async function main(): Promise<number> {
  if (values.corpus === undefined) {
    console.error(
      'usage: npm run bench:ocr -- --corpus DIR [--scans DIR] [--peers]   (see the head of bench/ocr.ts)',
    );
    return 2;
  }
  await mkdir(values.work, { recursive: true });
  const workers = Number(values.workers);
  const options = {
    workers,
    dpi: Number(values.dpi),
    without: listOf(values.without) as CleaningStep[],
    trials: listOf(values.with),
    onlyPagePass: values['page-pass'],
  };
  const readers = [
    productReader(options),
    ...(values.peers
      ? [
          nativeProductReader(options),
          tesseractReader(await sameModel(values.work)),
          tesseractReader(),
          ocrmypdfReader(),
        ]
      : []),
  ];
  const totals = new Map<string, Line[]>();
  for (const { group, set } of await listSets(values.corpus)) {
    const lines: Line[] = [];
    for (const reader of readers) lines.push(await readSet(reader, set, workers));
    totals.set(group, [...(totals.get(group) ?? []), ...lines]);
    if (group === set.name) print(group, lines);
  }
  for (const [group, lines] of totals) {
    if (group.startsWith('scans:'))
      print(
        group,
        readers.map(({ name }) => sum(name, lines)),
      );
  }
  const degraded = [...totals].filter(([group]) => !group.startsWith('clean')).flatMap(([, lines]) => lines);
  if (degraded.length > 0)
    print(
      'all degraded',
      readers.map(({ name }) => sum(name, degraded)),
    );
  for (const reader of readers) await reader.close?.();
  return 0;
}

function listOf(text: string): string[] {
  return text.split(',').filter((name) => name !== '');
}

async function listSets(corpus: string): Promise<{ group: string; set: ScanSet }[]> {
  const wanted = values.only?.split(',');
  const sets: { group: string; set: ScanSet }[] = [];
  const profiles = PROFILES.filter(({ name }) => wanted === undefined || wanted.includes(name));
  const choices = profiles.length === 0 ? [] : await choosePages(corpus, Number(values.pages));
  for (const profile of profiles)
    sets.push({ group: profile.name, set: await makeSet(choices, profile, values.work) });
  if (values.scans === undefined) return sets;
  for (const set of await corpusSets(values.scans, corpus)) {
    const group = `scans:${set.name.split('~')[1] ?? ''}`;
    if (wanted === undefined || wanted.includes(group) || wanted.includes('scans')) sets.push({ group, set });
  }
  return sets;
}

async function readSet(reader: Reader, set: ScanSet, workers: number): Promise<Line> {
  const { pages, seconds } = await reader.read(set.file, workers);
  let score = NO_SCORE;
  for (const [index, page] of set.pages.entries()) {
    const compared = scorePage(page.words, pages[index] ?? []);
    score = addScores(score, compared.score);
    if (!values.misses) continue;
    for (const { wanted, read } of compared.misses)
      console.log(`${reader.name}\t${set.name}\t${page.id}\t${wanted}\t${read}`);
  }
  return { reader: reader.name, score, pages: set.pages.length, seconds };
}

function sum(reader: string, lines: Line[]): Line {
  return lines
    .filter((line) => line.reader === reader)
    .reduce(
      (total, line) => ({
        reader,
        score: addScores(total.score, line.score),
        pages: total.pages + line.pages,
        seconds: total.seconds + line.seconds,
      }),
      { reader, score: NO_SCORE, pages: 0, seconds: 0 },
    );
}

function print(title: string, lines: Line[]): void {
  console.log(`\n${title}: ${lines[0]?.pages} pages, ${lines[0]?.score.figures} figures`);
  console.log('  reader                   figures  recall  precision  s/page  of ours');
  for (const { reader, score, pages, seconds } of lines) {
    const shares = [
      score.exactFigures / score.figures,
      score.agreeingWords / score.words,
      score.agreeingWords / score.readWords,
    ].map((share) => share.toFixed(4).padStart(8));
    const ratio = seconds / (lines[0]?.seconds ?? 1);
    console.log(
      `  ${reader.padEnd(24)} ${shares.join(' ')}  ${(seconds / pages).toFixed(2).padStart(8)}  ${ratio.toFixed(2).padStart(6)}`,
    );
  }
}

process.exitCode = await main();
