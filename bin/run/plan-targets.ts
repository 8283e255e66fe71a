import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UsageError } from '../usage-error.ts';

/** Where the export of a file goes. */
export type Target =
  | { kind: 'stdout' }
  | { kind: 'file'; path: string }
  /** The ending comes with the export. */
  | { kind: 'stem'; path: string };

/**
 * One target for each input: files of one name from several folders do not overwrite each other. Throws UsageError where
 * several files would go into one.
 */
export async function planTargets(inputs: readonly string[], out: string | null): Promise<Target[]> {
  const several = inputs.length > 1;
  if (out === '-') {
    if (several)
      throw new UsageError(
        '-o - goes with one file: several would run into each other, unless --together makes one of them.',
      );
    return [{ kind: 'stdout' }];
  }
  if (out !== null && !(await isFolder(out))) {
    if (several)
      throw new UsageError(
        'Several files go into a folder: -o FOLDER/ (it is made where it is not there), or --together into one.',
      );
    return [{ kind: 'file', path: out }];
  }
  const taken = new Map<string, number>();
  return inputs.map((input) => {
    const stem = basename(input).replace(/\.pdf$/i, '');
    const count = (taken.get(stem.toLowerCase()) ?? 0) + 1;
    taken.set(stem.toLowerCase(), count);
    return { kind: 'stem', path: join(out ?? 'out', count === 1 ? stem : `${stem} (${count})`) };
  });
}

async function isFolder(path: string): Promise<boolean> {
  if (/[/\\]$/.test(path)) return true;
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
