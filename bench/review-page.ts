/**
 * How long the review page takes from a key to the grid that is proved anew, in chromium, on a made schedule of 500 rows and
 * 12 columns. The page is the real one as it is built for delivery; the answers of the API are made here.
 *
 *   node bench/review-page.ts [--rows 500] [--edits 100] [--hurried] [--shots FOLDER]
 *
 * Each edit is a figure typed and taken with Enter, and saved before the next; with --hurried they follow without a pause. Two times are told: until the DOM is changed (key to grid), and until the
 * next frame has begun, which waits for the display's clock too.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { buildSite } from '#bin/site/build-site.ts';
import { siteFolders } from '#bin/site/site-folders.ts';
import { applyEdit } from '#shared/review/apply-edit.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { browserPath } from '#tests/harness/open-browser.ts';
import { type EditTimes, editMany } from './review-page/edit-many.ts';
import { madeSchedule } from './review-page/made-schedule.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '500' },
    edits: { type: 'string', default: '100' },
    hurried: { type: 'boolean', default: false },
    shots: { type: 'string' },
  },
});

const ORIGIN = 'http://review.test';

async function main(): Promise<void> {
  await buildSite();
  const browser = await chromium.launch({
    ...(browserPath ? { executablePath: browserPath } : {}),
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1560, height: 860 } });
    page.on('pageerror', (error) => console.error(error));
    const bytes = await serve(page, madeSchedule(Number(values.rows)));
    await page.goto(`${ORIGIN}/jobs/made/review#key=made`);
    await page.locator('[role="grid"] [aria-selected="true"]').waitFor();
    if (values.shots) await shoot(page, values.shots);
    report(await page.evaluate(editMany, { count: Number(values.edits), hurried: values.hurried }));
    console.log(`JavaScript fetched: ${(bytes.script / 1024).toFixed(1)} KB gz`);
  } finally {
    await browser.close();
  }
}

function report({ grid, frame }: EditTimes): void {
  for (const [name, all] of [
    ['key to grid', grid],
    ['key to next frame', frame],
  ] as const) {
    const sorted = all.toSorted((one, other) => one - other);
    const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
    console.log(
      `${name.padEnd(18)} ${all.length} edits  median ${at(0.5)} ms  p95 ${at(0.95)} ms  max ${at(1)} ms`,
    );
  }
}

/** The built files and a service that holds one schedule; counts the JavaScript that is fetched, as it travels. */
async function serve(page: Page, made: Schedule): Promise<{ script: number }> {
  const bytes = { script: 0 };
  let [schedule, revision] = [made, 0];
  const view = () => ({ ...schedule, id: 'made', jobId: 'made', ordinal: 1, revision, edits: [] });
  const answers: Record<string, () => unknown> = {
    '/api/jobs/made': () => JOB,
    '/api/jobs/made/schedules': () => ({ jobId: 'made', schedules: [view()] }),
    '/api/jobs/made/schedules/1': view,
    '/api/jobs/made/pages/1': () => ({ page: 1, picture: null }),
  };
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (route.request().method() === 'PATCH') {
      const { edits } = route.request().postDataJSON() as { edits: Edit[] };
      for (const edit of edits) schedule = applyEdit(schedule, edit);
      revision++;
    }
    if (answers[pathname]) return route.fulfill({ json: answers[pathname]() });
    const asset = pathname.startsWith('/assets/');
    const file = await readFile(join(siteFolders.built, asset ? pathname : 'index.html'));
    if (pathname.endsWith('.js')) bytes.script += gzipSync(file).length;
    return route.fulfill({ body: file, contentType: typeOf(asset ? pathname : 'index.html') });
  });
  return bytes;
}

function typeOf(name: string): string {
  const types: Record<string, string> = {
    html: 'text/html',
    js: 'text/javascript',
    css: 'text/css',
    svg: 'image/svg+xml',
  };
  return types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
}

const JOB = {
  jobId: 'made',
  status: 'COMPLETED',
  filename: 'made.pdf',
  selectedScheduleIds: null,
  pages: { count: 1, done: 1 },
  cost: { spentCents: 36, capCents: 24_000 },
};

async function shoot(page: Page, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'made.png') });
}

await main();
