import { listExportIds } from '#db/exports.ts';
import type { JobRow } from '#db/jobs.ts';
import { listDeliveryIds } from '#db/webhook-deliveries.ts';
import type { Ctx } from '../context.ts';
import { taskIds } from '../queue/queues.ts';
import type { QueueName } from '../queue/table.ts';

/**
 * Takes the tasks of a job off the queues, of all its runs. None of them could write anything any more; they go because
 * what a queue keeps of a failed try, such as an error's text, is of the job as well.
 */
export async function withdrawTasks(ctx: Ctx, job: JobRow): Promise<void> {
  const runs = upTo(job.run);
  const pages = upTo(job.page_count ?? 0);
  const exports = await listExportIds(ctx.db, job.id);
  await withdraw(
    ctx,
    'open',
    runs.flatMap((run) => [taskIds.open(job.id, run), taskIds.quote(job.id, run)]),
  );
  // An assembly takes the pages that it waits for with it; those rung for singly have none.
  await withdraw(
    ctx,
    'assemble',
    runs.map((run) => taskIds.assemble(job.id, run)),
  );
  await withdraw(
    ctx,
    'page',
    runs.flatMap((run) => pages.map((page) => taskIds.page(job.id, run, page))),
  );
  await withdraw(ctx, 'export', exports.map(taskIds.export));
  await withdraw(ctx, 'notify', (await listDeliveryIds(ctx.db, job.id)).map(taskIds.notify));
}

/** Not even asked for where the queue is empty, as it mostly is. */
async function withdraw(ctx: Ctx, queue: QueueName, ids: string[]): Promise<void> {
  if (ids.length > 0 && (await ctx.queues.waiting(queue)) > 0) await ctx.queues.withdraw(queue, ids);
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
