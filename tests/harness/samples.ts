import { readFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';

/** The bytes of a bundled sample. */
export async function sample(name: string): Promise<Uint8Array> {
  return readFile(new URL(`../../samples/${name}`, import.meta.url));
}

export const digitalSample = 'harbor-mill-2024.pdf';
export const scannedSample = 'kestrel-ageing-scan.pdf';

/** A strip of the scanned sample's page several times over: a document that takes a worker a while, but not a minute. */
export async function scanOfPages(pages: number): Promise<Uint8Array> {
  const source = await PDFDocument.load(await sample(scannedSample));
  const target = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) {
    const [copy] = await target.copyPages(source, [0]);
    if (copy === undefined) continue;
    const { width, height } = copy.getSize();
    copy.setCropBox(0, height * 0.6, width, height * 0.25);
    target.addPage(copy);
  }
  return target.save();
}

/** Pages that are a small grey picture and nothing else: quick to render, and nothing to recognise. */
export async function tinyScan(pages: number): Promise<Uint8Array> {
  const target = await PDFDocument.create();
  const picture = await target.embedPng(greyPixel);
  for (let page = 0; page < pages; page += 1) {
    target.addPage([72, 72]).drawImage(picture, { x: 0, y: 0, width: 72, height: 72 });
  }
  return target.save();
}

/** One grey pixel as a PNG. */
const greyPixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);
