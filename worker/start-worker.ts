import type { Ctx, Services } from '#shared/context.ts';
import { endsWithin } from '#shared/ends-within.ts';
import { AppError } from '#shared/errors.ts';
import type { BackendWorker } from '#shared/queue/backend.ts';
import { consume, type Task } from '#shared/queue/consume.ts';
import type { QueueName } from '#shared/queue/table.ts';
import { consumeAudit } from './audit/consume-audit.ts';
import { keepSealing } from './audit/keep-sealing.ts';
import { Cancellations } from './cancellations.ts';
import { Meters } from './monitor/meters.ts';
import type { Monitor } from './monitor/start-monitor.ts';
import type { OcrEngine } from './ocr/ocr-engine.ts';
import { openTracing, type TraceTask } from './open-tracing.ts';
import { processAssemble, processOpen, processPage } from './processors/job-steps.ts';
import { processErase } from './processors/process-erase.ts';
import { processExport } from './processors/process-export.ts';
import { processNotify } from './processors/process-notify.ts';
import { Sources } from './sources.ts';
import type { WorkerCtx } from './worker-ctx.ts';

export interface RunningWorker {
  /** Takes no new tasks, gives those under way SHUTDOWN_GRACE_SECONDS, then aborts them; nothing is lost either way. */
  stop: () => Promise<void>;
}

/** Time for tasks that were aborted to come back, then for what is left to be closed by force. */
const abortMs = 1500;
const forceMs = 1000;
const startMs = 10_000;

/**
 * Starts consuming all queues, and keeps the trail. The engine is closed with the worker, also where the start fails; the services
 * belong to the caller. Throws `database-unavailable` when the queue cannot be used, `config-invalid` when WORKER_PORT cannot be had.
 */
export async function startWorker(services: Services, ocr: OcrEngine): Promise<RunningWorker> {
  const sources = new Sources(services);
  const cancellations = new Cancellations(services);
  const meters = new Meters();
  let monitor: Monitor | undefined;
  const stopping = new AbortController();
  const parts = { ocr, sources, cancellations, meters };
  const traceTask = await openTracing(services.config);
  const consumers = startConsumers({ services, parts, traceTask, signal: stopping.signal });
  const close = async (): Promise<void> => {
    const closing = [
      monitor?.close() ?? Promise.resolve(),
      ...consumers.map(async (each) => each.getBackend().close(true)),
      ocr.close(),
      sources.close(),
      cancellations.close(),
    ];
    const ended = await endsWithin(Promise.allSettled(closing), forceMs);
    if (!ended) services.log.warn('a part of the worker was left open');
  };
  try {
    await untilReady(consumers, services);
    monitor = await openMonitor(services, meters);
    cancellations.listen(services.config.DATABASE_URL ?? '');
    sources.prepare();
  } catch (error) {
    stopping.abort();
    await endsWithin(Promise.all(consumers.map(async (consumer) => consumer.close(true))), forceMs);
    await close();
    throw error;
  }
  const keepers = [keepSealing(services), consumeAudit(services)];
  return {
    stop: async () => {
      const graceMs = services.config.SHUTDOWN_GRACE_SECONDS * 1000;
      const abort = setTimeout(() => stopping.abort(), graceMs);
      const orderly = await stopConsumers(consumers, graceMs + abortMs);
      clearTimeout(abort);
      stopping.abort();
      if (!orderly) services.log.warn('the queue does not answer: tasks under way fall to other workers');
      // Last of what works, and together with what is closed: a database that is silent must not add its own wait.
      const kept = endsWithin(Promise.all(keepers.map(async (keeper) => keeper?.stop())), forceMs);
      await Promise.all([kept, close()]);
    },
  };
}

/** Loaded where it is wanted only: a worker starts a quarter of a second sooner without it. */
async function openMonitor(services: Services, meters: Meters): Promise<Monitor | undefined> {
  if (services.config.WORKER_PORT === 0) return undefined;
  const { startMonitor } = await import('./monitor/start-monitor.ts');
  return startMonitor(services, meters);
}

/** Takes no new tasks and waits for those under way; answers whether they ended in time. */
async function stopConsumers(consumers: BackendWorker[], limitMs: number): Promise<boolean> {
  return endsWithin(Promise.all(consumers.map(async (consumer) => consumer.close())), limitMs);
}

async function untilReady(consumers: BackendWorker[], { queues }: Services): Promise<void> {
  const ready = Promise.all(consumers.map(async (consumer) => consumer.waitUntilReady()));
  const failure = await endsWithin(ready, startMs).then(
    (ended) => (ended ? undefined : new Error('No answer in time')),
    (error: unknown) => error,
  );
  if (failure === undefined) return;
  const wayOut =
    queues.backend.kind === 'redis'
      ? 'Start the Redis of REDIS_URL, or correct the address.'
      : `Run \`ledgerlift migrate\`, and let DATABASE_URL reach the database directly, not through a pooler.`;
  throw new AppError('database-unavailable', `The queue cannot be used. ${wayOut}`, { cause: failure });
}

interface WorkerParts {
  services: Services;
  /** Beside the services, what every task works with. */
  parts: Omit<WorkerCtx, keyof Ctx>;
  traceTask: TraceTask;
  signal: AbortSignal;
}

interface Consumer<Q extends QueueName> {
  queue: Q;
  concurrency: number;
  process: (ctx: WorkerCtx, task: Task<Q>) => Promise<void>;
}

function startConsumers(worker: WorkerParts): BackendWorker[] {
  const { OCR_WORKERS: pagesAtOnce, FEATURES_WEBHOOKS: webhooks } = worker.services.config;
  return [
    // Opening one file at a time keeps memory bounded; its text layers are read by a process of its own.
    start(worker, { queue: 'open', concurrency: 1, process: processOpen }),
    // One more than engines, so that the next page is rendered while the others are recognised.
    start(worker, { queue: 'page', concurrency: pagesAtOnce + 1, process: processPage }),
    start(worker, { queue: 'assemble', concurrency: 1, process: processAssemble }),
    start(worker, { queue: 'export', concurrency: 1, process: processExport }),
    start(worker, { queue: 'erase', concurrency: 2, process: processErase }),
    // Mostly waiting for others' machines.
    ...(webhooks ? [start(worker, { queue: 'notify', concurrency: 8, process: processNotify })] : []),
  ];
}

function start<Q extends QueueName>(worker: WorkerParts, consumer: Consumer<Q>): BackendWorker {
  const { services, parts, traceTask, signal } = worker;
  return consume({
    config: services.config,
    backend: services.queues.backend,
    queue: consumer.queue,
    concurrency: consumer.concurrency,
    log: services.log,
    signal,
    handle: async (task) => {
      const { traceId } = task.payload;
      const ctx = {
        ...services,
        ...parts,
        actor: { kind: 'system' as const, name: 'worker' as const },
        traceId,
      };
      const startedAt = performance.now();
      await traceTask({ queue: consumer.queue, traceId }, async () => consumer.process(ctx, task));
      const ms = Math.round(performance.now() - startedAt);
      const done: object = { queue: consumer.queue, ...task.payload, ms };
      services.log.debug(done, 'a task is done');
    },
  });
}
