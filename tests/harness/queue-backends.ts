import { inject } from 'vitest';

/** The backends a suite runs on: PostgreSQL always, Redis where the machine has it. */
export function queueBackends(): { name: string; redisUrl: string }[] {
  const redisUrl = inject('redisUrl');
  const postgres = { name: 'the Postgres queue', redisUrl: '' };
  return redisUrl === '' ? [postgres] : [postgres, { name: 'the Redis queue', redisUrl }];
}
