import { loadConfig } from '#shared/config.ts';
import { openServices } from '#shared/open-services.ts';
import { openEngine } from '#worker/ocr/open-engine.ts';
import { startWorker } from '#worker/start-worker.ts';
import { Releasers } from '../releasers.ts';
import { untilInterrupted } from '../until-interrupted.ts';

/** `ledgerlift worker`: consumes the queues of DATABASE_URL (and REDIS_URL) until interrupted. */
export async function worker(): Promise<number> {
  const config = loadConfig();
  const releasers = new Releasers();
  try {
    const services = await openServices(config, 'worker');
    releasers.push(services.close);
    const engine = openEngine(config);
    const running = await startWorker(services, engine);
    releasers.push(running.stop);
    services.log.info({ queue: services.queues.backend.kind }, 'the worker is ready');
    await untilInterrupted();
    return 0;
  } finally {
    await releasers.releaseAll();
  }
}
