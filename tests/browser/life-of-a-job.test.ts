import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  axeViolations,
  browserPath,
  openBrowser,
  type TestBrowser,
  type TestPage,
} from '#tests/harness/open-browser.ts';
import { digitalSample, sample, scannedSample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

describe.skipIf(browserPath === null)('a job in the browser (skipped without an installed chromium)', () => {
  let system: TestSystem;
  let browser: TestBrowser;
  let opened: TestPage;
  let page: Page;
  let job: string;
  beforeAll(async () => {
    system = await startTestSystem(
      { OCR_ENGINE: 'fixed-latency', OCR_FIXED_LATENCY_MS: '300' },
      { withSite: true },
    );
    browser = await openBrowser();
    opened = await browser.open(`${system.url}/#key=${system.key}`);
    ({ page } = opened);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.close();
  });

  /** A heading is drawn first, and then given the focus. */
  const focused = async (heading: string): Promise<unknown> =>
    page.waitForFunction(`document.activeElement?.textContent === ${JSON.stringify(heading)}`);

  test('two files are uploaded side by side, each with its progress, and read to the end', async () => {
    await page.getByRole('link', { name: 'Upload', exact: true }).click();
    await page.getByRole('heading', { name: 'Upload' }).waitFor();
    await focused('Upload');
    expect(await axeViolations(page)).toEqual([]);
    const network = await page.context().newCDPSession(page);
    const conditions = { offline: false, latency: 0, downloadThroughput: -1 };
    await network.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: 60_000 });
    const files = [digitalSample, scannedSample].map(async (name) => ({
      name,
      mimeType: 'application/pdf',
      buffer: Buffer.from(await sample(name)),
    }));
    await page.locator('input[type=file]').setInputFiles(await Promise.all(files));
    const bar = page.getByRole('progressbar', { name: `Upload of ${scannedSample}` });
    await bar.and(page.locator('[value]:not([value="0"])')).waitFor();
    await network.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: -1 });
    await page.getByText('Done', { exact: true }).nth(1).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const { jobs } = (await (await system.fetch('/api/jobs')).json()) as {
      jobs: { filename: string; status: string }[];
    };
    expect(jobs.map(({ filename, status }) => `${filename} ${status}`).toSorted()).toEqual([
      `${digitalSample} COMPLETED`,
      `${scannedSample} COMPLETED`,
    ]);
  });

  test('the list tells of both, newest first, and leads to each', async () => {
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    const rows = page.getByRole('list', { name: 'Jobs' }).getByRole('link');
    await rows.nth(1).waitFor();
    expect(await rows.count()).toBe(2);
    expect(await axeViolations(page)).toEqual([]);
    await rows.filter({ hasText: digitalSample }).click();
    await page.getByRole('heading', { name: digitalSample }).waitFor();
    await focused(digitalSample);
    job = new URL(page.url()).pathname;
  });

  test('the page of a job shows each schedule with its proof, and what was charged; it opens by its address too', async () => {
    await page.reload();
    await page.getByText('Foots and cross-foots').first().waitFor();
    await page.getByRole('row', { name: 'Digital text 5 $0.00' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('chosen schedules are exported, and the workbook that comes opens', async () => {
    await page.getByRole('link', { name: 'Export' }).click();
    await page.getByRole('button', { name: 'Export 3 schedules' }).waitFor();
    await page.getByRole('button', { name: 'Choose none' }).click();
    await page.getByText('Choose at least one schedule.').waitFor();
    await page.getByRole('checkbox', { name: 'Receivables ageing' }).check();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export 1 schedule' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(digitalSample.replace('.pdf', '.xlsx'));
    const workbook = new ExcelJS.Workbook();
    const bytes = await bytesOf(download);
    await workbook.xlsx.load(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    );
    expect(workbook.worksheets.map(({ name }) => name)).toContain('2 Receivables ageing');
    await page.getByRole('button', { name: 'Download the Excel workbook' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('the trail is shown, and downloaded whole', async () => {
    await page.goto(`${system.url}${job}/audit`);
    await page.getByRole('rowheader', { name: 'Exported', exact: true }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const text = (await bytesOf(await coming)).toString();
    expect(text.startsWith('\uFEFFseq,id,jobId,eventType')).toBe(true);
    expect(text).toMatch(/,CREATED,[^]*,EXPORTED,/);
  });

  test('the cost of all jobs is told', async () => {
    await page.getByRole('link', { name: 'Cost' }).click();
    await page.getByText('$0.12').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('every page fits a phone, and a window at 200 %', async () => {
    for (const width of [390, 640]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of ['/', '/upload', '/cost', job, `${job}/export`, `${job}/audit`, `${job}/delete`]) {
        await page.goto(`${system.url}${path}`);
        await page.getByText('Loading').waitFor({ state: 'detached' });
        await page.getByRole('heading', { level: 1 }).waitFor();
        const over = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        expect({ path, width, over }).toEqual({ path, width, over: 0 });
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('a job is deleted when the name of its file is written, and its certificate shown and kept', async () => {
    await page.goto(`${system.url}${job}/delete`);
    const button = page.getByRole('button', { name: 'Delete for good' });
    await page.getByLabel('To confirm').fill('something else');
    await button.click({ force: true });
    expect((await system.fetch(`/api${job}`)).status).toBe(200);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('To confirm').fill(digitalSample);
    await button.click();
    await page.getByRole('heading', { name: 'Certificate' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the certificate' }).click();
    const certificate = JSON.parse((await bytesOf(await coming)).toString()) as object;
    const told = (await (await system.fetch(`/api${job}/deletion`)).json()) as { certificate: object };
    expect(certificate).toEqual(told.certificate);
  });

  test('the page of a deleted job says so kindly, and leads to what is left', async () => {
    await page.goto(`${system.url}${job}`);
    await page.getByText('This job was deleted.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'The audit trail, without names' }).click();
    await page.getByRole('rowheader', { name: 'Deletion completed' }).waitFor();
  });

  test('nothing failed on the way, and no request left the origin', () => {
    expect(opened.faults()).toEqual([]);
    expect(opened.requests.length).toBeGreaterThan(30);
  });
});

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}
