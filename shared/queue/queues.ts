import type { JobsOptions } from 'bullmq';
import type { Config } from '../config.ts';
import { type BackendOptions, type BackendQueue, openBackend, type QueueBackend } from './backend.ts';
import { backoffType } from './backoff.ts';
import { type Renewable, renewable } from './renewable.ts';
import { type Payload, type QueueName, queueTable } from './table.ts';

/** The one way to put work on a queue. Every method throws the backend's error when it does not answer. */
export interface Queues {
  backend: QueueBackend;
  add<Q extends QueueName>(queue: Q, payload: Payload<Q>, options: AddOptions): Promise<void>;
  /** Pages side by side, then the assembly once every one of them has ended. */
  addPages(assembly: Payload<'assemble'>, pages: Payload<'page'>[]): Promise<void>;
  waiting(queue: QueueName): Promise<number>;
  /** How many tasks of a job workers have in hand now. */
  atWork(queue: QueueName, jobId: string): Promise<number>;
  /** Takes tasks off a queue, those that wait for them included; one in a worker's hand stays. */
  withdraw(queue: QueueName, ids: readonly string[]): Promise<void>;
  close: () => Promise<void>;
}

export interface AddOptions {
  /** Tasks with one id are one task while it lasts. Letters, digits and hyphens: BullMQ refuses ':'. */
  taskId: string;
  delayMs?: number;
}

/** Opens queues lazily: a function that only reads never connects to them. */
export function openQueues(config: Config, options: BackendOptions): Queues {
  const backend = openBackend(config, options);
  const opened = new Map<QueueName, Renewable<BackendQueue>>();
  const onError = (error: Error) => options.log.warn({ err: error }, 'the queue does not answer');
  const flow = renewable(() => backend.flow(), onError);

  const queueOf = (name: QueueName): Renewable<BackendQueue> => {
    const queue = opened.get(name) ?? renewable(() => backend.queue(fullName(config, name)), onError);
    opened.set(name, queue);
    return queue;
  };

  return {
    backend,
    async add(queue, payload, { taskId, delayMs }) {
      const taskOptions = { ...optionsOf(queue), jobId: taskId, delay: delayMs ?? 0 };
      await queueOf(queue).use(async (each) => each.add(queue, payload, taskOptions));
    },
    async addPages(assembly, pages) {
      await flow.use(async (each) => each.add(pagesFlow(config, assembly, pages)));
    },
    async waiting(queue) {
      const counts = await queueOf(queue).use(async (each) =>
        each.getJobCounts('waiting', 'active', 'delayed', 'waiting-children'),
      );
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    async atWork(queue, jobId) {
      const active = await queueOf(queue).use(async (each) => each.getActive());
      return active.filter(({ data }) => isOfJob(data, jobId)).length;
    },
    async withdraw(queue, ids) {
      await queueOf(queue).use(async (each) => {
        for (const id of ids) await each.remove(id);
      });
    },
    async close() {
      await Promise.all([...opened.values(), flow].map(async (each) => each.close()));
      await backend.close();
    },
  };
}

/** The environment's prefix stands in the name because the Postgres backend has no key prefix. */
export function fullName(config: Config, queue: QueueName): string {
  return `${config.QUEUE_PREFIX}-${queue}`;
}

/** Whoever made the task: its payload need not be of the table's form. */
function isOfJob(data: unknown, jobId: string): boolean {
  return typeof data === 'object' && data !== null && 'jobId' in data && data.jobId === jobId;
}

/** Ids of the tasks of a job, so that ringing twice does the work once. */
export const taskIds = {
  open: (jobId: string, run: number) => `${jobId}-r${run}-open`,
  quote: (jobId: string, run: number) => `${jobId}-r${run}-quote`,
  page: (jobId: string, run: number, pageNo: number) => `${jobId}-r${run}-p${pageNo}`,
  assemble: (jobId: string, run: number) => `${jobId}-r${run}-assemble`,
  export: (exportId: string) => `${exportId}-export`,
  erase: (jobId: string) => `${jobId}-erase`,
  notify: (deliveryId: string) => `${deliveryId}-notify`,
};

function optionsOf(queue: QueueName): JobsOptions {
  return {
    attempts: queueTable[queue].attempts,
    backoff: { type: backoffType },
    // Ended tasks leave nothing behind: the row tells what happened, and a task can be rung again under its id.
    removeOnComplete: true,
    removeOnFail: true,
  };
}

function pagesFlow(config: Config, assembly: Payload<'assemble'>, pages: Payload<'page'>[]) {
  return {
    name: 'assemble',
    queueName: fullName(config, 'assemble'),
    data: assembly,
    opts: { ...optionsOf('assemble'), jobId: taskIds.assemble(assembly.jobId, assembly.run) },
    children: pages.map((page) => ({
      name: 'page',
      queueName: fullName(config, 'page'),
      data: page,
      opts: {
        ...optionsOf('page'),
        jobId: taskIds.page(page.jobId, page.run, page.pageNo),
        // A page that ended badly must not hold the others: the assembly sees to pages that are missing.
        removeDependencyOnFailure: true,
      },
    })),
  };
}
