import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Box } from '#worker/page/page-model.ts';

const run = promisify(execFile);

/** Whether poppler's tools are installed; `.ci/run` installs them, so that nothing is skipped there. */
export async function hasPoppler(): Promise<boolean> {
  return run('pdftotext', ['-v']).then(
    () => true,
    () => false,
  );
}

export interface PopplerWord {
  text: string;
  /** On the page as displayed, in points of 1/72 inch of the crop box; poppler knows no UserUnit. */
  box: Box;
}

/** The words of the first page as poppler finds them. */
export async function popplerWords(pdf: Uint8Array): Promise<PopplerWord[]> {
  const xml = await pdfToText(pdf, ['-bbox', '-cropbox']);
  const words = xml.matchAll(/<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<\/word>/g);
  return [...words].map(([, x0, y0, x1, y1, text = '']) => ({
    text: text.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
    box: [Number(x0), Number(y0), Number(x1), Number(y1)],
  }));
}

/** The text of a file as copying it would give. */
export async function pdfToText(pdf: Uint8Array, options: string[]): Promise<string> {
  return withFile(pdf, async (path) => (await run('pdftotext', [...options, path, '-'])).stdout);
}

/** The first page drawn by poppler, as the bytes of a PGM file. */
export async function popplerPicture(pdf: Uint8Array, dpi: number): Promise<Buffer> {
  return withFile(pdf, async (path) => {
    const options = ['-gray', '-r', String(dpi), '-f', '1', '-l', '1', path];
    return (await run('pdftoppm', options, { encoding: 'buffer', maxBuffer: 1e8 })).stdout;
  });
}

async function withFile<T>(pdf: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-poppler-'));
  try {
    const path = join(folder, 'a.pdf');
    await writeFile(path, pdf);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
