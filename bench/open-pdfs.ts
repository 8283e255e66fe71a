/**
 * Opens, reads and draws every PDF of some folders, and counts how it ended.
 *
 *   node bench/open-pdfs.ts --corpus DIR [--corpus DIR] [--broken] [--rounds N] [--peers]
 *
 * How to read it:
 * - Outcomes: files by "opens" or the code that opening ended with, and pages by "works" or a code, for reading and for
 *   drawing at each resolution. --broken adds the hostile files of the tests, which are read and drawn but not timed.
 * - Pages a second: "whole" is the time from the file's bytes to its last page, with the start of its process; "pages"
 *   leaves start and opening out. The pictures arrive in this process either way.
 * - --peers lets Debian's pdftoppm draw the same files right after, one process per file, its grey pictures read from
 *   a pipe and thrown away; files that fail on our side are left out on both. The ratio is ours to theirs, the goal 1.5.
 * - Memory: resident size of this process, which stands for the worker, after the first round and after the last.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '#shared/errors.ts';
import { hostilePdfs } from '#tests/fixtures/hostile-pdfs.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';

const LIMITS = { maxPages: 2000, maxPixels: 40_000_000, timeoutSeconds: 30 };
const RESOLUTIONS = [200, 300];

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true },
    broken: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '2' },
    peers: { type: 'boolean', default: false },
  },
});

/** Pages done and seconds taken by one way of doing them. */
interface Tally {
  pages: number;
  wholeSeconds: number;
  pagesSeconds: number;
}

const outcomes = new Map<string, number>();
const tallies = new Map<string, Tally>();

async function main(): Promise<number> {
  const rounds = Number(values.rounds);
  if (values.corpus === undefined || !(rounds >= 1)) {
    console.error(
      'usage: node bench/open-pdfs.ts --corpus DIR [--corpus DIR] [--broken] [--rounds N] [--peers]',
    );
    return 2;
  }
  const files = await listFiles(values.corpus);
  const residentMb: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const path of files) await measureFile(path);
    if (values.broken) for (const file of hostilePdfs()) await tryFile(file.make());
    residentMb.push(Math.round(process.memoryUsage.rss() / 1e6));
  }
  printResults(files.length, residentMb);
  return 0;
}

async function listFiles(folders: string[]): Promise<string[]> {
  const lists = folders.map(async (folder) =>
    (await readdir(folder)).filter((name) => name.endsWith('.pdf')).map((name) => join(folder, name)),
  );
  return (await Promise.all(lists)).flat().sort();
}

/** Each way of using a file opens it anew, so that each whole time has one start in it. */
async function measureFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  await timed('reading', bytes, (document, page) => document.readPage(page));
  for (const dpi of RESOLUTIONS) {
    const works = await timed(`drawing at ${dpi}`, bytes, (document, page) =>
      document.renderGrey(page, { dpi }),
    );
    if (values.peers && works !== undefined) await timePeer(path, dpi, works);
  }
}

/** The number of pages, undefined where one failed. */
async function timed(
  way: string,
  bytes: Uint8Array,
  use: (document: PdfDocument, page: number) => Promise<unknown>,
): Promise<number | undefined> {
  const started = performance.now();
  const document = await openPdf(bytes, LIMITS).catch(codeOf);
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
  add(way, {
    pages: document.pageCount,
    wholeSeconds: (ended - started) / 1000,
    pagesSeconds: (ended - opened) / 1000,
  });
  return document.pageCount;
}

async function tryFile(bytes: Uint8Array): Promise<void> {
  const document = await openPdf(bytes, LIMITS).catch(codeOf);
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

async function timePeer(path: string, dpi: number, pages: number): Promise<void> {
  const started = performance.now();
  const peer = spawn('pdftoppm', ['-gray', '-r', String(dpi), path], { stdio: ['ignore', 'pipe', 'ignore'] });
  peer.stdout.resume();
  await once(peer, 'close');
  const seconds = (performance.now() - started) / 1000;
  add(`pdftoppm at ${dpi}`, { pages, wholeSeconds: seconds, pagesSeconds: seconds });
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  throw error;
}

function count(outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

function add(way: string, { pages, wholeSeconds, pagesSeconds }: Tally): void {
  const tally = tallies.get(way) ?? { pages: 0, wholeSeconds: 0, pagesSeconds: 0 };
  tally.pages += pages;
  tally.wholeSeconds += wholeSeconds;
  tally.pagesSeconds += pagesSeconds;
  tallies.set(way, tally);
}

function byName<T>(entries: Map<string, T>): [string, T][] {
  return [...entries].sort(([one], [other]) => one.localeCompare(other));
}

function printResults(fileCount: number, residentMb: number[]): void {
  console.log(`${fileCount} files, ${residentMb.length} rounds`);
  for (const [outcome, times] of byName(outcomes)) console.log(`${String(times).padStart(7)}  ${outcome}`);
  for (const [way, { pages, wholeSeconds, pagesSeconds }] of byName(tallies)) {
    const [whole, alone] = [pages / wholeSeconds, pages / pagesSeconds];
    const peer = tallies.get(way.replace('drawing', 'pdftoppm'));
    const peerRate =
      peer === undefined || peer === tallies.get(way) ? undefined : peer.pages / peer.wholeSeconds;
    const ratio =
      peerRate === undefined
        ? ''
        : `   to pdftoppm ${(whole / peerRate).toFixed(2)} whole, ${(alone / peerRate).toFixed(2)} pages`;
    console.log(
      `${way.padEnd(16)} ${whole.toFixed(1).padStart(6)} pages/s whole ${alone.toFixed(1).padStart(6)} pages${ratio}`,
    );
  }
  const [first = 0, last = 0] = [residentMb[0], residentMb.at(-1)];
  console.log(
    `resident ${first} MB after round 1, ${last} MB after the last: ratio ${(last / first).toFixed(2)}`,
  );
}

process.exitCode = await main();
