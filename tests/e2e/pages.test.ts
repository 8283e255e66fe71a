import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { ExportView } from '#shared/exports/get-export.ts';
import type { JobDetail } from '#shared/jobs/get-job.ts';
import type { PageDetail } from '#shared/pages/get-page.ts';
import type { PageView } from '#shared/pages/page-view.ts';
import { ownerProtectedPdf } from '#tests/fixtures/encrypted-pdf.ts';
import { hasPoppler, pdfToText } from '#tests/harness/poppler.ts';
import { digitalSample, sample, scannedSample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';

let system: TestSystem;
let scanned: JobDetail;
let digital: JobDetail;

const lift = async (filename: string, bytes: Uint8Array): Promise<JobDetail> => {
  const { jobId } = await system.client.submit(filename, bytes);
  return waitUntil(
    async () => system.client.job(jobId),
    (job) => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(job.status),
  );
};

beforeAll(async () => {
  system = await startTestSystem();
  scanned = await lift('Kestrel.pdf', await sample(scannedSample));
  digital = await lift('Harbor Mill.pdf', await sample(digitalSample));
});
afterAll(async () => system.close());

const get = async <T>(path: string): Promise<T> => (await (await system.fetch(path)).json()) as T;

async function exported(jobId: string): Promise<ExportView> {
  // A selection is of schedules, and this file is of pages: it is not even looked at.
  const { exportId } = await system.client.requestExport(jobId, 'pdf', []);
  return waitUntil(
    async () => system.client.export(jobId, exportId),
    (view) => view.status !== 'QUEUED',
  );
}

/** A page of the digital sample as a picture, in a file that is protected against changes. */
async function protectedScan(): Promise<Uint8Array> {
  const limits = { maxPages: 10, maxPixels: 1e7, timeoutSeconds: 30 };
  const source = await openPdf(await sample(digitalSample), limits);
  const { width, height, pixels } = await source.renderGrey(4, { dpi: 150 });
  await source.close();
  const picture = Buffer.from(pixels).toString('latin1');
  const content = 'q 612 0 0 792 0 0 cm /P Do Q';
  return ownerProtectedPdf([
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</XObject<</P 6 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 8/Length ${picture.length}>>stream\n${picture}\nendstream`,
  ]);
}

const bytesOf = async ({ download }: ExportView): Promise<Buffer> =>
  Buffer.from(await (await fetch(download?.url ?? '')).arrayBuffer());

describe('the searchable PDF', () => {
  test('of a scan has its figures as text, under a name of its own, twice the same bytes', async () => {
    const view = await exported(scanned.jobId);
    expect(view).toMatchObject({ status: 'COMPLETED', format: 'pdf', error: null });
    const answer = await fetch(view.download?.url ?? '');
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toContain('Kestrel-searchable.pdf');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(view.sha256);
    expect((await bytesOf(await exported(scanned.jobId))).equals(bytes)).toBe(true);
    if (!(await hasPoppler())) return;
    expect(await pdfToText(bytes, ['-raw'])).toContain(
      '1704 Thornley Electrics 23,082.57 0.00 0.00 2,073.22 0.00 25,155.79\n',
    );
  });

  test('of a file with text layers is the very file', async () => {
    const view = await exported(digital.jobId);
    expect((await bytesOf(view)).equals(await sample(digitalSample))).toBe(true);
  });

  test('of a file that is protected against changes is refused, and the error says the way out', async () => {
    const job = await lift('protected.pdf', await protectedScan());
    expect(job).toMatchObject({ status: 'COMPLETED', pages: { toRead: 1 } });
    const { error } = await exported(job.jobId);
    expect(error).toEqual({ code: 'pdf-encrypted', detail: expect.stringContaining('without protection') });
  });
});

describe('the pages of a job', () => {
  test('are told in order, with source and price, at both addresses', async () => {
    const path = `/jobs/${digital.jobId}/pages`;
    const { pages, pageCount } = await get<{ pages: PageView[]; pageCount: number }>(`/api${path}`);
    expect(pageCount).toBe(5);
    expect(pages.map(({ page }) => page)).toEqual([1, 2, 3, 4, 5]);
    const digitalPage = { source: 'text-layer', triage: 'text-layer' };
    for (const page of pages)
      expect(page).toMatchObject({ ...digitalPage, status: 'DONE', costCents: 0, errorCode: null });
    expect(await get(`/v1${path}`)).toEqual({ jobId: digital.jobId, pageCount, pages });
    const { pages: read } = await get<{ pages: PageView[] }>(`/api/jobs/${scanned.jobId}/pages`);
    expect(read).toMatchObject([{ page: 1, source: 'ocr', triage: 'image', costCents: 12 }]);
  });

  test('are counted by kind in the answer about the job, at both addresses', async () => {
    const none = { 'text-layer': 0, image: 0, mixed: 0, garbage: 0, blank: 0 };
    expect(scanned.pages.triage).toEqual({ ...none, image: 1 });
    expect(digital.pages).toMatchObject({ count: 5, done: 5, triage: { ...none, 'text-layer': 5 } });
    expect(await get(`/v1/jobs/${digital.jobId}`)).toEqual(digital);
    expect(await get(`/api/jobs/${digital.jobId}/pages/1`)).toMatchObject({ page: 1, triage: 'text-layer' });
  });

  test.each(['scanned', 'digital'])('each has its picture as displayed: %s', async (which) => {
    const { jobId } = which === 'scanned' ? scanned : digital;
    const page = await get<PageDetail>(`/api/jobs/${jobId}/pages/1`);
    const { picture } = page;
    const answer = await fetch(picture?.url ?? '');
    expect(answer.headers.get('content-type')).toBe('image/png');
    const png = Buffer.from(await answer.arrayBuffer());
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(width / height).toBeCloseTo((picture?.widthPoints ?? 0) / (picture?.heightPoints ?? 1), 2);
    expect((width * 72) / 110).toBeCloseTo(picture?.widthPoints ?? 0, -1);
  });

  test.each(['0', '2', '1e0', 'x', '99999999'])('there is no page %s', async (page) => {
    expect((await system.fetch(`/api/jobs/${scanned.jobId}/pages/${page}`)).status).toBe(404);
  });

  test('are the same as none to another tenant, and need a key that may read', async () => {
    const foreign = { authorization: `Bearer ${await system.newKey('tenant-b')}` };
    const blind = { authorization: `Bearer ${await system.newKey('tenant-a', ['erase'])}` };
    for (const path of ['/pages', '/pages/1']) {
      const url = `/api/jobs/${scanned.jobId}${path}`;
      expect((await system.fetch(url, { headers: foreign })).status).toBe(404);
      expect((await system.fetch(url, { headers: blind })).status).toBe(403);
    }
  });
});
