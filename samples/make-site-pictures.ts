import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { startSystem } from '#bin/embedded/start-system.ts';
import { waitUntil } from '#bin/wait-until.ts';
import { openBrowser, type TestBrowser } from '#tests/harness/open-browser.ts';
import type { Page } from 'playwright-core';

const samples = ['harbor-mill-2024.pdf', 'kestrel-ageing-scan.pdf', 'orchard-bank-statement.pdf'];

const looks = [
  { look: 'light', options: { colorScheme: 'light', viewport: { width: 1280, height: 860 } } },
  { look: 'dark', options: { colorScheme: 'dark', viewport: { width: 1280, height: 860 } } },
  { look: 'phone', options: { colorScheme: 'light', viewport: { width: 390, height: 844 } } },
] as const;

/** `npm run pictures:site [FOLDER]`: every page of the site in light, dark and on a phone, for whoever changes its looks. */
async function makeSitePictures(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const data = await mkdtemp(join(tmpdir(), 'ledgerlift-site-'));
  const overrides = { DATA_FOLDER: data, PORT: '0', PUBLIC_URL: '', LOG_LEVEL: 'error' };
  const system = await startSystem({ overrides, withSite: true });
  const owner = { tenantId: 'local', userId: 'local', scopes, embedded: true };
  const key = await createApiKey(system.services.db, owner);
  const browser = await openBrowser();
  try {
    for (const { look, options } of looks) {
      const opened = await browser.open(`${system.url}/`, options);
      await shoot(opened.page, { url: system.url, key, name: (page) => join(folder, `${page}-${look}.png`) });
      for (const fault of opened.faults()) console.error(`${look}: ${fault}`);
      await opened.close();
    }
  } finally {
    await closeAll(browser, system.close);
    await rm(data, { recursive: true, force: true });
  }
}

interface Shooting {
  url: string;
  key: string;
  name: (page: string) => string;
}

async function shoot(page: Page, { url, key, name }: Shooting): Promise<void> {
  const take = async (what: string): Promise<void> => {
    await page.screenshot({ path: name(what), fullPage: true });
    console.log(name(what));
  };
  await page.getByLabel('API key or token').fill('ll_wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await take('sign-in');
  await page.goto(`${url}/#key=${key}`);
  await page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
  await page.getByText('Loading').waitFor({ state: 'detached' });
  await take('jobs-first');
  await page.goto(`${url}/upload`);
  const files = [
    ...samples.map((file) => fileURLToPath(new URL(file, import.meta.url))),
    import.meta.filename,
  ];
  await page.locator('input[type=file]').setInputFiles(files);
  await page.getByText('Reading: page').first().waitFor();
  await take('upload');
  await page.getByText('Done', { exact: true }).nth(2).waitFor({ timeout: 300_000 });
  await take('upload-done');
  const job = await page.getByRole('link', { name: 'Open orchard' }).getAttribute('href');
  await page.goto(`${url}${job ?? ''}`);
  await page.getByRole('heading', { name: 'Cost', exact: true }).waitFor();
  await take('job');
  await page.getByRole('link', { name: 'Export' }).click();
  await page.getByRole('button', { name: /Export \d/ }).click();
  await page.getByRole('button', { name: 'Download', exact: false }).waitFor({ timeout: 60_000 });
  await take('export');
  await page.goto(`${url}${job ?? ''}/audit`);
  await page.getByRole('table').waitFor();
  await take('audit');
  await page.goto(`${url}/cost`);
  await page.getByText('Spent').waitFor();
  await take('cost');
  await page.goto(`${url}/nowhere`);
  await page.getByText('There is no such page').waitFor();
  await take('missing');
  await page.goto(`${url}${job ?? ''}/delete`);
  const field = page.getByLabel('To confirm');
  await field.waitFor();
  await take('delete');
  await field.fill('orchard-bank-statement.pdf');
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByRole('heading', { name: 'Certificate' }).waitFor({ timeout: 300_000 });
  await take('deleted');
  await page.goto(`${url}${job ?? ''}`);
  await page.getByText('This job was deleted.').waitFor();
  await take('job-deleted');
  await page.goto(`${url}/`);
  await waitUntil(
    async () => page.getByRole('list', { name: 'Jobs' }).count(),
    (count) => count > 0,
  );
  await take('jobs');
}

async function closeAll(browser: TestBrowser, closeSystem: () => Promise<void>): Promise<void> {
  await browser.close();
  await closeSystem();
}

await makeSitePictures(process.argv[2] ?? 'out/site');
