import type { Ctx, Services } from '#shared/context.ts';
import type { BackendWorker } from '#shared/queue/backend.ts';
import { consume, type Task } from '#shared/queue/consume.ts';
import type { QueueName } from '#shared/queue/table.ts';
import type { OcrEngine } from './ocr/ocr-engine.ts';
import { processAssemble, processOpen, processPage } from './processors/job-steps.ts';
import { processErase } from './processors/process-erase.ts';
import { processExport } from './processors/process-export.ts';
import { Sources } from './sources.ts';
import type { WorkerCtx } from './worker-ctx.ts';

export interface RunningWorker {
  /** Takes no new tasks, gives those under way SHUTDOWN_GRACE_SECONDS, then aborts them; nothing is lost either way. */
  stop: () => Promise<void>;
}

/** Starts consuming all five queues. The engine is closed with the worker; the services belong to the caller. */
export async function startWorker(services: Services, ocr: OcrEngine): Promise<RunningWorker> {
  const sources = new Sources(services);
  const stopping = new AbortController();
  const worker = { services, ocr, sources, signal: stopping.signal };
  const pagesAtOnce = services.config.OCR_WORKERS;
  const consumers = [
    // Opening one file at a time keeps memory bounded; its text layers are read by a thread of its own.
    start(worker, { queue: 'open', concurrency: 1, process: processOpen }),
    // One more than engines, so that the next page is rendered while the others are recognised.
    start(worker, { queue: 'page', concurrency: pagesAtOnce + 1, process: processPage }),
    start(worker, { queue: 'assemble', concurrency: 1, process: processAssemble }),
    start(worker, { queue: 'export', concurrency: 1, process: processExport }),
    start(worker, { queue: 'erase', concurrency: 2, process: processErase }),
  ];
  await Promise.all(consumers.map(async (consumer) => consumer.waitUntilReady()));
  return {
    stop: async () => {
      await stopConsumers(consumers, { stopping, graceSeconds: services.config.SHUTDOWN_GRACE_SECONDS });
      await ocr.close();
      await sources.close();
    },
  };
}

interface WorkerParts {
  services: Services;
  ocr: OcrEngine;
  sources: Sources;
  signal: AbortSignal;
}

interface Consumer<Q extends QueueName> {
  queue: Q;
  concurrency: number;
  process: (ctx: WorkerCtx, task: Task<Q>) => Promise<void>;
}

function start<Q extends QueueName>(worker: WorkerParts, consumer: Consumer<Q>): BackendWorker {
  const { services, ocr, sources, signal } = worker;
  return consume({
    config: services.config,
    backend: services.queues.backend,
    queue: consumer.queue,
    concurrency: consumer.concurrency,
    log: services.log,
    signal,
    handle: async (task) => {
      const traced: Ctx = {
        ...services,
        actor: { kind: 'system', name: 'worker' },
        traceId: task.payload.traceId,
      };
      await consumer.process({ ...traced, ocr, sources }, task);
    },
  });
}

async function stopConsumers(
  consumers: BackendWorker[],
  { stopping, graceSeconds }: { stopping: AbortController; graceSeconds: number },
): Promise<void> {
  const timer = setTimeout(() => stopping.abort(), graceSeconds * 1000);
  await Promise.all(consumers.map(async (consumer) => consumer.close()));
  clearTimeout(timer);
}
