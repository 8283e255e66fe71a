import { AppError } from '../errors.ts';

/** Where a job may be stopped. */
export type Checkpoint =
  | 'before_download'
  | 'before_page'
  | 'after_page'
  | 'before_assembly'
  | 'before_export';

/**
 * Unwinds work on a job that is cancelled, being deleted, or in a newer run. Nothing went wrong: whoever catches it
 * sees that the job ends rightly and reports success.
 */
export class JobCancelledError extends AppError {
  /** Without a checkpoint it was stopped between two of them. */
  constructor(jobId: string, checkpoint?: Checkpoint) {
    const facts = checkpoint === undefined ? { jobId } : { jobId, checkpoint };
    super('job-cancelled', 'The job was cancelled, deleted or started anew.', { facts });
    this.name = 'JobCancelledError';
  }
}
