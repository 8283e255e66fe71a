import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '#bin/wait-until.ts';
import { migrate } from '#db/migrate.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { environmentWith, loadConfig } from '#shared/config.ts';
import { scopes } from '#shared/context.ts';
import { openServices, type OpenServices } from '#shared/open-services.ts';
import { freshDatabase } from './fresh-database.ts';
import { noRateLimits } from './no-rate-limits.ts';

const command = fileURLToPath(new URL('../../bin/ledgerlift.mjs', import.meta.url));

export interface ServeProcess {
  url: string;
  key: string;
  environment: Record<string, string>;
  /** On the same database, from outside. */
  services: OpenServices;
  /** Takes the database from under it. */
  dropDatabase(): Promise<void>;
  /** All that it has printed, on either stream. */
  log(): string;
  close(): Promise<void>;
}

/**
 * `ledgerlift serve` in a process of its own, on data of its own; what it prints is kept. `addressOf` changes the address
 * under which it has its database.
 */
export async function spawnServe(
  settings: Record<string, string>,
  addressOf: (url: string) => string = (url) => url,
): Promise<ServeProcess> {
  const database = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-test-'));
  const environment = {
    DATABASE_URL: addressOf(database.url),
    DATA_FOLDER: folder,
    PORT: '0',
    QUEUE_PREFIX: `t${randomBytes(4).toString('hex')}`,
    ...noRateLimits,
    ...settings,
  };
  const quiet = { environment: { ...environment, LOG_LEVEL: 'silent' } };
  const services = await openServices(loadConfig(quiet), 'host');
  await migrate(services.db);
  const key = await createApiKey(services.db, { tenantId: 't', userId: 'u', scopes, embedded: true });
  const { child, log } = spawnLogged([command, 'serve'], environment);
  const address = await waitUntil(
    async () =>
      Promise.resolve(/answers at (\S+)/.exec(log())?.[1] ?? (child.exitCode === null ? '' : 'none')),
    (found) => found !== '',
  );
  if (address === 'none') throw new Error(`It did not start:\n${log()}`);
  return {
    url: address,
    key,
    environment,
    services,
    log,
    dropDatabase: async () => database.drop(),
    close: async () => {
      if (child.exitCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      await services.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A process whose every output is kept. */
export function spawnLogged(
  program: string[],
  environment: Record<string, string>,
): { child: ChildProcess; log: () => string } {
  const child = spawn(process.execPath, program, { env: environmentWith(environment) });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, log: () => text };
}
