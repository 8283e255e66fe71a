import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#bin/embedded/postgres.ts';
import type { TestProject } from 'vitest/node';
import { startRedisServer } from './redis-server.ts';

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
  const redis = await startRedisServer({ appendonly: false });
  project.provide('postgresUrl', postgres.url);
  project.provide('redisUrl', redis?.url ?? '');
  return async () => {
    await redis?.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
