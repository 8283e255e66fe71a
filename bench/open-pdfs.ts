/**
 * Opens, reads and draws every PDF of some folders, and counts how it ended.
 *
 *   node bench/open-pdfs.ts --corpus DIR [--corpus DIR] [--broken] [--rounds N] [--peers] [--cold]
 *
 * How to read it:
 * - Outcomes: files by "opens" or the code that opening ended with, and pages by "works" or a code, for reading and for
 *   drawing at each resolution. --broken adds the hostile files of the tests, which are read and drawn but not timed.
 * - A table for the files of each folder, which are short, and one for its first pages copied into one long file. "own"
 *   draws at the resolution of a scan's picture, where all pages of the file have the same.
 * - Pages a second: "whole" is the time from the file's bytes to its last page, opened as the worker does it, with its
 *   spare process ready; "pages" leaves opening out. The pictures arrive in this process either way. Of all rounds each
 *   file's best time counts, on both sides.
 * - A spare that is ready is what a file meets that comes after a pause. Files that come one straight behind the other
 *   wait for its start: --cold opens them in a new process each, which is the other end.
 * - --peers lets Debian's pdftoppm draw the same files right after, one process per file, as it is used: its start is in
 *   its time. Its grey pictures are read from a pipe and thrown away; files that fail on our side are left out on both.
 *   The ratio is ours to theirs, the goal 1.5.
 * - Memory: resident size of this process, which stands for the worker, after the first round and after the last.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '#shared/errors.ts';
import { hostilePdfs } from '#tests/fixtures/hostile-pdfs.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';
import { PdfOpener } from '#worker/pdf/pdf-opener.ts';
import { BestTimes } from './pdfs/best-times.ts';
import { makeLongPdf } from './pdfs/make-long-pdf.ts';

const LIMITS = { maxPages: 2000, maxPixels: 40_000_000, timeoutSeconds: 30 };
const RESOLUTIONS = [200, 300];
const LONG_PAGES = 60;

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true },
    broken: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    peers: { type: 'boolean', default: false },
    cold: { type: 'boolean', default: false },
  },
});

/** Files that get a table of their own. */
interface FileSet {
  name: string;
  files: string[];
  times: BestTimes;
}

const outcomes = new Map<string, number>();
const opener = new PdfOpener();

async function main(): Promise<number> {
  const rounds = Number(values.rounds);
  if (values.corpus === undefined || !(rounds >= 1)) {
    console.error(
      'usage: node bench/open-pdfs.ts --corpus DIR [--corpus DIR] [--broken] [--rounds N] [--peers] [--cold]',
    );
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-bench-'));
  try {
    const sets = await findSets(values.corpus, folder);
    const residentMb: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const set of sets) for (const path of set.files) await measureFile(set.times, path);
      if (values.broken) for (const file of hostilePdfs()) await tryFile(file.make());
      residentMb.push(Math.round(process.memoryUsage.rss() / 1e6));
    }
    printResults(sets, residentMb);
  } finally {
    await opener.close();
    await rm(folder, { recursive: true });
  }
  return 0;
}

async function findSets(corpora: string[], folder: string): Promise<FileSet[]> {
  const sets: FileSet[] = [];
  for (const [index, corpus] of corpora.entries()) {
    const names = (await readdir(corpus)).filter((name) => name.endsWith('.pdf')).sort();
    const files = names.map((name) => join(corpus, name));
    const path = join(folder, `${index}.pdf`);
    await makeLongPdf(files, { path, pages: LONG_PAGES });
    sets.push({ name: basename(corpus), files, times: new BestTimes() });
    sets.push({ name: `${basename(corpus)}, one long file`, files: [path], times: new BestTimes() });
  }
  return sets;
}

/** Each way of using a file opens it anew, so that each whole time has one opening in it. */
async function measureFile(times: BestTimes, path: string): Promise<void> {
  const bytes = await readFile(path);
  const own = new Set<number | null>();
  const asked = { bytes, path, times };
  await timed('reading', asked, async (document, page) => own.add((await document.readPage(page)).imageDpi));
  for (const dpi of RESOLUTIONS) await timeDrawing(`drawing at ${dpi}`, asked, dpi);
  const [imageDpi = null] = own;
  if (imageDpi !== null && own.size === 1) await timeDrawing('drawing at own', asked, imageDpi);
}

interface Asked {
  bytes: Uint8Array;
  path: string;
  times: BestTimes;
}

async function timeDrawing(way: string, asked: Asked, dpi: number): Promise<void> {
  const draw = async (document: PdfDocument, page: number) => document.renderGrey(page, { dpi });
  const pages = await timed(way, asked, draw);
  if (values.cold) await timed(`cold ${way}`, asked, draw);
  if (values.peers && pages !== undefined) await timePeer(`peer ${way}`, asked, { dpi, pages });
}

