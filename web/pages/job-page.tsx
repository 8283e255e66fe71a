import { useEffect } from 'preact/hooks';
import { type PageProps, routes } from '../routes.ts';
import { announce } from '../shell/announce.ts';
import { formatBytes } from '../shell/format-bytes.ts';
import { formatTime } from '../shell/format-time.ts';
import { JobProblem } from '../shell/job-problem.tsx';
import { JobStatus, statusWord } from '../shell/job-status.tsx';
import { matchRoute } from '../shell/match-route.ts';
import { PageHead } from '../shell/page-head.tsx';
import { plural } from '../shell/plural.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { usePolled } from '../shell/use-polled.ts';
import type { Job } from '../shell/wire.ts';
import { isAtWork } from './is-at-work.ts';
import { JobCostTable } from './job-cost-table.tsx';
import { JobNotes } from './job-notes.tsx';
import { JobWork } from './job-work.tsx';
import { ScheduleSection } from './schedule-section.tsx';

/** One job: how far it is, what was found, and the ways on from it. */
export function JobPage({ params }: PageProps) {
  const jobId = params['jobId'] ?? '';
  const { body, problem, again } = usePolled<Job>(`/api/jobs/${jobId}`, hasEnded);
  const job = body.value;
  const status = job === null ? '' : statusWord(job);
  useEffect(() => {
    if (job !== null) announce(`${job.filename}: ${status}`);
  }, [status]);
  if (job === null) {
    if (problem.value !== null) return <JobProblem jobId={jobId} problem={problem.value} onRetry={again} />;
    return <p class="soft">Loading …</p>;
  }
  return (
    <>
      <PageHead
        title={job.filename}
        up={{ href: '/', name: 'Jobs' }}
        facts={<Facts job={job} />}
        actions={<Ways job={job} />}
      />
      {problem.value === null ? null : (
        <ProblemNote title="This may be out of date." problem={problem.value} />
      )}
      {isAtWork(job) ? <JobWork job={job} onChange={again} /> : null}
      <JobNotes job={job} onChange={again} />
      {job.status === 'COMPLETED' || job.status === 'CANCELLED' ? <ScheduleSection job={job} /> : null}
      {isAtWork(job) || job.status === 'AWAITING_UPLOAD' ? null : <JobCostTable job={job} />}
      <JobLinks jobId={jobId} />
    </>
  );
}

/** A job whose file has not come is looked at too: it may be on its way. */
function hasEnded(job: Job): boolean {
  return !isAtWork(job) && job.status !== 'AWAITING_UPLOAD';
}

function Facts({ job }: { job: Job }) {
  const facts = [
    ...(job.pages.count === null ? [] : [plural(job.pages.count, 'page')]),
    ...(job.pages.chosen === null ? [] : [`only ${job.pages.chosen} asked for`]),
    formatBytes(job.bytes),
    formatTime(job.createdAt),
    ...(job.legalHold ? ['under a legal hold'] : []),
  ];
  return (
    <p class="job-facts">
      <JobStatus job={job} /> {facts.join(' · ')}
    </p>
  );
}

function Ways({ job }: { job: Job }) {
  if (job.status !== 'COMPLETED') return null;
  const review = `/jobs/${job.jobId}/review`;
  return (
    <>
      {matchRoute(routes, review) === null ? null : (
        <a class="button" href={review}>
          Review
        </a>
      )}
      <a class="button button-primary" href={`/jobs/${job.jobId}/export`}>
        Export
      </a>
    </>
  );
}

function JobLinks({ jobId }: { jobId: string }) {
  return (
    <nav aria-label="More of this job" class="job-links">
      <a class="button" href={`/jobs/${jobId}/audit`}>
        Audit trail
      </a>
      <a class="button" href={`/jobs/${jobId}/delete`}>
        Delete …
      </a>
    </nav>
  );
}
