import type { Context } from '@netlify/functions';
import type { Services } from '#shared/context.ts';
import { Cron } from 'croner';
import { deployOf } from './deploy-of.ts';
import type { LoadedFunction } from './load-functions.ts';

/** Runs the scheduled functions on their cron, in UTC as the platform does, each one at a time. Answers the stopper. */
export function runScheduled(functions: LoadedFunction[], { config, log }: Services): () => void {
  const context = { deploy: deployOf(config) } as Context;
  const timers = functions.flatMap(({ name, schedule, handler }) =>
    schedule === null
      ? []
      : [
          new Cron(schedule, { timezone: 'UTC', protect: true, unref: true }, async () => {
            try {
              await handler(new Request(`http://localhost/.netlify/functions/${name}`), context);
            } catch (error) {
              log.error({ err: error, function: name }, 'a scheduled function failed');
            }
          }),
        ],
  );
  return () => {
    for (const timer of timers) timer.stop();
  };
}
