import type { JobRow } from '#db/jobs.ts';
import { countPage, insertCharge, insertPage } from '#db/pages.ts';
import type { PageChargesTable, Triage } from '#db/schema.ts';
import { JobCancelledError } from '#shared/jobs/job-cancelled-error.ts';
import type { PageModel } from '../page/page-model.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

export interface ReadResult {
  pageNo: number;
  /** null where the page could not be looked at. */
  triage: Triage | null;
  /** null for a page that could not be read: it is stored as failed and costs nothing. */
  model: PageModel | null;
  /** Beside a model: why its pictures could not be read. */
  errorCode: string | null;
  kind: PageChargesTable['kind'];
  costCents: number;
  readMs: number;
}

/**
 * Stores a page, its charge and its count in one transaction, the page first: of two commits of one page the second
 * does nothing. Throws JobCancelledError where the job is no longer at work in this run.
 */
export async function commitPage(
  ctx: WorkerCtx,
  job: JobRow,
  result: ReadResult,
): Promise<'stored' | 'duplicate'> {
  const committed = ctx.db.transaction().execute(async (tx) => {
    const failed = result.model === null;
    const costCents = failed ? 0 : result.costCents;
    if (!(await insertPage(tx, pageRow(job, result)))) return 'duplicate';
    if (!failed) await insertCharge(tx, chargeRow(ctx, job, result));
    if (!(await countPage(tx, { jobId: job.id, run: job.run, costCents, failed })))
      throw new JobCancelledError(job.id, 'after_page');
    return 'stored' as const;
  });
  return committed.catch((error: unknown) => {
    throw isOfNoJob(error) ? new JobCancelledError(job.id, 'after_page') : error;
  });
}

/** PostgreSQL, appendix A: foreign_key_violation. The job is erased: its row is gone. */
function isOfNoJob(error: unknown): boolean {
  return (error as { code?: unknown }).code === '23503';
}

/** A page as it is stored. */
export function pageRow(
  job: JobRow,
  { pageNo, triage, model, errorCode, kind, readMs }: ReadResult,
): Parameters<typeof insertPage>[1] {
  return {
    job_id: job.id,
    page_no: pageNo,
    tenant_id: job.tenant_id,
    run: job.run,
    status: model === null ? 'FAILED' : 'DONE',
    source: model?.source ?? (kind === 'ocr' ? 'ocr' : 'text-layer'),
    triage,
    model: model === null ? null : JSON.stringify(model),
    mean_confidence: model === null ? null : meanConfidence(model),
    error_code: errorCode,
    read_ms: Math.round(readMs),
  };
}

function chargeRow(
  ctx: WorkerCtx,
  job: JobRow,
  { pageNo, kind, costCents }: ReadResult,
): Parameters<typeof insertCharge>[1] {
  return {
    job_id: job.id,
    page_no: pageNo,
    tenant_id: job.tenant_id,
    user_id: job.user_id,
    run: job.run,
    kind,
    provider: kind === 'ocr' ? ctx.ocr.name : 'pdfium',
    rate_cents: costCents,
    cost_cents: costCents,
  };
}

function meanConfidence({ words }: PageModel): number | null {
  if (words.length === 0) return null;
  return words.reduce((sum, word) => sum + word.confidence, 0) / words.length;
}
