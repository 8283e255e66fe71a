import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';

/** Where an object and its companions lie. No key contains '~', so a companion is never taken for an object. */
export interface DiskPath {
  root: string;
  object: string;
  /** Holds the content type as text. */
  type: string;
  /** What is being written, before it takes the object's place; `uploadId` is a UUID. */
  part(uploadId: string): string;
}

/** The files of one key below `root`. Throws AppError `internal` on a key that `keys.ts` cannot have made. */
export function diskPath(root: string, key: string): DiskPath {
  const object = join(root, ...checkedSegments(key));
  return {
    root,
    object,
    type: `${object}${typeMark}`,
    part: (uploadId) => `${object}${partMark}${uploadId}`,
  };
}

/** The folder that holds every key with this prefix: the prefix up to its last '/'. */
export function diskFolder(root: string, prefix: string): { folder: string; keyBase: string } {
  const keyBase = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const folder = keyBase === '' ? root : join(root, ...checkedSegments(keyBase.slice(0, -1)));
  return { folder, keyBase };
}

/** What a file name in the store stands for. */
export type DiskEntry =
  | { kind: 'object'; name: string }
  | { kind: 'part'; name: string; uploadId: string }
  | { kind: 'type'; name: string };

/** The meaning of a file name, or null for a file that is not ours. */
export function readDiskName(fileName: string): DiskEntry | null {
  if (segment.test(fileName)) return { kind: 'object', name: fileName };
  if (fileName.endsWith(typeMark)) return { kind: 'type', name: fileName.slice(0, -typeMark.length) };
  const [name, uploadId] = fileName.split(partMark);
  if (name === undefined || uploadId === undefined || !uuid.test(uploadId)) return null;
  return { kind: 'part', name, uploadId };
}

const typeMark = '~type';
const partMark = '~part-';
const segment = /^[A-Za-z0-9._=-]{1,200}$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function checkedSegments(key: string): string[] {
  const segments = key.split('/');
  const sound = segments.every((part) => segment.test(part) && !/^\.+$/.test(part));
  if (!sound || key.length > 1000) throw new AppError('internal', 'That is not a key of the object store.');
  return segments;
}
