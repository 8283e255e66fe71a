import { serve, type ServerType } from '@hono/node-server';
import { type Context, Hono, type Next } from 'hono';
import type { AddressInfo } from 'node:net';
import type { Services } from '#shared/context.ts';
import { AppError } from '#shared/errors.ts';
import { checkHealth } from '#shared/health/check-health.ts';
import { addGauges } from './add-gauges.ts';
import { holdsToken } from './holds-token.ts';
import type { Meters } from './meters.ts';
import { openQueueBoard, type QueueBoard } from './queue-board.ts';

export interface Monitor {
  close(): Promise<void>;
}

/**
 * Serves what looks into this worker on WORKER_PORT: /health/live and /health/ready for the platform, /metrics, and with
 * METRICS_TOKEN the queues. Nothing there changes anything. Throws `config-invalid` where the port is taken.
 */
export async function startMonitor(services: Services, meters: Meters): Promise<Monitor> {
  const { WORKER_PORT: port, WORKER_HOST: hostname, METRICS_TOKEN: token } = services.config;
  meters.watchProcess();
  addGauges(meters.registry, services);
  const board = token === undefined ? undefined : openQueueBoard(services, BOARD_PATH);
  const server = serve({ fetch: routes(services, { meters, board }).fetch, port, hostname });
  try {
    await untilListening(server);
  } catch (cause) {
    await board?.close();
    const { code = 'no answer' } = cause as { code?: string };
    throw new AppError('config-invalid', `WORKER_PORT ${port} on ${hostname} cannot be had (${code}).`, {
      cause,
    });
  }
  services.log.info({ port: (server.address() as AddressInfo).port }, 'the worker can be looked into');
  return {
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await board?.close();
    },
  };
}

const BOARD_PATH = '/queues';

interface Shown {
  meters: Meters;
  board: QueueBoard | undefined;
}

function routes(services: Services, { meters, board }: Shown): Hono {
  const guard = guardWith(services.config.METRICS_TOKEN);
  // A slash at the end makes no difference.
  const app = new Hono({ strict: false });
  app.use('*', (call, next) => readOnly(call, next));
  app.get('/health/live', (call) => call.json({ status: 'ok' }));
  app.get('/health/ready', async (call) => {
    const health = await checkHealth(services);
    return call.json(health, health.status === 'ok' ? 200 : 503);
  });
  app.get('/metrics', guard, async (call) =>
    call.body(await meters.registry.metrics(), 200, { 'content-type': meters.registry.contentType }),
  );
  if (board !== undefined) {
    app.use(`${BOARD_PATH}/*`, guard);
    app.use(BOARD_PATH, guard);
    app.route(BOARD_PATH, board.app);
  }
  app.onError((error, call) => {
    services.log.error({ err: error }, 'looking into the worker failed');
    return call.json({ status: 'unavailable' }, 500);
  });
  return app;
}

/** Bull Board refuses changes too; that nothing but reading gets as far as it, is ours. */
async function readOnly(call: Context, next: Next): Promise<Response | void> {
  if (call.req.method !== 'GET' && call.req.method !== 'HEAD') {
    return call.body(null, 405, { allow: 'GET, HEAD' });
  }
  await next();
  call.header('cache-control', 'no-store');
  call.header('x-frame-options', 'DENY');
  call.header('x-content-type-options', 'nosniff');
}

function guardWith(token: string | undefined) {
  return async (call: Context, next: Next): Promise<Response | void> => {
    if (token !== undefined && !holdsToken(call.req.header('authorization'), token)) {
      return call.body(null, 401, { 'www-authenticate': 'Basic realm="LedgerLift", charset="UTF-8"' });
    }
    await next();
  };
}

async function untilListening(server: ServerType): Promise<void> {
  if (server.listening) return;
  await new Promise<void>((resolve, reject) => {
    server.once('listening', () => resolve());
    server.once('error', reject);
  });
}
