import { type ExportRow, findExportOfJob } from '#db/exports.ts';
import type { JobRow } from '#db/jobs.ts';
import { validate as isUuid } from 'uuid';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { requireJob } from '../jobs/require-job.ts';
import type { PresignedRequest } from '../store/object-store.ts';
import { extensionOf } from './content-type.ts';

export interface ExportView {
  exportId: string;
  jobId: string;
  status: ExportRow['status'];
  format: ExportRow['format'];
  bytes: number | null;
  sha256: string | null;
  error: { code: string; detail: string } | null;
  /** Where to GET the file; null until it is there. */
  download: PresignedRequest | null;
}

export interface WantedExport {
  jobId: string;
  exportId: string;
}

/** How an export stands, with a download address once it is COMPLETED. Throws `not-found` or `deleted`. */
export async function getExport(ctx: UserCtx, { jobId, exportId }: WantedExport): Promise<ExportView> {
  const job = await requireJob(ctx, jobId);
  const row = isUuid(exportId)
    ? await findExportOfJob(ctx.db, { tenantId: ctx.actor.tenantId, jobId, exportId })
    : undefined;
  if (row === undefined) throw new AppError('not-found', 'There is no such export.');
  return {
    exportId: row.id,
    jobId,
    status: row.status,
    format: row.format,
    bytes: row.bytes,
    sha256: row.sha256?.toString('hex') ?? null,
    error: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail ?? '' },
    download: await grantDownload(ctx, job, row),
  };
}

async function grantDownload(ctx: UserCtx, job: JobRow, row: ExportRow): Promise<PresignedRequest | null> {
  if (row.object_key === null) return null;
  return ctx.store.presignGet(row.object_key, {
    filename: exportFileName(job.filename, row),
    expiresSeconds: ctx.config.PRESIGN_TTL_SECONDS,
  });
}

/** The searchable PDF lies beside the one it was made of, so it has a name of its own. */
function exportFileName(filename: string, { format, content_type: contentType }: ExportRow): string {
  const stem = filename.replace(/\.pdf$/i, '');
  return `${stem}${format === 'pdf' ? '-searchable' : ''}.${extensionOf(contentType ?? '')}`;
}
