import type { JobRow } from '#db/jobs.ts';
import { pngSize } from '#shared/pages/png-size.ts';
import { pageKey } from '#shared/store/keys.ts';
import type { ExportDocument } from '../export/export-document.ts';
import type { PagePicture } from '../export/page-picture.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/** A workbook that is larger than this no longer opens quickly, and no longer travels by mail. */
const MOST_BYTES = 24_000_000;

/**
 * The kept pictures of the pages on which the schedules of a workbook stand, pages ascending, as many as a workbook should carry.
 * None where the setting says so; a page of which none was kept is left out.
 */
export async function exportedPictures(
  ctx: Pick<WorkerCtx, 'config' | 'store'>,
  job: Pick<JobRow, 'tenant_id' | 'id' | 'run'>,
  { schedules }: Pick<ExportDocument, 'schedules'>,
): Promise<PagePicture[]> {
  if (!ctx.config.EXPORT_PAGE_PICTURES) return [];
  const pages = new Set(schedules.flatMap(({ schedule }) => schedule.pages));
  const pictures: PagePicture[] = [];
  let bytes = 0;
  for (const page of [...pages].sort((one, other) => one - other)) {
    const key = pageKey({ tenantId: job.tenant_id, jobId: job.id, run: job.run }, page);
    const png = await ctx.store.get(key);
    if (png === null) continue;
    bytes += png.length;
    if (bytes > MOST_BYTES) return pictures;
    pictures.push({ page, png, ...pngSize(png.subarray(0, 64)) });
  }
  return pictures;
}
