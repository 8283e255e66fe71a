import { AppError } from '../errors.ts';

/**
 * Unwinds work on a job that is cancelled, being deleted, or in a newer run. Nothing went wrong: whoever catches it
 * sees that the job ends rightly and reports success.
 */
export class JobCancelledError extends AppError {
  constructor(jobId: string) {
    super('job-cancelled', 'The job was cancelled, deleted or started anew.', { facts: { jobId } });
    this.name = 'JobCancelledError';
  }
}
