import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '#shared/context.ts';
import { axeViolations, browserPath, openBrowser, type TestBrowser } from '#tests/harness/open-browser.ts';
import { type SignInProvider, startSignInProvider } from '#tests/harness/sign-in-provider.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

describe.skipIf(browserPath === null)('an identity provider (skipped without an installed chromium)', () => {
  let provider: SignInProvider;
  let system: TestSystem;
  let browser: TestBrowser;
  beforeAll(async () => {
    provider = await startSignInProvider(() => system.url, scopes);
    system = await startTestSystem(provider.settings, { withWorker: false, withSite: true });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.close();
    await provider?.close();
  });

  test('signs a person in, who comes back to the page that was asked for', async () => {
    const { page, faults, close } = await browser.open(`${system.url}/upload`);
    await provider.serve(page);
    const button = page.getByRole('button', { name: 'Sign in with Harbor & Mill' });
    await button.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await button.click();
    await page.getByPlaceholder('Enter any login').fill('ada');
    await page.getByPlaceholder('and password').fill('whatever');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Upload' }).waitFor();
    expect(page.url()).toBe(`${system.url}/upload`);
    const token = await page.evaluate(`sessionStorage.getItem('ledgerlift.credential')`);
    const [, claims = ''] = String(token).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      sub: 'ada',
      tenant_id: 'harbor-mill',
    });
    expect(await page.evaluate('sessionStorage.length')).toBe(1);
    expect(elsewhere(faults())).toEqual([]);
    await close();
  });

  test('that refuses is quoted, and what comes back unasked is not taken', async () => {
    const { page, close } = await browser.open(`${system.url}/signed-in?code=stolen&state=forged`);
    await provider.serve(page);
    await page.getByRole('alert').getByText('This tab has not begun to sign in').waitFor();
    expect(page.url()).toBe(`${system.url}/`);
    await page.getByRole('button', { name: 'Sign in with Harbor & Mill' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('alert').getByText('Harbor & Mill did not sign you in').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await close();
  });

  test('that does not answer is told, and a key still opens the pages', async () => {
    const { page, close } = await browser.open(`${system.url}/cost`);
    await page.route('https://identity.example/**', async (route) => route.abort());
    await page.getByRole('button', { name: 'Sign in with Harbor & Mill' }).click();
    await page.getByRole('alert').getByText('does not answer as an identity provider does').waitFor();
    await page.getByLabel('API key or token').fill(system.key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cost' }).waitFor();
    expect(page.url()).toBe(`${system.url}/cost`);
    await close();
  });
});

/** The provider is another origin, on purpose, and its login pages ask yet another for a font. */
function elsewhere(faults: string[]): string[] {
  return faults.filter(
    (fault) => !/^left the origin: https:\/\/(identity\.example|fonts\.googleapis\.com)\//.test(fault),
  );
}
