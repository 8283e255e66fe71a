import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { ReviewedSchedule } from '#shared/schedules/reviewed-schedule.ts';
import { misprint, misprintedScan } from '#tests/fixtures/misprinted-scan.ts';
import {
  axeViolations,
  browserPath,
  openBrowser,
  type TestBrowser,
  type TestPage,
} from '#tests/harness/open-browser.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const ASSETS = 3;

describe.skipIf(browserPath === null)('the review page (skipped without an installed chromium)', () => {
  let system: TestSystem;
  let browser: TestBrowser;
  /** A job whose scanned schedule has one wrong digit; no test but those that mend it changes it. */
  let misprinted: string;

  beforeAll(async () => {
    system = await startTestSystem({}, { withSite: true });
    browser = await openBrowser();
    misprinted = await read(await misprintedScan());
  });
  afterAll(async () => {
    await browser?.close();
    await system?.close();
  });

  async function read(bytes: Uint8Array): Promise<string> {
    const { jobId } = await system.client.submit('harbor-mill-2024.pdf', bytes);
    const job = await waitUntil(
      async () => system.client.job(jobId),
      ({ status }) => status === 'COMPLETED' || status === 'FAILED',
    );
    expect(job.status).toBe('COMPLETED');
    return jobId;
  }

  async function review(jobId: string, options?: BrowserContextOptions): Promise<TestPage> {
    const opened = await browser.open(`${system.url}/jobs/${jobId}/review#key=${system.key}`, {
      viewport: { width: 1560, height: 860 },
      ...options,
    });
    await selected(opened.page).waitFor();
    return opened;
  }

  async function stored(jobId: string, ordinal = ASSETS): Promise<ReviewedSchedule> {
    return (await (await system.fetch(`/api/jobs/${jobId}/schedules/${ordinal}`)).json()) as ReviewedSchedule;
  }

  const selected = (page: Page) => page.locator('[role="grid"] [aria-selected="true"]');
  const said = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text).waitFor();
  const saved = (page: Page) => page.locator('.save').getByText('Saved', { exact: true }).waitFor();
  const openAssets = async (page: Page) => {
    await page.getByRole('button', { name: /Fixed asset/ }).click();
    await page.getByRole('heading', { name: 'Fixed asset roll-forward' }).waitFor();
  };
  /** The cell of a row in a column, by what they are called. */
  const cell = (page: Page, row: string, col: number) =>
    page.getByRole('row', { name: row }).locator(`[data-col="${col}"]`);

  test('leads from a doubt to a proved figure by the keyboard alone', async () => {
    const { page, faults, close } = await review(misprinted);
    // The trial balance is looked at, so that N has to go over to another schedule.
    await page.getByRole('button', { name: /Trial balance/ }).click();
    await page.getByRole('heading', { name: 'Trial balance' }).waitFor();
    await page.keyboard.press('n');
    await page.getByText('Computers, Additions does not fit.').waitFor();
    await expectText(selected(page), misprint.is);
    await page
      .getByText(
        'Row and column are both out by 50; this one cell explains both. The page most likely says 57,880 (an 8 read as 3).',
      )
      .waitFor();
    await page.locator('.sheet .box-current').waitFor();
    await page.keyboard.press('Enter');
    await expectText(selected(page), misprint.should);
    await said(page, '57,880 accepted. Additions and Computers add up now. Proved: foots and cross-foots.');
    await saved(page);
    expect(await page.getByRole('grid').getByText('(50)').count()).toBe(0);
    await page.keyboard.press('n');
    await said(page, 'Nothing is left to check.');
    const after = await stored(misprinted);
    expect(after.proof.state).toBe('proved');
    expect(after.edits.map(({ edit }) => edit)).toEqual([
      { type: 'accept-repair', row: 10, col: 2, reading: '57,880' },
    ]);
    await page.keyboard.press('Control+z');
    await expectText(selected(page), misprint.is);
    await said(page, /^Undone\. Additions and Computers no longer add up\./);
    await page.locator('.save').getByText('Saving…').waitFor({ state: 'hidden' });
    expect((await stored(misprinted)).edits).toEqual([]);
    expect(faults()).toEqual([]);
    await close();
  });

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['at 200 %', { viewport: { width: 780, height: 430 } }],
    ['on a phone', { viewport: { width: 390, height: 844 } }],
  ] as const)('breaks no rule of accessibility: %s', async (_, options) => {
    const { page, faults, close } = await review(misprinted, { ...options, reducedMotion: 'reduce' });
    expect(await axeViolations(page)).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(width).toBeLessThanOrEqual(0);
    for (const key of ['?', 'r', 'k']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.keyboard.press('F2');
    await page.getByLabel('Text of this cell').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(faults()).toEqual([]);
    await close();
  });

  test('shows the page beside the figures: a click on it selects the cell that stands there', async () => {
    const { page, faults, close } = await review(misprinted);
    await page.locator('.sheet img').waitFor();
    const box = await page.locator('.sheet').boundingBox();
    if (!box) throw new Error('the page has no place');
    const { rows } = await stored(misprinted);
    const wanted = rows.find(({ cells }) => cells[0]?.raw === 'Buildings')?.cells[1];
    const [x0, y0, x1, y1] = wanted?.box ?? [0, 0, 0, 0];
    const at = { x: ((x0 + x1) / 2 / 612) * box.width, y: ((y0 + y1) / 2 / 792) * box.height };
    await page.locator('.sheet').click({ position: at });
    await expectText(selected(page), '4,812,300');
    await page.waitForFunction('document.activeElement?.getAttribute("role") === "gridcell"');
    await page.keyboard.press('+');
    await page.getByText('125 %').waitFor();
    expect(faults()).toEqual([]);
    await close();
  });

  test('follows a schedule over its pages', async () => {
    const { page, close } = await review(misprinted);
    await page.getByRole('button', { name: /Trial balance/ }).click();
    await page.getByText('Page 1', { exact: true }).waitFor();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowUp');
    await page.getByText('Page 2', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Page before' }).click();
    await page.getByText('Page 1', { exact: true }).waitFor();
    expect(await page.locator('.sheet .box-current').count()).toBe(0);
    await close();
  });

  test('takes no letter for a key while a text is typed, and none at all where they are switched off', async () => {
    const { page, close } = await review(misprinted);
    await page.keyboard.press('F2');
    await page.keyboard.type('nmsirk?');
    expect(await page.getByLabel('Text of this cell').inputValue()).toBe('57,830nmsirk?');
    await page.keyboard.press('Escape');
    await expectText(selected(page), misprint.is);
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: /Single letters/ }).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('r');
    await page.keyboard.press('ArrowDown');
    await expectText(selected(page), '420,430');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect((await stored(misprinted)).edits).toEqual([]);
    await close();
  });

  test('loses no key that follows at once on a dialog that is left', async () => {
    const { page, faults, close } = await review(misprinted);
    for (let round = 0; round < 8; round++) {
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'All keys' }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('r');
      await page.getByRole('dialog', { name: 'Rename the schedule' }).waitFor();
      await page.keyboard.press('Escape');
    }
    expect(faults()).toEqual([]);
    await close();
  });

  test('makes and takes back edits of every kind, each saved', async () => {
    const jobId = await read(await sample(digitalSample));
    const { page, faults, close } = await review(jobId);
    await openAssets(page);
    const before = await stored(jobId);
    await cell(page, 'Computers', 2).click();
    await page.keyboard.type('57,830');
    await page.keyboard.press('Enter');
    await said(page, /no longer add up/);
    await page.keyboard.press('i');
    await page.keyboard.press('Home');
    await page.keyboard.press('F2');
    await page.keyboard.type('Servers');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1,000');
    await page.keyboard.press('Enter');
    await cell(page, 'Land', 1).first().click();
    await page.keyboard.press('Delete');
    // Two figures are no one figure: it is said, and nothing is changed.
    await page.keyboard.press('m');
    await page
      .locator('.told')
      .getByText(/they do not join to one/)
      .waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('s');
    await page.keyboard.press('m');
    await page.keyboard.press('r');
    await page.getByRole('textbox', { name: 'Name' }).fill('Assets');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Assets', exact: true }).waitFor();
    await page.keyboard.press('k');
    await page.getByLabel('What the schedule is').selectOption('table');
    await page.getByRole('button', { name: 'Change' }).click();
    await said(page, /^Kind changed/);
    await saved(page);
    const edited = await stored(jobId);
    const kinds: Edit['type'][] = [
      'set-cell',
      'insert-row',
      'set-cell',
      'set-cell',
      'delete-row',
      'split-column',
      'merge-columns',
      'rename',
      'change-kind',
    ];
    expect(edited.edits.map(({ edit }) => edit.type)).toEqual(kinds);
    expect(edited).toMatchObject({ name: 'Assets', kind: 'table' });
    // What is shown is what is stored: the page is loaded again, and nothing of it changes.
    const shown = await gridText(page);
    await page.reload();
    await selected(page).waitFor();
    await page.getByRole('button', { name: /Assets/ }).click();
    await page.getByRole('heading', { name: 'Assets', exact: true }).waitFor();
    expect(await gridText(page)).toEqual(shown);
    for (const _ of kinds) await page.keyboard.press('Control+z');
    await page.getByRole('heading', { name: 'Fixed asset roll-forward' }).waitFor();
    await waitUntil(
      async () => (await stored(jobId)).edits.length,
      (left) => left === 0,
    );
    const { rows, columns, name, kind, proof } = await stored(jobId);
    expect({ rows, columns, name, kind, proof }).toEqual({
      rows: before.rows,
      columns: before.columns,
      name: before.name,
      kind: before.kind,
      proof: before.proof,
    });
    expect(faults()).toEqual([]);
    await close();
  });

  test('tells the second of two people who edit one schedule, and loses nothing of either', async () => {
    const jobId = await read(await sample(digitalSample));
    const [first, second] = [await review(jobId), await review(jobId)];
    for (const { page } of [first, second]) await openAssets(page);
    await cell(first.page, 'Land', 1).first().click();
    await first.page.keyboard.press('i');
    await first.page.keyboard.press('Home');
    await first.page.keyboard.press('F2');
    await first.page.keyboard.type('Meadow');
    await first.page.keyboard.press('Enter');
    await saved(first.page);
    await cell(second.page, 'Computers', 2).click();
    await second.page.keyboard.type('60,000');
    await second.page.keyboard.press('Enter');
    const told = second.page.getByRole('alert');
    await told.getByText('This schedule was changed by user-of-tenant-a meanwhile.').waitFor();
    await told.getByText('Computers, Additions: 57,880 → 60,000').waitFor();
    await second.page.getByRole('rowheader', { name: 'Meadow' }).waitFor();
    expect(await axeViolations(second.page)).toEqual([]);
    expect((await stored(jobId)).edits).toHaveLength(2);
    await told.getByRole('button', { name: 'Apply mine again' }).click();
    await saved(second.page);
    await waitUntil(
      async () => (await stored(jobId)).edits.length,
      (made) => made === 3,
    );
    const { rows } = await stored(jobId);
    expect(rows.find(({ cells }) => cells[0]?.raw === 'Computers')?.cells[2]?.raw).toBe('60,000');
    expect(rows.some(({ cells }) => cells[0]?.raw === 'Meadow')).toBe(true);
    await first.close();
    await second.close();
  });

  test('keeps edits while the service cannot be reached, and saves them when it can', async () => {
    const jobId = await read(await sample(digitalSample));
    const { page, close } = await review(jobId);
    await openAssets(page);
    await page.context().setOffline(true);
    await cell(page, 'Computers', 2).click();
    await page.keyboard.type('57,830');
    await page.keyboard.press('Enter');
    await page.getByText('Not saved:').waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('6,311');
    await page.keyboard.press('Enter');
    await page.context().setOffline(false);
    await saved(page);
    expect((await stored(jobId)).edits).toHaveLength(2);
    await close();
  });

  test('hands over a workbook of what is ticked, with the edits in it', async () => {
    const jobId = await read(await sample(digitalSample));
    const { page, close } = await review(jobId);
    await openAssets(page);
    await cell(page, 'Computers', 2).click();
    await page.keyboard.type('57,830');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Trial balance/ }).click();
    await page.getByRole('heading', { name: 'Trial balance' }).waitFor();
    await page.keyboard.press('e');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export 2 schedules' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('harbor-mill-2024.xlsx');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await readFile(await download.path())).buffer);
    const names = workbook.worksheets.map(({ name }) => name);
    expect(names).toEqual([
      'Contents',
      '2 Receivables ageing',
      '3 Fixed asset roll-forward',
      'Cells',
      'Page 4',
      'Page 5',
    ]);
    const sheet = workbook.getWorksheet('3 Fixed asset roll-forward');
    const values: unknown[] = [];
    sheet?.eachRow((row) => row.eachCell((each) => values.push(each.value)));
    expect(values).toContain(57_830);
    expect(values).not.toContain(57_880);
    await close();
  });
});

async function expectText(locator: ReturnType<Page['locator']>, text: string): Promise<void> {
  await locator.filter({ hasText: text }).waitFor();
}

async function gridText(page: Page): Promise<string[]> {
  return page.getByRole('grid').getByRole('row').allInnerTexts();
}
