import { queueBackends } from './queue-backends.ts';

/** For suites that need Redis: one case where the machine has it, else none. */
export function redisBackends(): { name: string; redisUrl: string }[] {
  return queueBackends().filter(({ redisUrl }) => redisUrl !== '');
}
