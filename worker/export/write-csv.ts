import { strToU8 } from 'fflate';
import { BYTE_ORDER_MARK, csvFiles } from './csv-files.ts';
import type { ExportDocument } from './export-document.ts';
import { type WrittenFile, writtenFile } from './written-file.ts';
import { zipFiles } from './zip-files.ts';

/** One schedule as CSV, several as a zip with one file each. */
export function writeCsv(document: ExportDocument): WrittenFile {
  const files = csvFiles(document);
  const [only, second] = files;
  if (!second) {
    return writtenFile('csv', only ? only[1] : strToU8(BYTE_ORDER_MARK));
  }
  const sorted = files.toSorted((one, other) => (one[0] < other[0] ? -1 : 1));
  return writtenFile('zip', zipFiles(sorted));
}
