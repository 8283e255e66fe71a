import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import {
  axeViolations,
  browserPath,
  openBrowser,
  type TestBrowser,
  type TestPage,
} from '#tests/harness/open-browser.ts';
import { digitalSample, sample, scanOfPages } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

describe.skipIf(browserPath === null)(
  'an upload that fails, and a job that is stopped (skipped without an installed chromium)',
  () => {
    let system: TestSystem;
    let browser: TestBrowser;
    let opened: TestPage;
    let page: Page;
    beforeAll(async () => {
      system = await startTestSystem({ PDF_MAX_MB: '4', OCR_ENGINE: 'fixed-latency' }, { withSite: true });
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await system?.close();
    });
    beforeEach(async () => {
      await opened?.close();
      opened = await browser.open(`${system.url}/upload#key=${system.key}`);
      ({ page } = opened);
      await page.getByRole('heading', { name: 'Upload' }).waitFor();
    });

    const choose = async (name: string, bytes: Uint8Array): Promise<void> =>
      page
        .locator('input[type=file]')
        .setInputFiles([{ name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) }]);
    const jobsNamed = async (name: string): Promise<JobView[]> => {
      const { jobs } = (await (await system.fetch('/api/jobs')).json()) as { jobs: JobView[] };
      return jobs.filter(({ filename }) => filename === name);
    };

    test('what is no PDF is refused before anything is sent', async () => {
      await choose('notes.pdf', Buffer.from('Only text.'));
      await page.getByRole('alert').getByText('This is not a PDF.').waitFor();
      expect(opened.requests.filter((url) => url.endsWith('/api/jobs'))).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Remove notes.pdf' }).click();
      await page.getByRole('list').filter({ hasText: 'notes.pdf' }).waitFor({ state: 'detached' });
      expect(opened.faults()).toEqual([]);
    });

    test('what the service refuses is told in its words, with the trace id', async () => {
      await choose('large.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5_000_000)]));
      await page
        .getByRole('alert')
        .getByText(/the limit is 4 MiB.*Trace id [0-9a-f]{32}/)
        .waitFor();
      expect(opened.faults()).toEqual([]);
    });

    test('an upload that breaks off is tried again, and makes one job', async () => {
      let broken = 0;
      await page.route('**/_store/**', async (route) => {
        broken += 1;
        await (broken === 1 ? route.abort('connectionreset') : route.continue());
      });
      await choose('broken-off.pdf', await sample(digitalSample));
      await page.getByRole('alert').getByText('The upload broke off.').waitFor();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('Done', { exact: true }).waitFor();
      expect((await jobsNamed('broken-off.pdf')).map(({ status }) => status)).toEqual(['COMPLETED']);
      expect(opened.faults().filter((fault) => !fault.includes('ERR_CONNECTION_RESET'))).toEqual([]);
    });

    test('pages and cap are asked for with the file; what cannot be read as such takes no file', async () => {
      await page.getByText('Choose pages or a cost cap').click();
      await page.getByRole('textbox', { name: 'Pages' }).fill('two');
      await page.getByText('Write pages and ranges like 2-9,12.').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('textbox', { name: 'Pages' }).fill('2–3');
      await page.getByLabel('Cost cap').fill('$0.29');
      await choose('chosen.pdf', await sample(digitalSample));
      await page.getByText('Done', { exact: true }).waitFor();
      const [job] = await jobsNamed('chosen.pdf');
      expect(job).toMatchObject({ pages: { chosen: '2-3' }, cost: { capCents: 29 } });
      await page.getByRole('link', { name: 'Open chosen.pdf' }).click();
      await page.getByText('Not every page was read.').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(opened.faults()).toEqual([]);
    });

    test('a job at work is cancelled from its page, which then offers to go on', async () => {
      await choose('long.pdf', await scanOfPages(12));
      await page.getByRole('link', { name: 'Open long.pdf' }).click();
      await page.getByRole('button', { name: 'Cancel this job' }).click();
      await page.getByText('The job was cancelled.').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect((await jobsNamed('long.pdf')).map(({ status }) => status)).toEqual(['CANCELLED']);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('button', { name: 'Cancel this job' }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Cancel this job' }).click();
      const ended = await waitUntil(
        async () => jobsNamed('long.pdf'),
        ([job]) => job?.status === 'CANCELLED',
      );
      expect(ended).toMatchObject([{ run: 2 }]);
      expect(opened.faults()).toEqual([]);
    });
  },
);
