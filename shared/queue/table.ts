import { z } from 'zod';

const job = { jobId: z.uuid(), traceId: z.string().max(64) };
const run = z.int().positive();

/** With waits of up to half a minute (backoff.ts), about an hour: outages of the database and the store are waited for. */
const patient = { attempts: 140 };

/**
 * The six queues: what a task carries and how often it is tried. The edge knows these names and payloads; only the
 * worker loads the weight behind them. A payload is a doorbell: the row in the database decides what is done.
 */
export const queueTable = {
  /**
   * Download, pre-flight, text layers, quote. Retried for outages only: a broken file is refused at once. With `quote` the
   * file of a job that was not started is looked at, and no more.
   */
  open: { payload: z.strictObject({ ...job, run, quote: z.literal(true).optional() }), ...patient },
  /** One page to recognise. The page's own rule (PAGE_MAX_STARTS) ends it before these attempts do. */
  page: { payload: z.strictObject({ ...job, run, pageNo: z.int().positive() }), ...patient },
  assemble: { payload: z.strictObject({ ...job, run }), ...patient },
  export: { payload: z.strictObject({ ...job, exportId: z.uuid() }), ...patient },
  /** Three tries here, then the sweep goes on at growing intervals. */
  erase: { payload: z.strictObject(job), attempts: 3 },
  /** One webhook. Its row counts the attempts and ends it (WEBHOOK_MAX_ATTEMPTS) before these do. */
  notify: { payload: z.strictObject({ deliveryId: z.uuid(), traceId: job.traceId }), ...patient },
} as const;

/** A task of a job that took this many workers down with it is not begun again: its file would take down every one. */
export const maxCrashes = 5;

export type QueueName = keyof typeof queueTable;
export type Payload<Q extends QueueName> = z.output<(typeof queueTable)[Q]['payload']>;
