import type { Job } from './wire.ts';

/** The states of a job in the reader's words. */
const words = {
  AWAITING_UPLOAD: { word: 'Waiting for its file', look: '' },
  QUEUED: { word: 'Waiting its turn', look: 'status-busy' },
  PROCESSING: { word: 'Reading', look: 'status-busy' },
  COMPLETED: { word: 'Done', look: 'status-good' },
  FAILED: { word: 'Failed', look: 'status-bad' },
  CANCELLED: { word: 'Cancelled', look: '' },
  DELETING: { word: 'Being deleted', look: 'status-busy' },
} as const;

/** How a job stands, in a word; the colour only repeats it. */
export function JobStatus({ job }: { job: Pick<Job, 'status' | 'cancellationRequested'> }) {
  const { look } = words[job.status];
  return <span class={`status ${look}`.trimEnd()}>{statusWord(job)}</span>;
}

export function statusWord({
  status,
  cancellationRequested,
}: Pick<Job, 'status' | 'cancellationRequested'>): string {
  const stopping = cancellationRequested && (status === 'QUEUED' || status === 'PROCESSING');
  return stopping ? 'Stopping' : words[status].word;
}
