import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { getJson } from '../shell/api.ts';
import { Button } from '../shell/button.tsx';
import { announce } from '../shell/announce.ts';
import { PageHead } from '../shell/page-head.tsx';
import { plural } from '../shell/plural.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import type { Job, JobListPage } from '../shell/wire.ts';
import { JobRow } from './job-row.tsx';

const pageSize = 25;

/** The jobs of the tenant, newest first; further ones on demand. */
export function JobList() {
  const jobs = useSignal<Job[] | null>(null);
  const cursor = useSignal<string | null>(null);
  const problem = useSignal<unknown>(null);
  const busy = useSignal(false);
  const load = async (after: string | null): Promise<void> => {
    busy.value = true;
    problem.value = null;
    try {
      const from = after === null ? '' : `&cursor=${encodeURIComponent(after)}`;
      const page = await getJson<JobListPage>(`/api/jobs?limit=${pageSize}${from}`);
      jobs.value = [...(after === null ? [] : (jobs.value ?? [])), ...page.jobs];
      cursor.value = page.nextCursor;
      if (after !== null) announce(`${plural(page.jobs.length, 'more job')} shown.`);
    } catch (error) {
      problem.value = error;
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => {
    void load(null);
  }, []);
  return (
    <>
      <PageHead
        title="Jobs"
        facts="Each file is one job: read, proved, exported."
        actions={
          <a class="button button-primary" href="/upload">
            Upload PDFs
          </a>
        }
      />
      {problem.value === null ? null : (
        <ProblemNote title="The jobs cannot be shown." problem={problem.value}>
          <Button onClick={() => void load(cursor.value)}>Try again</Button>
        </ProblemNote>
      )}
      {jobs.value === null ? <Waiting shown={problem.value === null} /> : <Jobs jobs={jobs.value} />}
      {cursor.value === null ? null : (
        <div class="actions">
          <Button busy={busy.value} onClick={() => void load(cursor.value)}>
            {busy.value ? 'Loading …' : 'Show older jobs'}
          </Button>
        </div>
      )}
    </>
  );
}

function Waiting({ shown }: { shown: boolean }) {
  return shown ? <p class="soft">Loading …</p> : null;
}

function Jobs({ jobs }: { jobs: Job[] }) {
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
        Upload a financial PDF, digital or scanned. Its schedules are found, their sums proved, and you take
        them home as Excel.
      </p>
      <a class="button button-primary" href="/upload">
        Upload the first PDF
      </a>
    </div>
  );
}
