import type { ExportDocument } from './export-document.ts';
import type { PagePicture } from './page-picture.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { writeWorkbook } from './write-workbook.ts';
import { type WrittenFile, writtenFile } from './written-file.ts';

export type ExportFormat = 'xlsx' | 'csv' | 'json';

/** The document in the wanted form; pictures of pages go into the workbook only. */
export async function writeExport(
  format: ExportFormat,
  document: ExportDocument,
  pictures: readonly PagePicture[],
): Promise<WrittenFile> {
  if (format === 'csv') return writeCsv(document);
  if (format === 'json') return writeJson(document);
  return writtenFile('xlsx', await writeWorkbook(document, pictures));
}
