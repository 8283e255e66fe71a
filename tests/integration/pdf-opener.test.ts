import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { hostilePdfs } from '#tests/fixtures/hostile-pdfs.ts';
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { isAlive, pdfProcesses } from '#tests/harness/pdf-processes.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfLimits } from '#worker/pdf/pdf-document.ts';
import { PdfOpener } from '#worker/pdf/pdf-opener.ts';

const limits: PdfLimits = { maxPages: 100, maxPixels: 1_000_000, timeoutSeconds: 20 };
let opener = new PdfOpener();
function theSpare(): number {
  const [pid, ...others] = pdfProcesses(process.pid);
  expect(others).toEqual([]);
  return pid ?? 0;
}

describe.runIf(existsSync('/proc/self/status'))('the spare process', () => {
  afterEach(async () => {
    await opener.close();
    if (pdfProcesses(process.pid).length > 0) throw new Error('A process was left.');
    opener = new PdfOpener();
  });

  test('takes the next document, another one stands behind it, and closing leaves none', async () => {
    opener.prepare();
    opener.prepare();
    const first = theSpare();
    const document = await opener.open(onePagePdf(), limits);
    const [one, other, ...more] = pdfProcesses(process.pid);
    expect([more, [one, other].includes(first)]).toEqual([[], true]);
    await document.close();
    expect(isAlive(first)).toBe(false);
    expect(theSpare()).not.toBe(first);
  });

  test.each([
    ['just now', async () => {}],
    ['a while ago', async (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false))],
  ])('that was killed %s fails no document and is replaced', async (_when, seen) => {
    opener.prepare();
    await opener.prepared();
    const pid = theSpare();
    process.kill(pid, 'SIGKILL');
    await seen(pid);
    const document = await opener.open(onePagePdf(), limits);
    expect((await document.readPage(1)).triage).toBe('blank');
    await document.close();
    expect(theSpare()).not.toBe(pid);
  });

  test('that is taken before it is ready opens its document all the same', async () => {
    opener.prepare();
    const document = await opener.open(onePagePdf(), limits);
    expect(document.pageCount).toBe(1);
    await document.close();
  });

  test('is there again after a file that cannot be opened, and none starts after the end', async () => {
    await expect(opener.open(new Uint8Array(9), limits)).rejects.toMatchObject({ code: 'not-a-pdf' });
    expect(isAlive(theSpare())).toBe(true);
    await opener.close();
    const late = await opener.open(onePagePdf(), limits);
    await late.close();
    expect(pdfProcesses(process.pid)).toEqual([]);
  });

  test('heeds the limits of its document and the wish to cancel', async () => {
    opener.prepare();
    await opener.prepared();
    const signal = AbortSignal.abort();
    await expect(opener.open(onePagePdf(), limits, { signal })).rejects.toMatchObject({
      code: 'job-cancelled',
    });
    await opener.prepared();
    const dust = hostilePdfs().find(({ name }) => name.startsWith('a pattern of steps'));
    const document = await opener.open(dust?.make() ?? new Uint8Array(), { ...limits, timeoutSeconds: 1 });
    await expect(document.renderGrey(1, { dpi: 36 })).rejects.toMatchObject({
      code: 'resource-limit',
      facts: { timeoutSeconds: 1 },
    });
    await document.close();
  });

  test('reads and draws a document just as a new process does', async () => {
    const bytes = await sample(digitalSample);
    opener.prepare();
    await opener.prepared();
    const documents = [await opener.open(bytes, limits), await openPdf(bytes, limits)];
    const seen = documents.map(async (document) => [
      await document.readPage(2),
      await document.renderGrey(2, { dpi: 72 }),
    ]);
    const [spare, fresh] = await Promise.all(seen);
    expect(spare).toEqual(fresh);
    for (const document of documents) await document.close();
  });
});
