import type { Job } from '../shell/wire.ts';

/** Whether something will still become of a job by itself. */
export function isAtWork({ status }: Pick<Job, 'status'>): boolean {
  return status === 'QUEUED' || status === 'PROCESSING';
}
