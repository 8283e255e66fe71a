import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { loadSite } from '#netlify/host/load-site.ts';
import { listen, startHost } from '#netlify/host/start-host.ts';
import { type Config, loadConfig } from '#shared/config.ts';
import { requireDatabase } from '#shared/health/require-database.ts';
import { openServices, type OpenServices } from '#shared/open-services.ts';
import { migrate } from '#db/migrate.ts';
import { wallStands } from '#db/wall-stands.ts';
import { openEngine } from '#worker/ocr/open-engine.ts';
import { startWorker } from '#worker/start-worker.ts';
import { Releasers } from '../releasers.ts';
import { ensureSite } from '../site/ensure-site.ts';
import { siteFolders } from '../site/site-folders.ts';
import { startPostgres } from './postgres.ts';

export interface System {
  /** Where the API answers. */
  url: string;
  config: Config;
  services: OpenServices;
  close: () => Promise<void>;
}

export interface SystemOptions {
  /** Below the environment. */
  defaults?: Record<string, string>;
  /** Above the environment. */
  overrides?: Record<string, string>;
  /** False where workers run in processes of their own. */
  withWorker?: boolean;
  /** Whether the web pages are served too, and built where they are not. */
  withSite?: boolean;
}

/**
 * Everything in one process: API, worker, and where nothing else is configured, database, queue and store below
 * DATA_FOLDER. Throws `config-invalid` or what a part throws; what had been opened is closed then.
 */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const releasers = new Releasers();
  try {
    return await openAll(options, releasers);
  } catch (error) {
    await releasers.releaseAll().catch(() => {});
    throw error;
  }
}

async function openAll(options: SystemOptions, releasers: Releasers): Promise<System> {
  const asked = loadConfig(options);
  if (options.withSite === true) await ensureSite();
  await mkdir(asked.DATA_FOLDER, { recursive: true });
  const databaseUrl = asked.DATABASE_URL ?? (await embedDatabase(asked, releasers));
  const server = await listen(asked.HOST, asked.PORT);
  releasers.push(async () => closeServer(server));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : asked.PORT;
  const overrides = { ...options.overrides, DATABASE_URL: databaseUrl, PORT: String(port) };
  const defaults = { ...options.defaults, PUBLIC_URL: `http://localhost:${port}` };
  const config = loadConfig({ ...options, defaults, overrides });
  const services = await openServices(config, 'host');
  releasers.push(services.close);
  await requireDatabase(services);
  await migrate(services.db);
  if (!(await wallStands(services.db)))
    services.log.warn('row-level security is missing: see docs/access.md');
  await services.queues.backend.migrate();
  if (options.withWorker !== false) await openWorker(config, releasers, services);
  const site = options.withSite === true ? await loadSite(siteFolders.built) : null;
  const host = await startHost(services, server, site);
  releasers.push(host.close);
  return { url: `http://localhost:${port}`, config, services, close: async () => releasers.releaseAll() };
}

/**
 * On services of its own: a worker waits for an outage to pass, the API has to answer. What the API lets through without a
 * limit shows in the worker's metrics, which are the only ones of this process.
 */
async function openWorker(config: Config, releasers: Releasers, api: OpenServices): Promise<void> {
  const services = await openServices(config, 'worker');
  releasers.push(services.close);
  const worker = await startWorker({ ...services, limits: api.limits }, await openEngine(config));
  releasers.push(worker.stop);
}

/** The host closes it with what it serves; this is for a start that fails before. */
async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function embedDatabase(config: Config, releasers: Releasers): Promise<string> {
  const postgres = await startPostgres({ folder: config.DATA_FOLDER });
  releasers.push(postgres.stop);
  return postgres.url;
}
