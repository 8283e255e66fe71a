import type { BackoffStrategy } from 'bullmq';

/** Not one of BullMQ's own: its exponential waiting has no upper bound. */
export const backoffType = 'capped';

const firstMs = 1000;
const longestMs = 30_000;
const jitter = 0.3;

/** Doubles the wait with each failure up to half a minute, so that work goes on soon after a long outage. */
export const backoffStrategy: BackoffStrategy = (failures) => {
  const waitMs = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.round(waitMs * (1 - jitter * Math.random()));
};
