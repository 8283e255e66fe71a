import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '#bin/api-client.ts';
import { startSystem, type System } from '#bin/embedded/start-system.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';

export interface BenchSystem extends System {
  client: ApiClient;
}

/** The whole system in one process, its data in a folder of their own that goes with it. Without a Redis the queue is on PostgreSQL. */
export async function startBenchSystem(settings: Record<string, string>): Promise<BenchSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-bench-'));
  // The account that PostgreSQL runs as has to pass; else the cluster would lie elsewhere and stay.
  await chmod(folder, 0o755);
  const system = await startSystem({
    overrides: {
      DATA_FOLDER: folder,
      DATABASE_URL: '',
      PORT: '0',
      LOG_LEVEL: 'error',
      // Whoever measures calls more often than anybody may.
      RATE_LIMIT_PER_MINUTE: '1000000',
      RATE_LIMIT_READS_PER_MINUTE: '1000000',
      ...settings,
    },
  });
  const key = await createApiKey(system.services.db, {
    tenantId: 'bench',
    userId: 'bench',
    scopes,
    embedded: true,
  });
  return {
    ...system,
    client: new ApiClient(system.url, key),
    close: async () => {
      await system.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
