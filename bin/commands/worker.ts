import { loadConfig } from '#shared/config.ts';
import { requireSchema } from '#shared/health/require-database.ts';
import { openServices } from '#shared/open-services.ts';
import { openEngine } from '#worker/ocr/open-engine.ts';
import { startWorker } from '#worker/start-worker.ts';
import { leaveSoon } from '../leave-soon.ts';
import { Releasers } from '../releasers.ts';
import { untilInterrupted } from '../until-interrupted.ts';

/** `ledgerlift worker`: consumes the queues of DATABASE_URL (and REDIS_URL) until interrupted. Throws `database-unavailable`. */
export async function worker(): Promise<number> {
  const config = loadConfig();
  const releasers = new Releasers();
  // From the first moment on: a signal that comes during the start ends what it has opened in good order.
  const interrupted = untilInterrupted();
  try {
    const services = await openServices(config, 'worker');
    releasers.push(services.close);
    await requireSchema(services);
    const running = await startWorker(services, await openEngine(config));
    releasers.push(running.stop);
    services.log.info({ queue: services.queues.backend.kind }, 'the worker is ready');
    await interrupted;
    return 0;
  } finally {
    await releasers.releaseAll().finally(leaveSoon);
  }
}
