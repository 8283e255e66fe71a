import type { JobRow } from '#db/jobs.ts';
import type { ReadPage } from '../pdf/pdf-document.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/** What a page is and what its text layer says: cheap, and the same each time. Throws AppError as Sources.use and PdfDocument.readPage do. */
export async function lookAtPage(ctx: WorkerCtx, job: JobRow, pageNo: number): Promise<ReadPage> {
  return ctx.sources.use(job, async (document) => document.readPage(pageNo));
}
