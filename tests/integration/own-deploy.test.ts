import type { Context } from '@netlify/functions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoadedFunction, loadFunctions } from '#netlify/host/load-functions.ts';
import { provideServices } from '#netlify/http/services.ts';
import { loadConfig } from '#shared/config.ts';
import { openServices, type OpenServices } from '#shared/open-services.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Nothing listens at the address of the database: whatever is refused with `wrong-environment` was refused before any
 * query, and what gets as far as one says `database-unavailable`.
 */
const noDatabase = 'postgresql://u:p@127.0.0.1:9/none';
const contexts = ['production', 'deploy-preview', 'branch-deploy', 'dev', 'dev-server', '', undefined];
const environments = ['production', 'deploy-preview', 'branch-deploy', 'dev'];
const pairs = environments.flatMap((data) => contexts.map((deployed) => ({ data, deployed })));
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

let functions: LoadedFunction[];
let folder: string;
const opened: OpenServices[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerlift-test-'));
  functions = await loadFunctions(new URL('../../netlify/functions/', import.meta.url));
});
afterAll(async () => {
  await Promise.all(opened.map(async (services) => services.close()));
  await rm(folder, { recursive: true, force: true });
});

async function dataOf(environment: string): Promise<void> {
  const settings = {
    DATA_ENV: environment,
    DATABASE_URL: noDatabase,
    DATA_FOLDER: folder,
    LOG_LEVEL: 'silent',
  };
  const services = await openServices(loadConfig({ environment: settings }), 'function');
  opened.push(services);
  provideServices(services);
}

function contextOf(deployed: string | undefined): Context {
  const deploy = deployed === undefined ? undefined : { context: deployed };
  return { params: {}, ip: '', deploy } as unknown as Context;
}

/** What answers anybody: it shows nothing of anybody's data, so that it need not ask whose it was given. */
const withoutData = new Set(['health', 'openapi', 'docs', 'sign-in']);

const key = `ll_${'0'.repeat(18)}_${'0'.repeat(64)}`;

/** The codes of every method of every function with a path, `method-not-allowed` left out. */
async function answers(deployed: string | undefined): Promise<string[]> {
  const codes: string[] = [];
  for (const { name, patterns, handler } of functions) {
    if (patterns.length === 0 || withoutData.has(name)) continue;
    for (const method of methods) {
      const request = new Request('https://x/api', { method, headers: { authorization: `Bearer ${key}` } });
      const answer = await handler(request, contextOf(deployed));
      if (answer.status === 405) continue;
      const { code } = (await answer.json()) as { code?: string };
      codes.push(`${name} ${method} ${answer.status} ${code}`);
    }
  }
  return codes;
}

/** What a request counts as that the platform tells no context of. */
const own = (data: string, deployed: string | undefined, untold: string): boolean =>
  data === (deployed || untold);

describe.each(pairs.filter(({ data, deployed }) => !own(data, deployed, 'dev')))(
  'a deploy of the context $deployed with the data of $data',
  ({ data, deployed }) => {
    test('is refused at every endpoint, for every method, before any query', async () => {
      await dataOf(data);
      const codes = await answers(deployed);
      expect(codes.length).toBeGreaterThan(20);
      expect(codes.filter((code) => !code.endsWith(' 503 wrong-environment'))).toEqual([]);
    });

    test('says that it lives', async () => {
      await dataOf(data);
      const health = functions.find(({ name }) => name === 'health');
      const answer = await health?.handler(new Request('https://x/health/live'), contextOf(deployed));
      expect(answer?.status).toBe(200);
    });
  },
);

describe.each(pairs.filter(({ data, deployed }) => !own(data, deployed, 'production')))(
  'the clock of the context $deployed with the data of $data',
  ({ data, deployed }) => {
    test('does no timed work', async () => {
      await dataOf(data);
      const timed = functions.filter(({ schedule }) => schedule !== null);
      expect(timed.length).toBeGreaterThan(1);
      for (const { handler } of timed) {
        await expect(
          (async () => handler(new Request('https://x/'), contextOf(deployed)))(),
        ).rejects.toMatchObject({ code: 'wrong-environment' });
      }
    });
  },
);

test.each(environments)(
  'a deploy of the context %s with its own data goes on to the database',
  async (data) => {
    await dataOf(data);
    const job = functions.find(({ name }) => name === 'job');
    const request = new Request('https://x/api', { headers: { authorization: `Bearer ${key}` } });
    const answer = await job?.handler(request, contextOf(data));
    expect(await answer?.json()).toMatchObject({ code: 'database-unavailable' });
  },
);

test('the refusal says the way out', async () => {
  await dataOf('production');
  const jobs = functions.find(({ name }) => name === 'jobs');
  const answer = await jobs?.handler(
    new Request('https://x/', { method: 'POST' }),
    contextOf('deploy-preview'),
  );
  expect(await answer?.json()).toMatchObject({
    detail: expect.stringContaining(
      'netlify env:set DATA_ENV deploy-preview --context deploy-preview',
    ) as string,
  });
});
