import { readFile, writeFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';

/** Writes the pages of some files into one PDF, up to `pages` of them; a file that pdf-lib cannot read is left out. */
export async function makeLongPdf(
  files: string[],
  { path, pages }: { path: string; pages: number },
): Promise<void> {
  const long = await PDFDocument.create({ updateMetadata: false });
  for (const file of files) {
    const room = pages - long.getPageCount();
    if (room <= 0) break;
    const source = await PDFDocument.load(await readFile(file)).catch(() => undefined);
    if (source === undefined) continue;
    for (const page of await long.copyPages(source, source.getPageIndices().slice(0, room)))
      long.addPage(page);
  }
  await writeFile(path, await long.save());
}
