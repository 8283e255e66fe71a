import type { ExportDocument } from './export-document.ts';
import type { PagePicture } from './page-picture.ts';
import { writeJointWorkbook } from './write-joint-workbook.ts';

/** The workbook of one job as the bytes of an .xlsx file; equal documents give equal bytes. */
export async function writeWorkbook(
  document: ExportDocument,
  pictures: readonly PagePicture[] = [],
): Promise<Uint8Array> {
  return writeJointWorkbook({ sources: [{ document, pictures }], missing: [] });
}
