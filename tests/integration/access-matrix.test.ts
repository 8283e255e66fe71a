import { generateKeyPair } from 'jose';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { type ListedEndpoint, listEndpoints } from '#shared/contracts/endpoints.ts';
import { type IdentityProvider, startIdentityProvider } from '#tests/harness/identity-provider.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** Every endpoint of the table with every kind of credential. */
const rows = listEndpoints();
const guarded = rows.flatMap((row) => (row.scope === null ? [] : [{ ...row, scope: row.scope }]));
const unknownJob = '0190c3a0-0000-7000-8000-000000000001';
/** What an address needs to be sent; the others take nothing. */
const bodies: Record<string, object> = {
  '/api/jobs': { filename: 'a.pdf', bytes: 1, sha256: 'a'.repeat(64) },
  '/api/webhooks': { url: 'http://127.0.0.1/never-called', events: ['job.deleted'] },
  '/api/jobs/:jobId/schedules/1': { revision: 1, edits: [{ type: 'rename', name: 'Mine' }] },
  '/api/jobs/:jobId/schedules/1/undo': { revision: 1 },
};
const bodyFor = (path: string): object => bodies[path.replace(/(?<=\/jobs\/)[^/]+/, ':jobId')] ?? {};

let provider: IdentityProvider;
let system: TestSystem;
/** Of tenant-a: one that has everything, and one that is erased. */
let [jobId, deletedId, exportId] = ['', '', ''];
beforeAll(async () => {
  provider = await startIdentityProvider();
  const webhooks = { FEATURES_WEBHOOKS: 'true', WEBHOOK_ALLOW_PRIVATE: 'true' };
  system = await startTestSystem({ ...provider.settings, ...webhooks, LOG_LEVEL: 'silent' });
  ({ jobId } = await system.client.submit('a.pdf', await sample(digitalSample)));
  await waitUntil(
    async () => system.client.job(jobId),
    ({ status }) => status === 'COMPLETED',
  );
  const written = await ask('POST', `/api/jobs/${jobId}/export`, system.key);
  ({ exportId } = (await written.json()) as { exportId: string });
  await keyOf('tenant-a', { userId: leaver });
  deletedId = await announce();
  await ask('POST', `/api/jobs/${deletedId}/delete`, system.key);
}, 120_000);
afterAll(async () => {
  await system.close();
  await provider.close();
});

async function ask(method: string, path: string, credential: string | null): Promise<Response> {
  const body = method === 'GET' ? null : JSON.stringify(bodyFor(path));
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
  };
  return fetch(`${system.url}${path}`, { method, headers, body });
}

async function announce(): Promise<string> {
  const answer = await ask('POST', '/api/jobs', system.key);
  return ((await answer.json()) as { jobId: string }).jobId;
}

async function addWebhook(): Promise<string> {
  const answer = await ask('POST', '/api/webhooks', system.key);
  return ((await answer.json()) as { webhookId: string }).webhookId;
}

/** A user of tenant-a who may go. */
const leaver = 'leaver-of-tenant-a';

const pathOf = ({ path }: ListedEndpoint, job: string, user = leaver): string =>
  path
    .replace(':jobId', job)
    .replace(':page', '1')
    .replace(':ordinal', '1')
    .replace(':exportId', exportId)
    .replace(':userId', user)
    .replace(':webhookId', job);

/** Whether it names something that belongs to a tenant. */
const isOfTenant = ({ path }: Pick<ListedEndpoint, 'path'>): boolean =>
  /:(?:jobId|userId|webhookId)/.test(path);

/** What was sent, without what differs from request to request. */
async function said(answer: Response): Promise<{ status: number; headers: string[][]; body: string }> {
  const { traceId: _, instance: __, ...body } = (await answer.json()) as Record<string, unknown>;
  const headers = [...answer.headers].filter(
    ([name]) => !/^(date|traceparent|x-|content-length|ratelimit)/.test(name),
  );
  return { status: answer.status, headers, body: JSON.stringify(body) };
}

type Credentials = Record<string, () => Promise<string | null>>;

const keyOf = async (tenantId: string, change: Partial<Parameters<typeof createApiKey>[1]> = {}) =>
  createApiKey(system.services.db, {
    tenantId,
    userId: `user-of-${tenantId}`,
    scopes,
    embedded: false,
    ...change,
  });

const refused: Credentials = {
  none: async () => null,
  'malformed key': async () => 'nonsense',
  'unknown key': async () => `ll_${'0'.repeat(18)}_${'0'.repeat(64)}`,
  'key with a wrong secret': async () => system.key.replace(/.{4}$/, 'ffff'),
  'expired key': async () => keyOf('tenant-a', { expiresAt: new Date(Date.now() - 1000) }),
  'revoked key': async () => {
    const key = await keyOf('tenant-a');
    const id = key.split('_')[1] ?? '';
    await system.services.db
      .updateTable('api_keys')
      .set({ revoked_at: new Date() })
      .where('id', '=', id)
      .execute();
    return key;
  },
  'malformed token': async () => 'a.b.c',
  'token with an unknown key': async () => provider.token({}, { kid: 'unknown' }),
  'token with a wrong signature': async () =>
    provider.token({}, { key: (await generateKeyPair('RS256')).privateKey }),
  'expired token': async () => provider.token({ exp: 1 }),
};

