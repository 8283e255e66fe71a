import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { AppError } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { hostilePdfs } from '#tests/fixtures/hostile-pdfs.ts';
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { isAlive, pdfProcesses, ticksOf } from '#tests/harness/pdf-processes.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfLimits } from '#worker/pdf/pdf-document.ts';

const limits: PdfLimits = { maxPages: 100, maxPixels: 1_000_000, timeoutSeconds: 8 };
const files = hostilePdfs().filter(({ heavy = false }) => !heavy);

test('there are at least forty hostile files, each with a name of its own', () => {
  expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
  expect(files.length).toBeGreaterThanOrEqual(40);
});

describe('a hostile file opens or fails with its code, and so do its pages', () => {
  test.each(files)('$name', { timeout: 120_000 }, async (file) => {
    const outcome = await tryFile(file.make());
    // A file that has no pages to show and no code of its pages must not open.
    const mayOpen = file.pages !== undefined || file.paging !== undefined;
    expect([...(file.opening ?? []), ...(mayOpen ? ['opens'] : [])]).toContain(outcome.opening);
    expect([file.pages, undefined]).toContain(file.pages && outcome.pages);
    expect(outcome.paging.filter((code) => code !== 'works' && !file.paging?.includes(code))).toEqual([]);
  });
});

interface Outcome {
  opening: 'opens' | ErrorCode;
  /** Undefined where it does not open. */
  pages?: number;
  /** One for each reading and each drawing of a page. */
  paging: ('works' | ErrorCode)[];
}

async function tryFile(bytes: Uint8Array): Promise<Outcome> {
  const opened = await openPdf(bytes, limits).catch(codeOf);
  if (typeof opened === 'string') return { opening: opened, paging: [] };
  const paging: Outcome['paging'] = [];
  for (let page = 1; page <= opened.pageCount; page += 1) {
    paging.push(await opened.readPage(page).then(() => 'works' as const, codeOf));
    paging.push(await opened.renderGrey(page, { dpi: 36 }).then(() => 'works' as const, codeOf));
  }
  await opened.close();
  return { opening: 'opens', pages: opened.pageCount, paging };
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof AppError) return error.code;
  throw error;
}

test.runIf(existsSync('/proc/self/status'))(
  'after them a good file reads, and no process is left',
  async () => {
    const document = await openPdf(onePagePdf({ content: '0 0 m 9 9 l S' }), limits);
    expect((await document.readPage(1)).triage).toBe('blank');
    expect(pdfProcesses(process.pid)).toHaveLength(1);
    await document.close();
    expect(pdfProcesses(process.pid)).toEqual([]);
  },
);

describe.runIf(existsSync('/proc/self/status'))('the process of a document', () => {
  test('that is killed fails the page under way, and calls behind it as something that may be tried again', async () => {
    const document = await openPdf(onePagePdf(), limits);
    for (const pid of pdfProcesses(process.pid)) process.kill(pid, 'SIGKILL');
    await expect(document.readPage(1)).rejects.toMatchObject({ code: 'ocr-failed' });
    await expect(document.readPage(1)).rejects.toMatchObject({ code: 'internal' });
    await document.close();
  });

  test.each([
    ['idle', '() => {}', 0],
    // It draws for minutes, and hears of nothing meanwhile: its own clock ends it.
    ['in the middle of a page', '() => document.renderGrey(1, { dpi: 36 })', 20],
  ])('goes when its worker is killed with it %s', { timeout: 120_000 }, async (_when, work, ticks) => {
    const worker = spawn(process.execPath, ['--input-type=module', '-e', workerScript(work)], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [used] = (await once(worker.stdout, 'data')) as [Buffer];
    const [pid = 0] = pdfProcesses(worker.pid ?? 0);
    await vi.waitFor(() => expect(ticksOf(pid)).toBeGreaterThanOrEqual(Number(used) + ticks), 10_000);
    expect(isAlive(pid)).toBe(true);
    worker.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 40_000, interval: 50 });
  });
});

/** A program that opens a file whose page is drawn for ever, works, and says how many ticks its reader used before. */
function workerScript(work: string): string {
  return `
    const { openPdf } = await import('#worker/pdf/open-pdf.ts');
    const { hostilePdfs } = await import('#tests/fixtures/hostile-pdfs.ts');
    const { pdfProcesses, ticksOf } = await import('#tests/harness/pdf-processes.ts');
    const bomb = hostilePdfs().find(({ name }) => name.startsWith('a pattern of steps')).make();
    const document = await openPdf(bomb, { maxPages: 9, maxPixels: 1000000, timeoutSeconds: 8 });
    const ticks = ticksOf(pdfProcesses(process.pid)[0]);
    (${work})();
    process.stdout.write(String(ticks));
    setInterval(() => {}, 1000);
  `;
}