/** The number of pages, undefined where one failed. */
async function timed(
  way: string,
  { bytes, path, times }: Asked,
  use: (document: PdfDocument, page: number) => Promise<unknown>,
): Promise<number | undefined> {
  await spareReady();
  const started = performance.now();
  const opening = way.startsWith('cold') ? openPdf(bytes, LIMITS) : opener.open(bytes, LIMITS);
  const document = await opening.catch(codeOf);
  count(`file ${typeof document === 'string' ? document : 'opens'}`);
  if (typeof document === 'string') return undefined;
  const opened = performance.now();
  let failed = false;
  for (let page = 1; page <= document.pageCount; page += 1) {
    const outcome = await use(document, page).then(() => 'works', codeOf);
    failed ||= outcome !== 'works';
    count(`${way} ${outcome}`);
  }
  const ended = performance.now();
  await document.close();
  if (failed) return undefined;
  times.add(way, path, {
    pages: document.pageCount,
    wholeSeconds: (ended - started) / 1000,
    pagesSeconds: (ended - opened) / 1000,
  });
  return document.pageCount;
}

/** Neither side is timed while a spare starts, but for the one behind the file that is being timed. */
async function spareReady(): Promise<void> {
  opener.prepare();
  await opener.prepared();
}

async function tryFile(bytes: Uint8Array): Promise<void> {
  const document = await opener.open(bytes, LIMITS).catch(codeOf);
  count(`broken file ${typeof document === 'string' ? document : 'opens'}`);
  if (typeof document === 'string') return;
  for (let page = 1; page <= document.pageCount; page += 1) {
    count(`broken file's page, reading ${await document.readPage(page).then(() => 'works', codeOf)}`);
    count(
      `broken file's page, drawing ${await document.renderGrey(page, { dpi: 72 }).then(() => 'works', codeOf)}`,
    );
  }
  await document.close();
}

async function timePeer(
  way: string,
  { path, times }: Asked,
  { dpi, pages }: { dpi: number; pages: number },
): Promise<void> {
  await spareReady();
  const started = performance.now();
  const peer = spawn('pdftoppm', ['-gray', '-r', String(dpi), path], { stdio: ['ignore', 'pipe', 'ignore'] });
  peer.stdout.resume();
  await once(peer, 'close');
  const seconds = (performance.now() - started) / 1000;
  times.add(way, path, { pages, wholeSeconds: seconds, pagesSeconds: seconds });
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  throw error;
}

function count(outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

function printResults(sets: FileSet[], residentMb: number[]): void {
  const [first = 0, last = 0] = [residentMb[0], residentMb.at(-1)];
  const sorted = [...outcomes].sort(([one], [other]) => one.localeCompare(other));
  console.log(`${residentMb.length} rounds`);
  for (const [outcome, times] of sorted) console.log(`${String(times).padStart(7)}  ${outcome}`);
  for (const set of sets) printTable(set);
  console.log(
    `resident ${first} MB after round 1, ${last} MB after the last: ratio ${(last / first).toFixed(2)}`,
  );
}

function printTable({ name, files, times }: FileSet): void {
  console.log(
    `\n${name}: ${files.length} files, ${times.sum('reading')?.pages ?? 0} pages read; pages a second`,
  );
  console.log(`${' '.repeat(16)}   whole   pages    cold  pdftoppm   ratio: whole   pages    cold`);
  for (const way of ['reading', 'drawing at 200', 'drawing at 300', 'drawing at own']) {
    const ours = times.sum(way);
    if (ours === undefined) continue;
    const rates = [rate(ours, 'whole'), rate(ours, 'pages'), rate(times.sum(`cold ${way}`), 'whole')];
    const peer = rate(times.sum(`peer ${way}`), 'whole');
    const ratios = rates.map((each) => each / peer);
    const [whole, pages, cold] = ratios.map((each) => shown(each, 2));
    console.log(
      `${way.padEnd(16)}${rates.map((each) => shown(each, 1)).join('')}${shown(peer, 1)}  ${' '.repeat(8)}${whole}${pages}${cold}`,
    );
  }
}

function rate(times: ReturnType<BestTimes['sum']>, what: 'whole' | 'pages'): number {
  return times === undefined ? Number.NaN : times.pages / times[`${what}Seconds`];
}

function shown(figure: number, digits: number): string {
  return (Number.isNaN(figure) ? '-' : figure.toFixed(digits)).padStart(8);
}

process.exitCode = await main();
