import type { JobStatus } from '#db/schema.ts';

/** What a webhook may be told of. */
export const webhookEvents = ['job.completed', 'job.failed', 'job.cancelled', 'job.deleted'] as const;

export type WebhookEvent = (typeof webhookEvents)[number];

/** The event of an end; undefined for a status that is none. */
export function eventOfEnd(status: JobStatus): WebhookEvent | undefined {
  return endings[status];
}

const endings: Partial<Record<JobStatus, WebhookEvent>> = {
  COMPLETED: 'job.completed',
  FAILED: 'job.failed',
  CANCELLED: 'job.cancelled',
};
