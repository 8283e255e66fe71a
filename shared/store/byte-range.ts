import { AppError } from '#shared/errors.ts';

/** Throws AppError `internal` unless `start` to `end` (inclusive) is a range of bytes that both stores understand. */
export function checkByteRange(start: number, end: number): void {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw new AppError('internal', 'That is not a range of bytes.', { facts: { start, end } });
  }
}
