import type { FileHandle } from 'node:fs/promises';

/** Works with an open file and closes it whatever happens. */
export async function closing<T>(handle: FileHandle, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}
