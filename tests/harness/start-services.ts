import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#bin/embedded/postgres.ts';
import { waitUntil } from '#bin/wait-until.ts';
import { Redis } from 'ioredis';
import type { TestProject } from 'vitest/node';
import { unusedPort } from './unused-port.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    /** Empty where no redis-server is installed; `.ci/run` installs one, so that no suite is skipped there. */
    redisUrl: string;
  }
}

/** One PostgreSQL, and one Redis where its server is installed, for all files of a project. */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-test-'));
  // The account that PostgreSQL runs as has to pass; in a closed folder the cluster would lie elsewhere and stay.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ folder });
  const redis = await startRedis();
  project.provide('postgresUrl', postgres.url);
  project.provide('redisUrl', redis?.url ?? '');
  return async () => {
    await redis?.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function startRedis(): Promise<{ url: string; stop(): Promise<void> } | null> {
  const port = await unusedPort();
  // A test switches the append-only file on, which must not come to lie in the checkout.
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-redis-'));
  const args = [
    '--dir',
    folder,
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--maxmemory-policy',
    'noeviction',
  ];
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  const failed = once(child, 'error').then(() => true);
  const started = once(child, 'spawn').then(() => false);
  if (await Promise.race([failed, started])) {
    await rm(folder, { recursive: true });
    return null;
  }
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { maxRetriesPerRequest: 1, lazyConnect: false });
  client.on('error', () => {});
  await waitUntil(
    async () => client.ping().catch(() => ''),
    (answer) => answer === 'PONG',
  );
  client.disconnect();
  return {
    url,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
