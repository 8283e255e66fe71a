import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { misprint, misprintedScan } from '#tests/fixtures/misprinted-scan.ts';
import { browserPath, openBrowser, type TestBrowser } from '#tests/harness/open-browser.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const filename = 'harbor-mill-2024.pdf';

/** How a person gets from one step to the next: by the pointer, or by nothing but keys. */
interface Hand {
  giveFile(page: Page, bytes: Buffer): Promise<void>;
  press(page: Page, name: string | RegExp): Promise<void>;
}

const pointer: Hand = {
  // A drop as the browser makes one: the file lies in the event, not in the field.
  giveFile: async (page, bytes) => {
    const transfer = await page.evaluateHandle(`{
      const data = new DataTransfer();
      const content = Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0));
      data.items.add(new File([content], '${filename}', { type: 'application/pdf' }));
      data;
    }`);
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
  },
  press: async (page, name) =>
    page.getByRole('link', { name }).or(page.getByRole('button', { name })).first().click(),
};

const keys: Hand = {
  giveFile: async (page, buffer) => {
    const asked = page.waitForEvent('filechooser');
    await keys.press(page, 'Choose files');
    await (await asked).setFiles({ name: filename, mimeType: 'application/pdf', buffer });
  },
  press: async (page, name) => {
    await page.getByRole('link', { name }).or(page.getByRole('button', { name })).first().waitFor();
    await tabTo(page, name);
    await page.keyboard.press('Enter');
  },
};

/** Goes from one stop of the tab order to the next, round the page if need be, as nobody without a pointer can do otherwise. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let stop = 0; stop < 150; stop++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate<string>(
      `(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()`,
    );
    if (typeof name === 'string' ? at === name : name.test(at)) return;
  }
  throw new Error(`No stop of the tab order is called ${String(name)}.`);
}

describe.skipIf(browserPath === null)(
  'the whole life of a scan (skipped without an installed chromium)',
  () => {
    let system: TestSystem;
    let browser: TestBrowser;
    beforeAll(async () => {
      system = await startTestSystem({}, { withSite: true });
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await system?.close();
    });

    test.each([
      ['by the pointer', pointer],
      ['by the keyboard alone', keys],
    ])(
      '%s: a misprint is found, repaired, exported with its note, and the job deleted with a certificate',
      { timeout: 240_000 },
      async (_, hand) => {
        const { page, faults, close } = await browser.open(`${system.url}/#key=${system.key}`);
        await hand.press(page, 'Upload');
        await page.getByRole('heading', { name: 'Upload' }).waitFor();
        await hand.giveFile(page, Buffer.from(await misprintedScan()));
        await page.getByText(/^Reading: page \d of 4$/).waitFor();
        await page.getByText('Done', { exact: true }).waitFor();
        await hand.press(page, filename);
        await page.getByText('1 cell to check').waitFor();
        const jobId = new URL(page.url()).pathname.split('/')[2] ?? '';

        await hand.press(page, 'Review');
        await page.locator('[role="grid"] [aria-selected="true"]').waitFor();
        await page.keyboard.press('n');
        await page.getByText('Computers, Additions does not fit.').waitFor();
        if (hand === pointer) await hand.press(page, `Use ${misprint.should}`);
        else await page.keyboard.press('Enter');
        await page.locator('.save').getByText('Saved', { exact: true }).waitFor();
        const coming = page.waitForEvent('download');
        await hand.press(page, 'Export 3 schedules');
        const workbook = new ExcelJS.Workbook();
        await workbook.xlsx.load((await readFile(await (await coming).path())).buffer);
        expect(repairedCells(workbook)).toEqual([
          {
            value: 57_880,
            note: expect.stringMatching(/^Read 57,830, proved 57,880; accepted by user-of-tenant-a/),
          },
        ]);

        await hand.press(page, 'Deletion & audit');
        await hand.press(page, /^Delete …$/);
        await page.getByLabel('To confirm').waitFor();
        if (hand === pointer) await page.getByLabel('To confirm').fill(filename);
        else await writeInto(page, filename);
        await hand.press(page, 'Delete for good');
        await page.getByRole('heading', { name: 'Certificate' }).waitFor();
        expect((await system.fetch(`/api/jobs/${jobId}`)).status).toBe(410);
        await page.goto(`${system.url}/jobs/${jobId}/review`);
        await page.getByText('This job was deleted.').waitFor();
        expect(faults()).toEqual([]);
        await close();
      },
    );
  },
);

/** Tabs to the text field of the page and writes. */
async function writeInto(page: Page, text: string): Promise<void> {
  const inField = `document.activeElement?.tagName === 'INPUT' && document.activeElement.type === 'text'`;
  for (let stop = 0; stop < 150 && (await page.evaluate(inField)) !== true; stop++)
    await page.keyboard.press('Tab');
  await page.keyboard.type(text);
}

/** The cells of a workbook whose note tells of an accepted proposal. */
function repairedCells(workbook: ExcelJS.Workbook): { value: unknown; note: string }[] {
  const found: { value: unknown; note: string }[] = [];
  for (const sheet of workbook.worksheets)
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        const note = noteOf(cell);
        if (note.includes('proved')) found.push({ value: cell.value, note });
      }),
    );
  return found;
}

function noteOf({ note }: ExcelJS.Cell): string {
  if (typeof note === 'string') return note;
  return (note?.texts ?? []).map(({ text }) => text).join('');
}
