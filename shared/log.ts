import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type { Logger };

/** Structured lines on stderr: stdout belongs to data. Secrets and personal data never get a field of their own. */
export function openLog(config: Pick<Config, 'LOG_LEVEL'>, name: string): Logger {
  return pino(
    {
      level: config.LOG_LEVEL,
      base: { name },
      // The default prints every property of an error, a client with its whole state among them.
      serializers: { err: describeError },
      redact: ['authorization', 'headers', 'password', 'secret', 'filename', 'ip', 'url'],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}
