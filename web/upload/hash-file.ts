import { ApiProblem } from '../shell/api-problem.ts';

/**
 * SHA-256 of a file in hexadecimal digits. The browser's own digest takes a file whole, so that files are hashed one after
 * the other: at most one of them, 100 MB where nothing else is set, is in memory. Throws ApiProblem where the file cannot be
 * read, and where the browser has no digest, as on plain http that is not this machine.
 */
export async function hashFile(file: File, signal: AbortSignal): Promise<string> {
  const mine = turn.then(async () => digest(file, signal));
  turn = Promise.allSettled([mine]);
  return mine;
}

let turn: Promise<unknown> = Promise.resolve();

async function digest(file: File, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  // Typed as always there; an insecure page has none.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) throw new ApiProblem({ status: 0, code: 'insecure', detail: insecure });
  const bytes = await file.arrayBuffer().catch(() => {
    throw new ApiProblem({ status: 0, code: 'unreadable', detail: unreadable });
  });
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const insecure =
  'This page was opened without https, where browsers compute no checksum. Open it by https, or as localhost.';
const unreadable =
  'The file cannot be read. It may be a folder, or it was changed or moved since it was chosen: choose it again.';
