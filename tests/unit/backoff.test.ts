import { expect, test } from 'vitest';
import { backoffStrategy } from '#shared/queue/backoff.ts';
import { queueTable } from '#shared/queue/table.ts';

test.each(['open', 'page', 'assemble', 'export'] as const)(
  'a task of %s waits out an outage of most of an hour, never more than half a minute at a time',
  async (queue) => {
    const waits: number[] = [];
    for (let failures = 1; failures < queueTable[queue].attempts; failures += 1)
      waits.push(await backoffStrategy(failures));
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    expect(Math.min(...waits)).toBeGreaterThan(0);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(45 * 60_000);
  },
);
