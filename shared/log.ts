import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type { Logger };

/** Structured lines on stderr: stdout belongs to data. Secrets and personal data never get a field of their own. */
export function openLog(config: Pick<Config, 'LOG_LEVEL'>, name: string): Logger {
  return pino(
    {
      level: config.LOG_LEVEL,
      base: { name },
      redact: ['authorization', 'headers', 'password', 'secret', 'filename', 'ip', 'url'],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
