import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keys as keysCommand } from '#bin/commands/keys.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import type { KeyView } from '#shared/auth/key-view.ts';
import { runCommand } from '#tests/harness/run-command.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await startTestSystem({}, { withWorker: false });
});
afterAll(async () => system.close());

const keys = async (...args: string[]) => runCommand(['keys', ...args], system.environment);
const create = async (...args: string[]) => keys('create', '--tenant', 'tenant-k', '--user', 'u', ...args);
const list = async (): Promise<KeyView[]> =>
  JSON.parse((await keys('list', '--tenant', 'tenant-k', '--json')).printed) as KeyView[];
const status = async (key: string): Promise<number> =>
  (await system.fetch('/api/jobs', { headers: { authorization: `Bearer ${key}` } })).status;
const idOf = (key: string): string => key.split('_')[1] ?? '';

test('a key is created with what it may, until when and what for, used, listed without its secret, and revoked', async () => {
  const args = ['--scopes', 'jobs:read,audit:read', '--expires', '90d', '--name', 'nightly run'];
  const { code, printed } = await create(...args);
  expect(code).toBe(0);
  const key = printed.trim();
  expect(key).toMatch(/^ll_[0-9a-f]{18}_[0-9a-f]{64}$/);
  expect((await list())[0]).toMatchObject({ id: idOf(key), status: 'active', lastUsedAt: null });

  expect(await status(key)).toBe(200);
  const [used] = await list();
  expect(used).toMatchObject({ name: 'nightly run', scopes: ['jobs:read', 'audit:read'], userId: 'u' });
  expect(used?.lastUsedAt).not.toBeNull();
  const days = (Date.parse(used?.expiresAt ?? '') - Date.parse(used?.createdAt ?? '')) / 86_400_000;
  expect(days).toBeGreaterThan(89.9);
  expect(days).toBeLessThan(90.1);
  const table = (await keys('list')).printed;
  expect(table).toMatch(new RegExp(`^${idOf(key)} +tenant-k +u +active .* nightly run$`, 'm'));
  expect(table + JSON.stringify(used)).not.toContain(key.split('_')[2]);

  expect(await keys('revoke', idOf(key))).toMatchObject({
    code: 0,
    printed: expect.stringContaining('is revoked'),
  });
  expect(await status(key)).toBe(401);
  expect((await keys('revoke', idOf(key))).printed).toContain('revoked before');
  expect((await list())[0]).toMatchObject({ status: 'revoked' });
  const told = await system.services.db
    .selectFrom('audit_events')
    .select(['event_type', 'metadata'])
    .where('tenant_id', '=', 'tenant-k')
    .where('event_type', 'like', 'KEY_%')
    .orderBy('occurred_at')
    .execute();
  expect(told).toMatchObject([
    { event_type: 'KEY_CREATED', metadata: { keyId: idOf(key), scopes: ['jobs:read', 'audit:read'] } },
    { event_type: 'KEY_REVOKED', metadata: { keyId: idOf(key) } },
  ]);
});

test('the use of a key is written once a minute, not with each request', async () => {
  const { db } = system.services;
  const key = await createApiKey(db, {
    tenantId: 'tenant-l',
    userId: 'u',
    scopes: ['jobs:read'],
    embedded: false,
  });
  const written = async () =>
    db
      .selectFrom('api_keys')
      .select((eb) => ['last_used_at', eb.cast<string>(eb.ref('xmin' as 'id'), 'text').as('version')])
      .where('id', '=', idOf(key))
      .executeTakeFirstOrThrow();
  const unused = await written();
  await status(key);
  const first = await written();
  for (let n = 0; n < 3; n += 1) await status(key);
  expect(unused.last_used_at).toBeNull();
  expect(first.last_used_at).not.toBeNull();
  expect(await written()).toEqual(first);
  const longAgo = new Date(Date.now() - 61_000);
  await db.updateTable('api_keys').set({ last_used_at: longAgo }).where('id', '=', idOf(key)).execute();
  await status(key);
  expect((await written()).last_used_at?.getTime()).toBeGreaterThan(longAgo.getTime());
});

test('a key that nobody has shown the secret of counts as not used', async () => {
  const key = await system.newKey('tenant-m');
  await status(key.replace(/.{4}$/, 'ffff'));
  const row = await system.services.db
    .selectFrom('api_keys')
    .select('last_used_at')
    .where('id', '=', idOf(key))
    .executeTakeFirst();
  expect(row).toEqual({ last_used_at: null });
});

test.each([
  'create --tenant _system --user u',
  'create --tenant t/\u0007 --user u',
  'create --tenant t',
  'create --tenant t --user u --scopes jobs:read,all',
  'create --tenant t --user u --scopes=',
  'create --tenant t --user u --expires 90',
  'create --tenant t --user u --expires 0d',
  'create --tenant t --user u --expires 99999d',
  'create --tenant t --user u --name=',
  'revoke',
  'mend',
])('keys %s is wrong use', async (line) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const code = await keysCommand(line.split(' '));
  const lines = said.mock.calls.length;
  said.mockRestore();
  expect([code, lines]).toEqual([64, 1]);
});

test('a flood of credentials that nobody knows leaves ten rows in the trail', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => status(`ll_${String(n).padStart(18, '0')}_${'0'.repeat(64)}`)),
  );
  await system.services.trail.flush(5000);
  const written = await system.services.db
    .selectFrom('audit_events')
    .select('metadata')
    .where('tenant_id', '=', '_system')
    .where('event_type', '=', 'AUTH_FAILED')
    .execute();
  expect(new Set(statuses)).toEqual(new Set([401]));
  expect(written).toHaveLength(10);
});

test('a key that does not exist cannot be revoked', async () => {
  const { code, said } = await keys('revoke', '0'.repeat(18));
  expect(code).toBe(1);
  expect(said).toContain('There is no key');
});
