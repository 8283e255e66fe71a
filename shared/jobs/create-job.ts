import { randomBytes } from 'node:crypto';
import type { Tx } from '#db/client.ts';
import { insertJob, type JobRow } from '#db/jobs.ts';
import { findOpenErasure } from '#db/user-erasures.ts';
import { v7 as uuidv7 } from 'uuid';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import type { CreateJobBody } from '../contracts/requests.ts';
import { AppError } from '../errors.ts';
import { takeEffect } from '../idempotency/take-effect.ts';
import { sourceKey } from '../store/keys.ts';
import type { PresignedRequest } from '../store/object-store.ts';
import { cleanFilename } from './clean-filename.ts';
import { grantUpload, uploadEnd } from './grant-upload.ts';
import { type JobView, jobView } from './job-view.ts';

export interface CreatedJob extends JobView {
  /** Where to PUT the file, with which headers, until when. */
  upload: PresignedRequest;
}

/**
 * Takes an announcement and grants the upload. Throws `too-large` above PDF_MAX_MB, `malformed-request` above
 * MAX_JOB_COST_CENTS, and `user-erasing`.
 */
export async function createJob(ctx: UserCtx, body: CreateJobBody): Promise<CreatedJob> {
  refuseTooLarge(ctx, body.bytes);
  refuseHighCap(ctx, body.capCents);
  const job = await takeEffect(
    ctx,
    async (tx) => announce(tx, ctx, body),
    // Without the upload: an address that is signed is a secret, and signed anew where the answer is asked for again.
    (row) => ({ jobId: row.id, outcome: jobView(row) }),
  );
  return { ...jobView(job), upload: await grantUpload(ctx, job) };
}

async function announce(tx: Tx, ctx: UserCtx, body: CreateJobBody): Promise<JobRow> {
  await refuseErasing(tx, ctx);
  const row = await insertJob(tx, newRow(ctx, body));
  await recordEvent(tx, ctx, { job: row, type: 'CREATED', metadata: createdFacts(row) });
  return row;
}

/** One that slips in while the erasure is being asked for is caught by it: it ends only when no job is left. */
async function refuseErasing(tx: Tx, ctx: UserCtx): Promise<void> {
  if ((await findOpenErasure(tx, ctx.actor)) === undefined) return;
  throw new AppError('user-erasing', 'This user is being erased and takes no new job: use another user.');
}

function refuseTooLarge(ctx: UserCtx, bytes: number): void {
  const limitMb = ctx.config.PDF_MAX_MB;
  if (bytes <= limitMb * 1024 * 1024) return;
  const detail = `The file has ${(bytes / 1024 / 1024).toFixed(1)} MiB, the limit is ${limitMb} MiB (PDF_MAX_MB): split it or raise the limit.`;
  throw new AppError('too-large', detail, { facts: { bytes, limitMb } });
}

function refuseHighCap(ctx: UserCtx, capCents: number | undefined): void {
  const highest = ctx.config.MAX_JOB_COST_CENTS;
  if (capCents === undefined || capCents <= highest) return;
  const detail = `A cap of ${capCents} cents was asked for, the highest is ${highest} cents (MAX_JOB_COST_CENTS): ask for less or raise it.`;
  throw new AppError('malformed-request', detail, { facts: { capCents, highestCapCents: highest } });
}

/** What was chosen for the job, where something was. */
function createdFacts(job: JobRow): Readonly<Record<string, unknown>> {
  return {
    bytes: job.bytes,
    ...(job.page_selection === null ? {} : { pages: job.page_selection }),
    ...(job.asked_cap_cents === null ? {} : { capCents: job.asked_cap_cents }),
  };
}

function newRow(ctx: UserCtx, body: CreateJobBody): Parameters<typeof insertJob>[1] {
  const id = uuidv7();
  const { tenantId, userId } = ctx.actor;
  return {
    id,
    tenant_id: tenantId,
    user_id: userId,
    status: 'AWAITING_UPLOAD',
    filename: cleanFilename(body.filename),
    bytes: body.bytes,
    sha256: Buffer.from(body.sha256, 'hex'),
    content_type: body.contentType,
    bucket: ctx.store.bucket,
    source_key: sourceKey({ tenantId, jobId: id, run: 1 }),
    upload_expires_at: uploadEnd(ctx),
    trace_id: ctx.traceId,
    audit_salt: randomBytes(32),
    // To the millisecond, as cursors have it: the database's own clock would give microseconds.
    created_at: new Date(),
    cap_cents: body.capCents ?? ctx.config.MAX_JOB_COST_CENTS,
    asked_cap_cents: body.capCents ?? null,
    page_selection: body.pages ?? null,
  };
}
