import type { Task } from '#shared/queue/consume.ts';
import { assembleJob } from '../pipeline/assemble-job.ts';
import { openJob } from '../pipeline/open-job.ts';
import { readPage } from '../pipeline/read-page.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { guardJob } from './guard.ts';
import { processQuote } from './process-quote.ts';

export async function processOpen(ctx: WorkerCtx, task: Task<'open'>): Promise<void> {
  if (task.payload.quote === true) await processQuote(ctx, task);
  else await guardJob(ctx, task, { queue: 'open', run: async (signal) => openJob(ctx, { ...task, signal }) });
}

export async function processPage(ctx: WorkerCtx, task: Task<'page'>): Promise<void> {
  await guardJob(ctx, task, { queue: 'page', run: async (signal) => readPage(ctx, { ...task, signal }) });
}

export async function processAssemble(ctx: WorkerCtx, task: Task<'assemble'>): Promise<void> {
  await guardJob(ctx, task, { queue: 'assemble', run: async () => assembleJob(ctx, task.payload) });
}