const everything = scopes.join(' ');
const tokenOf = async (tenant_id: string, scope = everything) => provider.token({ tenant_id, scope });
const kinds = {
  key: {
    of: async (tenant: string) => keyOf(tenant),
    without: async (scope: string) => keyOf('tenant-a', { scopes: scopes.filter((each) => each !== scope) }),
  },
  token: {
    of: async (tenant: string) => tokenOf(tenant),
    without: async (scope: string) => tokenOf('tenant-a', everything.replace(scope, '')),
  },
};

describe.each(Object.entries(refused))('%s', (_, credential) => {
  test('is refused everywhere, with the same bytes as a key that is broken', async () => {
    const broken = await said(await ask('GET', '/api/jobs', 'nonsense'));
    expect(broken.status).toBe(401);
    const given = await credential();
    for (const row of guarded) {
      const answer = await said(await ask(row.method, pathOf(row, jobId), given));
      expect({ row, ...answer }).toEqual({ row, ...broken });
    }
  });
});

describe.each(Object.entries(kinds))('a valid %s', (_, { of, without }) => {
  test('without the scope is refused with 403, whosever the job is', async () => {
    for (const row of guarded) {
      const credential = await without(row.scope);
      const own = await said(await ask(row.method, pathOf(row, jobId), credential));
      const none = await said(await ask(row.method, pathOf(row, unknownJob), credential));
      expect({ row, ...own }).toEqual({ row, ...none, status: 403 });
    }
  });

  test('of another tenant finds a foreign job as little as one that never was, to the byte', async () => {
    const credential = await of('tenant-b');
    for (const row of guarded.filter(isOfTenant)) {
      const none = await said(await ask(row.method, pathOf(row, unknownJob, 'nobody'), credential));
      for (const id of [jobId, deletedId]) {
        const foreign = await said(await ask(row.method, pathOf(row, id), credential));
        expect({ row, ...foreign }).toEqual({ row, ...none, status: 404 });
      }
    }
    expect(await system.client.job(jobId)).toMatchObject({ status: 'COMPLETED', legalHold: false });
  });

  test('of another tenant sees nothing of a foreign job where none is named', async () => {
    const credential = await of('tenant-b');
    for (const row of guarded.filter((row) => !isOfTenant(row))) {
      const answer = await ask(row.method, row.path, credential);
      const text = await answer.text();
      const shown = [jobId, deletedId].filter((id) => text.includes(id));
      expect({ row, ok: answer.ok, shown }).toEqual({ row, ok: true, shown: [] });
    }
  });

  test('of the tenant with the scope opens it', async () => {
    const credential = await of('tenant-a');
    for (const row of guarded) {
      const job = row.effect === 'write' ? await announce() : row.scope === 'erase' ? deletedId : jobId;
      const named = row.path.includes(':webhookId') ? await addWebhook() : job;
      const { status } = await ask(row.method, pathOf(row, named), credential);
      // A job that waits for its upload is in the wrong state for some; that is no longer a matter of access.
      expect({ row, status }).toEqual({
        row,
        status: expect.toBeOneOf(row.effect === 'read' ? [200] : [200, 201, 202, 204, 409]) as number,
      });
    }
  });
});

test('what needs no credential answers without one, and whatever is sent along', async () => {
  for (const row of rows.filter(({ scope }) => scope === null)) {
    for (const credential of [null, 'nonsense', system.key])
      expect({ row, status: (await ask(row.method, row.path, credential)).status }).toEqual({
        row,
        status: 200,
      });
  }
});

describe('in production', () => {
  test('a key of the embedded mode is refused everywhere, and another one is not', async () => {
    const production = await startTestSystem(
      { DATA_ENV: 'production', LOG_LEVEL: 'silent' },
      { withWorker: false },
    );
    const call = async (row: ListedEndpoint, key: string) => {
      const body = row.method === 'GET' ? null : '{}';
      const init = { method: row.method, headers: { authorization: `Bearer ${key}` }, body };
      return production.fetch(pathOf(row, unknownJob), init);
    };
    const other = { tenantId: 't', userId: 'u', scopes, embedded: false };
    const key = await createApiKey(production.services.db, other);
    const answers = [];
    for (const row of guarded) {
      const broken = await said(await call(row, 'nonsense'));
      answers.push({
        embedded: await said(await call(row, production.key)),
        broken,
        other: (await call(row, key)).status,
      });
    }
    await production.close();
    for (const { embedded, broken, other: status } of answers) {
      expect(embedded).toEqual({ ...broken, status: 401 });
      expect(status).not.toBe(401);
    }
  });
});

test('docs/access.md has the table as it is', async () => {
  const text = await readFile(new URL('../../docs/access.md', import.meta.url), 'utf8');
  const [before = '', after = ''] = text.split(/(?<=<!-- endpoints -->\n)[^]*(?=<!-- \/endpoints -->)/);
  const lines = rows.map(({ method, path, scope, effect, about }) => {
    const foreign = scope === null ? '' : isOfTenant({ path }) ? '404' : 'own rows only';
    const needs = scope === null ? 'none' : `\`${scope}\``;
    return `| ${method} | \`${path}\` | ${needs} | ${effect} | ${foreign} | ${about} |\n`;
  });
  const head =
    '| method | address | scope | effect | another tenant’s | what it is |\n|---|---|---|---|---|---|\n';
  await expect(`${before}${head}${lines.join('')}${after}`).toMatchFileSnapshot('../../docs/access.md');
});
