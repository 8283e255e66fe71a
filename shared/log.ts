import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { secretsOf } from './config/secrets-of.ts';
import { redactSecrets } from './redact-secrets.ts';

export type { Logger };

/**
 * Structured lines on stderr: stdout belongs to data. Secrets and personal data never get a field of their own; what of
 * secrets comes in with somebody else's words is taken out of the finished line.
 */
export function openLog(config: Partial<Config> & Pick<Config, 'LOG_LEVEL'>, name: string): Logger {
  const secrets = secretsOf(config);
  return pino(
    {
      level: config.LOG_LEVEL,
      base: { name },
      // The default prints every property of an error, a client with its whole state among them.
      serializers: { err: describeError },
      redact: ['authorization', 'headers', 'password', 'secret', 'filename', 'ip', 'url'],
      hooks: { streamWrite: (line) => redactSecrets(line, secrets) },
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
