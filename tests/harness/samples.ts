import { readFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';

/** The bytes of a bundled sample. */
export async function sample(name: string): Promise<Uint8Array> {
  return readFile(new URL(`../../samples/${name}`, import.meta.url));
}

export const digitalSample = 'harbor-mill-2024.pdf';
export const scannedSample = 'kestrel-ageing-scan.pdf';

/** The scanned sample's page several times over: a document that takes a worker a while. */
export async function scanOfPages(pages: number): Promise<Uint8Array> {
  const source = await PDFDocument.load(await sample(scannedSample));
  const target = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) {
    const [copy] = await target.copyPages(source, [0]);
    if (copy !== undefined) target.addPage(copy);
  }
  return target.save();
}
