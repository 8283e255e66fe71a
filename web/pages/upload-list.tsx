import { usePolled } from '../shell/use-polled.ts';
import type { Job, JobListPage } from '../shell/wire.ts';
import type { Upload } from '../upload/upload.ts';
import { isAtWork } from './is-at-work.ts';
import { UploadRow } from './upload-row.tsx';

/** So many of the newest jobs are asked for; whoever uploads more at once finds the others in the list of jobs. */
const mostJobs = 100;

/** The uploads of this tab, and what has become of their jobs: one question for all of them. */
export function UploadList({ uploads }: { uploads: readonly Upload[] }) {
  const started = uploads.filter(({ stage }) => stage.value === 'started');
  const ids = started.map(({ jobId }) => jobId.value ?? '');
  // Another upload that has come so far begins the asking anew.
  const path = ids.length === 0 ? null : `/api/jobs?limit=${mostJobs}`;
  const { body, again } = usePolled<JobListPage>(
    path,
    ({ jobs }) => !ids.some((id) => isOpen(jobs, id)),
    ids.join(),
  );
  const jobs = new Map((body.value?.jobs ?? []).map((job) => [job.jobId, job]));
  return (
    <section aria-label="Your uploads">
      <ul class="rows panel">
        {uploads.map((upload) => (
          <UploadRow
            key={upload.id}
            upload={upload}
            job={jobs.get(upload.jobId.value ?? '') ?? null}
            onChange={again}
          />
        ))}
      </ul>
    </section>
  );
}

function isOpen(jobs: Job[], id: string): boolean {
  const job = jobs.find(({ jobId }) => jobId === id);
  return job !== undefined && isAtWork(job);
}
