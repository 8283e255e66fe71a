import type { ExportDocument } from './export-document.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { writeWorkbook } from './write-workbook.ts';
import type { WrittenFile } from './written-file.ts';

export type ExportFormat = 'xlsx' | 'csv' | 'json';

/** The document in the wanted form. Formats differ in their file only, never in what is said. */
export async function writeExport(format: ExportFormat, document: ExportDocument): Promise<WrittenFile> {
  if (format === 'csv') return writeCsv(document);
  if (format === 'json') return writeJson(document);
  return {
    bytes: await writeWorkbook(document),
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
  };
}
