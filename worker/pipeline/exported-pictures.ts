import type { JobRow } from '#db/jobs.ts';
import { pageKey } from '#shared/store/keys.ts';
import type { ExportDocument } from '../export/export-document.ts';
import { gatherPictures, MOST_PICTURE_BYTES } from '../export/gather-pictures.ts';
import type { PagePicture } from '../export/page-picture.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/**
 * The kept pictures of the pages on which the schedules of a workbook stand, pages ascending, as many as a workbook should carry.
 * None where the setting says so; a page of which none was kept is left out.
 */
export async function exportedPictures(
  ctx: Pick<WorkerCtx, 'config' | 'store'>,
  job: Pick<JobRow, 'tenant_id' | 'id' | 'run'>,
  document: Pick<ExportDocument, 'schedules'>,
): Promise<PagePicture[]> {
  if (!ctx.config.EXPORT_PAGE_PICTURES) return [];
  const ownKey = { tenantId: job.tenant_id, jobId: job.id, run: job.run };
  const load = async (page: number): Promise<Uint8Array | null> => ctx.store.get(pageKey(ownKey, page));
  return gatherPictures(document, { load, mostBytes: MOST_PICTURE_BYTES });
}
