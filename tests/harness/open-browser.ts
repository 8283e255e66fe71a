import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's chromium, or one under another of its names; null where none is installed (`.ci/run` installs one). */
export const browserPath: string | null = findBrowser();

/** The same browser everywhere, and one that asks nobody but the pages under test. */
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface TestPage {
  page: Page;
  /** Every address that was asked for, in order. */
  requests: string[];
  /**
   * What went wrong since the page was opened: errors of scripts and of the console (breaches of the policy are among them),
   * requests that failed, and requests to any other origin.
   */
  faults: () => string[];
  close: () => Promise<void>;
}

export interface TestBrowser {
  /** A page in a context of its own, at an address of the system. */
  open(url: string, options?: BrowserContextOptions): Promise<TestPage>;
  close(): Promise<void>;
}

/** One browser for a file of tests. Close it, or the run hangs. */
export async function openBrowser(): Promise<TestBrowser> {
  if (browserPath === null) throw new Error('There is no chromium: install Debian’s.');
  const browser = await chromium.launch({ executablePath: browserPath, args });
  return {
    open: async (url, options) => openPage(browser, url, options),
    close: async () => browser.close(),
  };
}

/**
 * axe-core's findings on the page as it stands, in the light scheme and in the dark one, each with the elements it means;
 * empty where there are none.
 */
export async function axeViolations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violationsIn(page)).map((each) => `${colorScheme}: ${each}`));
  }
  return found;
}

async function violationsIn(page: Page): Promise<string[]> {
  // Through the debugger: the page's own policy lets no foreign script in.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } };
    const { violations } = await checker.run();
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }));
  });
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 4).join(' ')}`);
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string }[] }[];
}

async function openPage(browser: Browser, url: string, options?: BrowserContextOptions): Promise<TestPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    // Colours that are still on their way from one to the other have a contrast of neither.
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  // A browser beside a database and a worker, on machines that do other things too.
  page.setDefaultTimeout(60_000);
  const { origin } = new URL(url);
  const requests: string[] = [];
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    // What a call was refused with is said by the page, and each test knows which ones it wants.
    const refused = /the server responded with a status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !refused) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    requests.push(request.url());
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      faults.push(`left the origin: ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // A page that is left ends what it asked for; a download takes the navigation over.
    if (reason !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()} ${reason}`);
  });
  await page.goto(url);
  return { page, requests, faults: () => [...faults], close: async () => context.close() };
}

function findBrowser(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of folders) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // The next one.
      }
    }
  }
  return null;
}
