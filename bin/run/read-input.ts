import { readFile } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';

/** A PDF's mark may stand anywhere in its first 1024 bytes. */
const markWindowBytes = 1024;

/** The bytes of a PDF. Throws `not-found` or `not-a-pdf` with what is the matter, before anything is uploaded. */
export async function readInput(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(explain);
  if (bytes.length === 0) throw new AppError('not-a-pdf', 'The file is empty: name the PDF itself.');
  if (!bytes.subarray(0, markWindowBytes).includes('%PDF-'))
    throw new AppError('not-a-pdf', 'The file does not begin like a PDF: name a PDF, or print it as one.');
  return bytes;
}

const reasons: Record<string, string> = {
  ENOENT: 'There is no such file: check the path.',
  ENOTDIR: 'There is no such file: check the path.',
  EISDIR: 'This is a folder without PDFs in it: name a file, or the folder that has them.',
  EACCES: 'The file may not be read: check its permissions.',
  EPERM: 'The file may not be read: check its permissions.',
};

function explain(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  throw new AppError('not-found', reasons[code] ?? `The file cannot be read (${code}): try another copy.`, {
    cause,
  });
}
