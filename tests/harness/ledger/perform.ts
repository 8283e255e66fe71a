import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { noteQuote } from '#db/costs.ts';
import { changeStatus, type JobRow, setPageCount } from '#db/jobs.ts';
import type { Ctx } from '#shared/context.ts';
import { reconcileCosts } from '#shared/costs/reconcile-costs.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { AppError } from '#shared/errors.ts';
import { cancelJob } from '#shared/jobs/cancel-job.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import { retryJob } from '#shared/jobs/retry-job.ts';
import { startJob } from '#shared/jobs/start-job.ts';
import { sourceKey } from '#shared/store/keys.ts';
import type { WorkerBench } from '#tests/harness/worker-bench.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { commitPage } from '#worker/pipeline/commit-page.ts';
import { quoteJob } from '#worker/pipeline/quote-job.ts';
import { failJob, stopCancelledJob } from '#worker/pipeline/stop-job.ts';
import type { Answer, Committing, Operation, Reserving } from './operation.ts';

const file = Buffer.from('%PDF-1.7, and nothing that anybody reads');

/** Does an operation with the product's own verbs; `rows` are the jobs as the callers have seen them last. */
export async function perform(
  bench: WorkerBench,
  operation: Operation,
  rows: ReadonlyMap<string, JobRow>,
): Promise<Answer> {
  try {
    return await dispatch(bench, operation, rows);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

async function dispatch(
  bench: WorkerBench,
  operation: Operation,
  rows: ReadonlyMap<string, JobRow>,
): Promise<Answer> {
  if (operation.kind === 'create') return create(bench, operation);
  if (operation.kind === 'reconcile') return reconcile(bench);
  if (operation.kind === 'reserve') return reserve(bench, operation, rowOf(rows, operation));
  if (operation.kind === 'commit') return commit(bench, operation, rowOf(rows, operation));
  return move(bench, operation);
}

/** Nothing here is dead, and a divergence is a fault of the product: no model allows for either. */
async function reconcile({ ctx }: WorkerBench): Promise<Answer> {
  const { settled, failed, adjusted } = await reconcileCosts(ctx);
  return `settled ${settled}${failed + adjusted === 0 ? '' : `, failed ${failed}, adjusted ${adjusted}`}`;
}

/** A job as somebody has seen it who believes in that run. */
function rowOf(rows: ReadonlyMap<string, JobRow>, { jobId, run }: { jobId: string; run: number }): JobRow {
  const row = rows.get(jobId);
  if (row === undefined) throw new Error('a job that nobody has ever seen');
  return { ...row, run };
}

/** The same services under other settings. */
function under<C extends Ctx>(ctx: C, change: Partial<C['config']>): C {
  return { ...ctx, config: { ...ctx.config, ...change } };
}

async function create(
  { ctx, user }: WorkerBench,
  { user: userId, pageCount, capCents }: Extract<Operation, { kind: 'create' }>,
): Promise<Answer> {
  const payer = under({ ...user, actor: { ...user.actor, userId } }, { MAX_JOB_COST_CENTS: capCents });
  const sha256 = createHash('sha256').update(file).digest('hex');
  const announced = {
    filename: 'a.pdf',
    bytes: file.length,
    sha256,
    contentType: 'application/pdf' as const,
  };
  const { jobId } = await createJob(payer, announced);
  const key = sourceKey({ tenantId: user.actor.tenantId, jobId, run: 1 });
  await ctx.store.put(key, file, 'application/pdf');
  await setPageCount(ctx.db, jobId, pageCount);
  return jobId;
}

async function reserve({ ctx }: WorkerBench, order: Reserving, row: JobRow): Promise<Answer> {
  const settings = under(ctx, {
    CAP_POLICY: order.policy,
    USER_BUDGET_CENTS: order.budgetCents ?? undefined,
    COST_PER_PAGE_CENTS: order.rateCents,
  });
  const pages = order.pages.map((pageNo) => ({ pageNo, triage: 'image' as const }));
  await quoteJob(settings, row, pages);
  return 'ok';
}

async function commit({ ctx }: WorkerBench, page: Committing, row: JobRow): Promise<Answer> {
  const { pageNo, outcome, costCents } = page;
  const source = outcome === 'free' ? ('text-layer' as const) : ('ocr' as const);
  const size = { widthPoints: 1, heightPoints: 1, turnedDegrees: 0 };
  const model = { page: pageNo, source, words: [], rulings: [], fills: [], ...size };
  const failed = outcome === 'failed';
  return commitPage(ctx, row, {
    pageNo,
    triage: source === 'ocr' ? 'image' : source,
    model: failed ? null : model,
    errorCode: failed ? 'ocr-failed' : null,
    kind: source,
    costCents,
    readMs: 1,
  });
}

type Move = Exclude<Operation, { kind: 'create' | 'reconcile' | 'reserve' | 'commit' }>;

async function move(bench: WorkerBench, operation: Move): Promise<Answer> {
  const { ctx, user } = bench;
  const { jobId } = operation;
  switch (operation.kind) {
    case 'price': {
      const { pages, rateCents } = operation;
      const { page_count: pageCount } = await bench.job(jobId);
      await noteQuote(ctx.db, { jobId, pageCount: pageCount ?? 1, pagesToRead: pages, rateCents });
      return 'ok';
    }
    case 'start':
      await startJob(under(user, { CAP_POLICY: 'partial' }), jobId);
      return 'ok';
    case 'open':
      await changeStatus(ctx.db, { jobId, run: operation.run, from: ['QUEUED'], to: 'PROCESSING' });
      return 'ok';
    case 'assemble':
      await assembleJob(ctx, operation);
      return 'ok';
    case 'fail':
      await failJob(ctx, operation, new AppError('internal', 'A fault that was injected.'));
      return 'ok';
    case 'crash':
      return crash(bench, operation);
    case 'stop':
      await stopCancelledJob(ctx, operation);
      return 'ok';
    case 'cancel':
      return (await cancelJob(user, jobId)).job.status;
    case 'retry':
      await retryJob(under(user, { MAX_JOB_COST_CENTS: operation.capCents }), jobId);
      return 'ok';
    case 'delete':
      await requestDeletion(user, jobId);
      return 'ok';
    case 'erase':
      break;
  }
  const { state } = await eraseJob(ctx, jobId);
  return state === 'done' ? 'ok' : state;
}

/** An end that leaves its record open, as an older release or a hand may: old enough for a reconciliation to settle. */
async function crash({ ctx }: WorkerBench, { jobId, run }: { jobId: string; run: number }): Promise<Answer> {
  await ctx.db.transaction().execute(async (tx) => {
    const failed = await changeStatus(tx, { jobId, run, from: ['PROCESSING'], to: 'FAILED' });
    if (failed === undefined) return;
    await sql`update cost_records set created_at = now() - interval '6 minutes'
      where job_id = ${jobId} and status = 'PENDING'`.execute(tx);
  });
  return 'ok';
}
