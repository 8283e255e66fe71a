import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Queue } from 'bullmq';
import type { Hono } from 'hono';
import type { Services } from '#shared/context.ts';
import type { BackendQueue } from '#shared/queue/backend.ts';
import { fullName } from '#shared/queue/queues.ts';
import { type QueueName, queueTable } from '#shared/queue/table.ts';

export interface QueueBoard {
  app: Hono;
  close(): Promise<void>;
}

/** Bull Board below `path`: the queues and their tasks, to be looked at. What a task carries are ids. */
export function openQueueBoard({ config, queues, log }: Services, path: string): QueueBoard {
  const opened = (Object.keys(queueTable) as QueueName[]).map((name) => {
    const queue: BackendQueue = queues.backend.queue(fullName(config, name));
    queue.on('error', (error) => log.warn({ err: error }, 'the queue does not answer'));
    return queue;
  });
  const serverAdapter = new HonoAdapter(serveStatic).setBasePath(path);
  createBullBoard({
    // Ours have a narrower type, and are BullMQ's own.
    queues: opened.map((queue) => new BullMQAdapter(queue as unknown as Queue, { readOnlyMode: true })),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'LedgerLift', hideRedisDetails: true } },
  });
  return {
    app: serverAdapter.registerPlugin(),
    close: async () => {
      await Promise.allSettled(opened.map(async (queue) => queue.getBackend().close(true)));
    },
  };
}
