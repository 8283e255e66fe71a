import { AppError } from '#shared/errors.ts';

/** Turns what the file system reports (disk full, no access, I/O error) into `store-unavailable`; others pass unchanged. */
export function diskFailure(error: unknown, operation: string): unknown {
  const code = errnoCode(error);
  if (code === null) return error;
  const detail = `The object store on disk failed (${code}). Check that its folder exists, is writable and has room.`;
  return new AppError('store-unavailable', detail, { facts: { operation, code }, cause: error });
}

/** True where the file, or a folder on the way to it, does not exist. */
export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errnoCode(error) ?? '');
}

/** The code of a system error such as 'ENOSPC', or null where the error is of another kind. */
export function errnoCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
