import { strToU8 } from 'fflate';
import { BYTE_ORDER_MARK, csvFiles } from './csv-files.ts';
import type { ExportDocument } from './export-document.ts';
import type { WrittenFile } from './written-file.ts';
import { zipFiles } from './zip-files.ts';

/** One schedule as CSV, several as a zip with one file each. */
export function writeCsv(document: ExportDocument): WrittenFile {
  const files = csvFiles(document);
  const [only, second] = files;
  if (!second) {
    const bytes = only ? only[1] : strToU8(BYTE_ORDER_MARK);
    return { bytes, contentType: 'text/csv; charset=utf-8', extension: 'csv' };
  }
  const sorted = files.toSorted((one, other) => (one[0] < other[0] ? -1 : 1));
  return { bytes: zipFiles(sorted), contentType: 'application/zip', extension: 'zip' };
}
