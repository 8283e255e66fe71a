import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { announce } from '../shell/announce.ts';
import { getJson } from '../shell/api.ts';
import { Button } from '../shell/button.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { plural } from '../shell/plural.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useAction } from '../shell/use-action.ts';
import { usePolled } from '../shell/use-polled.ts';
import type { Job, JobListPage } from '../shell/wire.ts';
import { isAtWork } from './is-at-work.ts';
import { JobRow } from './job-row.tsx';

const path = '/api/jobs?limit=25';

/** The jobs of the tenant, newest first; further ones on demand. The newest are kept up to date while any is at work. */
export function JobList() {
  const newest = usePolled<JobListPage>(path, ({ jobs }) => !jobs.some(isAtWork));
  const known = useSignal<readonly Job[] | null>(null);
  /** Of the last page that was asked for; undefined while that is the first. */
  const olderCursor = useSignal<string | null | undefined>(undefined);
  const first = newest.body.value;
  useEffect(() => {
    if (first !== null) known.value = merged(known.peek() ?? [], first.jobs);
  }, [first]);
  const cursor = olderCursor.value === undefined ? (first?.nextCursor ?? null) : olderCursor.value;
  const older = useAction(async () => {
    const page = await getJson<JobListPage>(`${path}&cursor=${encodeURIComponent(cursor ?? '')}`);
    known.value = merged(known.peek() ?? [], page.jobs);
    olderCursor.value = page.nextCursor;
    announce(`${plural(page.jobs.length, 'more job')} shown.`);
  });
  const problem = newest.problem.value ?? older.problem.value;
  return (
    <>
      <PageHead title="Jobs" facts="Each file is one job: read, proved, exported." actions={<UploadLink />} />
      {problem === null ? null : (
        <ProblemNote title="The jobs cannot be shown." problem={problem}>
          <Button onClick={newest.problem.value === null ? older.run : newest.again}>Try again</Button>
        </ProblemNote>
      )}
      {known.value === null ? <Waiting shown={problem === null} /> : <Jobs jobs={known.value} />}
      {cursor === null ? null : (
        <div class="actions">
          <Button busy={older.busy.value} onClick={older.run}>
            {older.busy.value ? 'Loading …' : 'Show older jobs'}
          </Button>
        </div>
      )}
    </>
  );
}

/** Newer news of a job replace older ones; a job that came meanwhile moves the others down. */
function merged(known: readonly Job[], news: readonly Job[]): Job[] {
  const byId = new Map([...known, ...news].map((job) => [job.jobId, job]));
  const newestFirst = (a: Job, b: Job): number =>
    a.createdAt === b.createdAt ? compare(b.jobId, a.jobId) : compare(b.createdAt, a.createdAt);
  return [...byId.values()].sort(newestFirst);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function UploadLink() {
  return (
    <a class="button button-primary" href="/upload">
      Upload PDFs
    </a>
  );
}

function Waiting({ shown }: { shown: boolean }) {
  return shown ? <p class="soft">Loading …</p> : null;
}

function Jobs({ jobs }: { jobs: readonly Job[] }) {
  if (jobs.length === 0) return <NoJobs />;
  return (
    <ul class="rows panel" aria-label="Jobs, newest first">
      {jobs.map((job) => (
        <JobRow key={job.jobId} job={job} />
      ))}
    </ul>
  );
}

function NoJobs() {
  return (
    <div class="empty panel">
      <h2>Nothing here yet</h2>
      <p>
        Upload a financial PDF, digital or scanned. Its schedules are found, their sums are proved, and you
        get them as Excel.
      </p>
      <a class="button button-primary" href="/upload">
        Upload the first PDF
      </a>
    </div>
  );
}
