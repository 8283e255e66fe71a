import { AppError } from '#shared/errors.ts';

/** An error as a report has it. */
export function toldError(error: unknown): { code: string; detail: string } {
  const code = error instanceof AppError ? error.code : 'internal';
  return { code, detail: error instanceof Error ? error.message : String(error) };
}
