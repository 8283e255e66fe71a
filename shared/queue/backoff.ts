import type { BackoffStrategy } from 'bullmq';
import type { Config } from '../config.ts';
import type { QueueName } from './table.ts';

/** Not one of BullMQ's own: its exponential waiting has no upper bound. */
export const backoffType = 'capped';

const firstMs = 1000;
const longestMs = 30_000;
const jitter = 0.3;

/** The waits of a webhook: five times as long after each failure, up to six hours. Half a day with the defaults. */
export function webhookWaitMs(failures: number, firstWaitMs: number): number {
  return Math.min(longestWebhookMs, firstWaitMs * 5 ** (failures - 1));
}

const longestWebhookMs = 6 * 60 * 60 * 1000;

/** How long a task of a queue waits after so many failures. */
export function backoffOf(queue: QueueName, config: Pick<Config, 'WEBHOOK_FIRST_WAIT_MS'>): BackoffStrategy {
  if (queue !== 'notify') return backoffStrategy;
  return (failures) => Math.round(spread(webhookWaitMs(failures, config.WEBHOOK_FIRST_WAIT_MS)));
}

/** Doubles the wait with each failure up to half a minute, so that work goes on soon after a long outage. */
export const backoffStrategy: BackoffStrategy = (failures) => {
  const waitMs = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.round(spread(waitMs));
};

/** So that what failed together does not come back together. */
function spread(waitMs: number): number {
  return waitMs * (1 - jitter * Math.random());
}
