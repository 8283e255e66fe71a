import type { Context } from '@netlify/functions';
import type { Config } from '#shared/config.ts';

/**
 * The deploy that the local host stands for. No second source says here whose data a process was given, so that its own
 * settings count: `dev` where nothing is set, and `production` where somebody runs it as that, on purpose.
 */
export function deployOf({ DATA_ENV }: Pick<Config, 'DATA_ENV'>): Pick<Context['deploy'], 'context'> {
  return { context: DATA_ENV };
}
