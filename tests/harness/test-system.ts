import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '#bin/api-client.ts';
import { startSystem, type System } from '#bin/embedded/start-system.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { type Scope, scopes } from '#shared/context.ts';
import { freshDatabase } from './fresh-database.ts';
import { noRateLimits } from './no-rate-limits.ts';

export interface TestSystem extends System {
  folder: string;
  key: string;
  client: ApiClient;
  /** Settings under which another process works on the same data. */
  environment: Record<string, string>;
  newKey(tenantId: string, ofScopes?: readonly Scope[]): Promise<string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** The whole system on a database, folder and queue prefix of its own. Close it, or the test run hangs. */
export async function startTestSystem(
  settings: Record<string, string> = {},
  { withWorker = true, withSite = false } = {},
): Promise<TestSystem> {
  const database = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-test-'));
  const environment = {
    DATABASE_URL: database.url,
    DATA_FOLDER: folder,
    PORT: '0',
    LOG_LEVEL: 'error',
    QUEUE_PREFIX: `t${randomBytes(4).toString('hex')}`,
    QUEUE_LEASE_SECONDS: '2',
    ...noRateLimits,
    ...settings,
  };
  const system = await startSystem({ overrides: environment, withWorker, withSite });
  const newKey = async (tenantId: string, ofScopes: readonly Scope[] = scopes) =>
    createApiKey(system.services.db, {
      tenantId,
      userId: `user-of-${tenantId}`,
      scopes: ofScopes,
      embedded: true,
    });
  const key = await newKey('tenant-a');
  return {
    ...system,
    folder,
    key,
    environment,
    newKey,
    client: new ApiClient(system.url, key),
    fetch: async (path, init = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has('authorization')) headers.set('authorization', `Bearer ${key}`);
      if (typeof init.body === 'string' && !headers.has('content-type'))
        headers.set('content-type', 'application/json');
      return fetch(`${system.url}${path}`, { ...init, headers });
    },
    close: async () => {
      await system.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
