import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations, browserPath, openBrowser, type TestBrowser } from '#tests/harness/open-browser.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

describe.skipIf(browserPath === null)('signing in (skipped without an installed chromium)', () => {
  let system: TestSystem;
  let browser: TestBrowser;
  beforeAll(async () => {
    system = await startTestSystem({}, { withWorker: false, withSite: true });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.close();
  });

  test('a key behind the # signs in, and is gone from the address at once', async () => {
    const { page, requests, faults, close } = await browser.open(`${system.url}/#key=${system.key}`);
    await page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
    expect(page.url()).toBe(`${system.url}/`);
    await page.goBack();
    expect(page.url()).not.toContain('ll_');
    expect(requests.filter((url) => url.includes('ll_'))).toEqual([]);
    expect(faults()).toEqual([]);
    await close();
  });

  test('a wrong key is refused in words, and the right one then opens the page that was asked for', async () => {
    const { page, faults, close } = await browser.open(`${system.url}/`);
    const field = page.getByLabel('API key or token');
    await field.fill(`ll_${'0'.repeat(18)}_${'0'.repeat(64)}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('does not know this key').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await field.fill(system.key);
    await page.keyboard.press('Enter');
    await page.getByText('Nothing here yet').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.reload();
    await page.getByText('Nothing here yet').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await field.waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    expect(faults()).toEqual([]);
    await close();
  });
});
