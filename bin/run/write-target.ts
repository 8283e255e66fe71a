import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { Target } from './plan-targets.ts';

interface Written {
  /** What was read for it. */
  inputs: readonly string[];
  /** "-searchable.pdf", ".xlsx": what a stem gets. */
  ending: string;
  bytes: Uint8Array;
}

/** Writes an export to its file and answers the path. Throws `internal` where that cannot be, and never writes over an input. */
export async function writeTarget(
  target: Exclude<Target, { kind: 'stdout' }>,
  { inputs, ending, bytes }: Written,
): Promise<string> {
  const path = target.kind === 'stem' ? `${target.path}${ending}` : target.path;
  if (inputs.some((input) => resolve(input) === resolve(path)))
    throw new AppError('malformed-request', `${path} is the file that was read: name another one with -o.`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    return path;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const detail = `${path} cannot be written (${code}): free it, or name another one with -o.`;
    throw new AppError('internal', detail, { cause });
  }
}
