import type { Config } from '#shared/config.ts';
import { AppError } from '#shared/errors.ts';
import { previewNames } from './preview-names.ts';

/** The settings that make a process serve one preview and nothing else. */
export type PreviewSettings = Record<'DATABASE_URL' | 'S3_KEY_PREFIX' | 'QUEUE_PREFIX', string>;

/**
 * The preview's settings, on the server and in the bucket of `config`. Throws `wrong-environment` where that is
 * production's: whoever makes and drops databases for previews holds a key to no other.
 */
export function previewSettings(config: Config, name: string): PreviewSettings & { database: string } {
  const { DATA_ENV, DATABASE_URL } = config;
  if (DATA_ENV === 'production') {
    throw new AppError(
      'wrong-environment',
      'DATA_ENV is production. Previews are made with settings of their own: a server, or at least a database user, and a bucket that hold nothing of production.',
    );
  }
  if (DATABASE_URL === undefined) {
    throw new AppError('config-invalid', 'DATABASE_URL is not set: the address of a server for previews.');
  }
  const { database, keyPrefix, queuePrefix } = previewNames(name);
  const url = new URL(DATABASE_URL);
  url.pathname = `/${database}`;
  return { database, DATABASE_URL: url.href, S3_KEY_PREFIX: keyPrefix, QUEUE_PREFIX: queuePrefix };
}
