import { AppError } from '#shared/errors.ts';

/** A file that opens without a password but is protected against changes: adding text would mean to break that. */
export function protectedFile(): AppError {
  return new AppError(
    'pdf-encrypted',
    'The PDF is protected against changes, so no text is added to it. Save it without protection and lift that; the other formats are not touched.',
  );
}
