import { UnrecoverableError } from 'bullmq';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { BackendWorker, QueueBackend } from './backend.ts';
import { backoffOf } from './backoff.ts';
import { fullName } from './queues.ts';
import { type Payload, type QueueName, queueTable } from './table.ts';

/** Never reached: a task that BullMQ ended by itself would leave its job without a reason. See `maxCrashes`. */
const maxStalledCount = 1_000_000;

export interface Task<Q extends QueueName> {
  payload: Payload<Q>;
  /** How often this task has been started, this time and crashes included. */
  starts: number;
  /** How often a worker fell silent over this task: a crash, not an orderly stop. */
  stalls: number;
  /** True where a further failure would end the task for good. */
  lastAttempt: boolean;
  /** Aborted when the worker has to stop. */
  signal: AbortSignal;
}

export interface ConsumeOptions<Q extends QueueName> {
  config: Config;
  backend: QueueBackend;
  queue: Q;
  concurrency: number;
  log: Logger;
  /** Aborted when the grace period of a stop is over. */
  signal: AbortSignal;
  handle: (task: Task<Q>) => Promise<void>;
}

/**
 * Starts consuming a queue. A payload that is not of the table's form, and an AppError that a retry cannot help, end
 * the task at once; everything else is retried as the table says.
 */
export function consume<Q extends QueueName>(options: ConsumeOptions<Q>): BackendWorker {
  const { config, backend, queue, log } = options;
  const leaseMs = config.QUEUE_LEASE_SECONDS * 1000;
  const worker = backend.worker(
    fullName(config, queue),
    async (task) => {
      const payload = queueTable[queue].payload.safeParse(task.data);
      if (!payload.success) throw new UnrecoverableError('The payload is not of the form of its queue');
      await runTask(options, {
        payload: payload.data as Payload<Q>,
        starts: task.attemptsStarted,
        stalls: task.stalledCounter,
        lastAttempt: task.attemptsMade + 1 >= (task.opts.attempts ?? 1),
        signal: options.signal,
      });
    },
    {
      concurrency: options.concurrency,
      lockDuration: leaseMs,
      stalledInterval: leaseMs,
      maxStalledCount,
      settings: { backoffStrategy: backoffOf(queue, config) },
    },
  );
  worker.on('error', (error) => log.warn({ err: error, queue }, 'the queue does not answer'));
  worker.on('failed', (task, error) => log.warn({ err: error, queue, taskId: task?.id }, 'a task failed'));
  return worker;
}

async function runTask<Q extends QueueName>(options: ConsumeOptions<Q>, task: Task<Q>): Promise<void> {
  try {
    await options.handle(task);
  } catch (error) {
    // Whatever fails because this worker has to stop is for another worker to do.
    if (task.signal.aborted) throw new Error('the worker stopped', { cause: error });
    if (error instanceof AppError && !error.retryable) throw new UnrecoverableError(error.code);
    throw error;
  }
}
