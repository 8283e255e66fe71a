import { pngSize } from '#shared/pages/png-size.ts';
import type { ExportDocument } from './export-document.ts';
import type { PagePicture } from './page-picture.ts';

/** A workbook with more of them no longer opens quickly, and no longer travels by mail. */
export const MOST_PICTURE_BYTES = 24_000_000;

/**
 * The pictures of the pages on which the schedules stand, pages ascending, up to `mostBytes` of them. `load` answers the PNG of a page,
 * or null where none was kept: that page is left out.
 */
export async function gatherPictures(
  { schedules }: Pick<ExportDocument, 'schedules'>,
  { load, mostBytes }: { load: (page: number) => Promise<Uint8Array | null>; mostBytes: number },
): Promise<PagePicture[]> {
  const pages = new Set(schedules.flatMap(({ schedule }) => schedule.pages));
  const pictures: PagePicture[] = [];
  let bytes = 0;
  for (const page of [...pages].sort((one, other) => one - other)) {
    const png = await load(page);
    if (png === null) continue;
    bytes += png.length;
    if (bytes > mostBytes) return pictures;
    pictures.push({ page, png, ...pngSize(png.subarray(0, 64)) });
  }
  return pictures;
}
